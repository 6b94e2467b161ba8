"""The rules hold on the admin pages: sign-off, reasons, deletion, people."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from studies.choices import StudyStatus
from studies.models import Arm, MinimalImportantChange, OutcomeResult, Study
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from studies.revisions.versions import study_of
from tests.factories import (
    PASSWORD,
    make_arm,
    make_harm,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_query,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.admin.admin_pages import correct, form_values, messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_pages")]

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def signed_off(study):
    """The study, verified and signed off by another person."""
    study.standing, study.signed_off_by, study.signed_off_at = StudyStatus.SIGNED_OFF, make_user(), NOW
    study.save()
    study.verifications.create(by=study.signed_off_by, at=NOW, read_as="full-text")
    return study


class TestNoWayAroundTheSignOff:
    """Every change of a row of a study withdraws the sign-off, is counted, and has a reason."""

    def rows_that_curators_change(self):
        study = make_study()
        yield make_risk_of_bias(study=study), {"judgement": "high"}
        yield make_inclusion(review=study), {"citation": "Author 2001"}
        yield make_pool(review=study), {"estimate": "1.4"}

    def rows_that_admins_change(self):
        study = make_study()
        yield study, {"slug": "other-name"}
        yield make_arm(study=study), {"role": "comparator"}

    @pytest.mark.parametrize("role", [CURATOR, ADMIN])
    def test_changing_any_row_withdraws_the_sign_off(self, client, role):
        user = make_user(role=role)
        client.force_login(user)
        rows = self.rows_that_curators_change() if role == CURATOR else self.rows_that_admins_change()
        for record, changes in rows:
            study = signed_off(study_of(record))
            revision = study.revision

            assert correct(client, record, **changes, change_reason="A misprint").status_code == 302

            study.refresh_from_db()
            assert (study.standing, study.signed_off_by) == (StudyStatus.UNVERIFIED, None), record
            assert study.revision > revision
            assert study.extracted_by == user
            assert study.verifications.filter(withdrawn_because="A misprint").exists()
            study.verifications.all().delete()

    def test_adding_a_row_withdraws_the_sign_off(self, client, curator):
        study = signed_off(make_study())
        address = reverse("admin:studies_reviewinclusion_add")
        sent = form_values(client, address)
        sent |= {"review": str(study.pk), "citation": "Author 2001", "change_reason": "Table 4"}

        assert client.post(address, sent).status_code == 302

        study.refresh_from_db()
        assert (study.standing, study.revision) == (StudyStatus.UNVERIFIED, 1)

    @pytest.mark.usefixtures("admin_user")
    def test_moving_a_row_withdraws_the_sign_off_of_both_studies(self, client):
        harm = make_harm(arm=None)
        before, after = signed_off(harm.study), signed_off(make_study())

        correct(client, harm, study=str(after.pk))

        for study in (before, after):
            study.refresh_from_db()
            assert study.standing == StudyStatus.UNVERIFIED

    @pytest.mark.usefixtures("admin_user")
    def test_unchanged_form_changes_nothing(self, client):
        study = signed_off(make_result().arm.study)
        histories = study.history.count()

        assert correct(client, study).status_code == 302

        study.refresh_from_db()
        assert (study.standing, study.revision, study.history.count()) == (StudyStatus.SIGNED_OFF, 0, histories)

    @pytest.mark.usefixtures("admin_user")
    def test_an_old_version_restored_does_not_restore_its_sign_off(self, client):
        study = signed_off(make_study(slug="first-name"))
        old = study.history.first()
        correct(client, study, slug="second-name")
        address = reverse("admin:studies_study_simple_history", args=[study.pk, old.history_id])
        page = client.get(address)
        assert page.status_code == 200
        sent = {field.html_name: str(field.value()) for field in page.context["adminform"].form if field.value()}
        sent["secondary_conditions"] = []

        client.post(address, sent | {"change_reason": "The first name is right"})

        study.refresh_from_db()
        assert (study.slug, study.standing, study.signed_off_by) == ("first-name", StudyStatus.UNVERIFIED, None)
        assert study.history.first().history_change_reason == "The first name is right"

    def test_change_without_a_reason_is_not_saved(self, client, curator):
        pool = make_pool(estimate=1.4)

        response = correct(client, pool, estimate="1.6", change_reason="")

        assert response.status_code == 200
        assert "This field is required." in messages(response)
        pool.refresh_from_db()
        assert pool.estimate == 1.4


class TestDeleting:
    def address(self, record):
        return reverse(f"admin:studies_{record._meta.model_name}_delete", args=[record.pk])

    def test_needs_a_reason(self, client, admin_user):
        result = make_result()

        page = client.post(self.address(result), {"post": "yes", "change_reason": " "})

        assert page.status_code == 200
        assert "This field is required." in messages(page)
        assert OutcomeResult.objects.filter(pk=result.pk).exists()

    def test_keeps_the_reason_with_every_deleted_record(self, client, admin_user):
        result = make_result()
        arm, study = result.arm, signed_off(result.arm.study)

        response = client.post(self.address(arm), {"post": "yes", "change_reason": "Another trial's arm"})

        assert response.status_code == 302
        for model, pk in ((Arm, arm.pk), (OutcomeResult, result.pk)):
            line = model.history.filter(id=pk).first()
            assert (line.history_type, line.history_user) == ("-", admin_user)
            assert line.history_change_reason == "Another trial's arm"
        study.refresh_from_db()
        assert study.standing == StudyStatus.UNVERIFIED
        assert study.verifications.get().withdrawn_because == "Deleted: Another trial's arm"

    def test_a_study_is_deleted_with_all_its_rows(self, client, admin_user):
        study = signed_off(make_result().arm.study)
        make_query(study=study).replies.create(state="answered", text="Yes", at=NOW)

        assert client.get(self.address(study)).status_code == 200
        client.post(self.address(study), {"post": "yes", "change_reason": "Made by mistake"})

        assert not Study.objects.filter(pk=study.pk).exists()
        assert Study.history.filter(id=study.pk).first().history_change_reason == "Made by mistake"

    def test_referenced_record_is_not_deleted(self, client, admin_user):
        result = make_result()

        page = client.post(self.address(result.measure), {"post": "yes", "change_reason": "No"})

        assert page.status_code == 200
        assert "protected" in messages(page)
        assert OutcomeResult.objects.filter(pk=result.pk).exists()

    def test_deleting_several_records_needs_a_reason(self, client, admin_user):
        results = [make_result(), make_result()]
        address = reverse("admin:studies_outcomeresult_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [str(result.pk) for result in results]}

        response = client.post(address, chosen)
        assert 'name="change_reason"' in messages(response)
        assert "This field is required." not in messages(response)
        assert "This field is required." in messages(client.post(address, chosen | {"post": "yes"}))
        assert OutcomeResult.objects.count() == 2
        client.post(address, chosen | {"post": "yes", "change_reason": "Twice in the table"})

        assert not OutcomeResult.objects.exists()
        lines = OutcomeResult.history.filter(history_type="-")
        assert [line.history_change_reason for line in lines] == ["Twice in the table"] * 2

    @pytest.mark.parametrize("role", [RESEARCHER, CURATOR])
    def test_only_admins_delete(self, client, role):
        client.force_login(make_user(role=role))
        result = make_result()
        sent = {"post": "yes", "change_reason": "Delete it"}

        assert client.post(self.address(result), sent).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [str(result.pk)]}
        client.post(reverse("admin:studies_outcomeresult_changelist"), chosen | sent)
        assert OutcomeResult.objects.filter(pk=result.pk).exists()


class TestPeople:
    def page(self, user):
        return reverse("admin:auth_user_change", args=[user.pk])

    def test_admin_assigns_a_role(self, client, admin_user):
        user = make_user()
        sent = {"username": user.username, "groups": [str(Group.objects.get(name=CURATOR).pk)], "is_active": "on"}

        assert client.post(self.page(user), sent | {"is_superuser": "on"}).status_code == 302

        user.refresh_from_db()
        assert [group.name for group in user.groups.all()] == [CURATOR]
        assert not user.is_superuser
        assert "curator" in messages(client.get(reverse("admin:auth_user_changelist")))

    def test_admin_cannot_create_or_change_a_superuser(self, client, admin_user):
        above = User.objects.create_superuser("above", password=PASSWORD)
        password = reverse("admin:auth_user_password_change", args=[above.pk])

        assert "is_superuser" not in messages(client.get(self.page(admin_user)))
        assert client.post(self.page(above), {"username": "mine"}).status_code == 403
        assert client.post(password, {"password1": "my own words 1", "password2": "my own words 1"}).status_code == 403
        client.force_login(above)
        assert "is_superuser" in messages(client.get(self.page(admin_user)))

    def test_users_cannot_be_deleted(self, client, admin_user):
        assert client.post(reverse("admin:auth_user_delete", args=[make_user().pk]), {"post": "yes"}).status_code == 403


def test_second_default_of_a_measure_is_refused_by_the_form(client):
    client.force_login(make_user(role=ADMIN))
    plain = {"scale": "VAS", "change": 15, "unit": "points", "basis": "b", "citation": "c"}
    measure, paper = make_measure(), make_publication()
    used, other = (
        MinimalImportantChange.objects.create(measure=measure, publication=paper, is_default=is_default, **plain)
        for is_default in (True, False)
    )

    response = correct(client, other, is_default="on")

    assert response.status_code == 200
    assert "Another change is used for this instrument already." in messages(response)
    other.refresh_from_db()
    assert (used.is_default, other.is_default) == (True, False)
