"""The admin pages: workbench fields are read-only, other fields are edited, and everything can be searched."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.urls import reverse

from studies.choices import StudyStatus
from studies.curation.workbench.row_tables import sheets_of
from studies.models import AdverseEvent, Arm, OutcomeResult, ReportedContrast, Study
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from studies.revisions.reasons import save_with_reason
from studies.revisions.versions import study_of
from tests.factories import (
    make_arm,
    make_harm,
    make_inclusion,
    make_pool,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.admin.admin_pages import correct, form_values, messages, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_pages")]


class TestRecordsOfTheWorkbench:
    """Studies, arms, results, differences and harms are edited in the workbench and read-only here."""

    @pytest.mark.parametrize("role", [RESEARCHER, CURATOR])
    def test_users_other_than_admins_see_every_field_and_change_none(self, client, role):
        client.force_login(make_user(role=role))
        for record in one_record_of_each_kind():
            before = list(type(record).objects.filter(pk=record.pk).values())

            page = client.get(page_of(record))

            assert page.status_code == 200
            assert editable_fields(page) == set()
            assert link_to_workbench_of(record) in messages(page)
            assert 'name="_save"' not in messages(page)
            assert client.post(page_of(record), {"label": "x", "mean": "9", "change_reason": "No"}).status_code == 403
            assert list(type(record).objects.filter(pk=record.pk).values()) == before

    def test_fields_editable_in_the_admin_are_not_in_the_workbench_which_is_linked(self, client, admin_user):
        sheets = {sheet.model: sheet for sheet in sheets_of([], [], []).values()}
        for record in one_record_of_each_kind():
            response = client.get(page_of(record))
            changed_here = editable_fields(response)
            page = admin.site.get_model_admin(type(record))
            shown = set(flatten_fieldsets(page.fieldsets))
            columns = {column.name for column in sheets[type(record)].columns}

            assert link_to_workbench_of(record) in messages(response)
            assert shown - columns - changed_here == WORKED_OUT.get(type(record), set()), record
            assert changed_here & columns == set(), record

    def test_admin_changes_a_field_that_the_workbench_lacks(self, client, admin_user):
        arm = make_arm(role="ozone", label="Ozone")

        response = correct(client, arm, role="comparator", label="Other", change_reason="The lower dose is compared")

        assert response.status_code == 302
        arm.refresh_from_db()
        assert (arm.role, arm.label) == ("comparator", "Ozone")
        line = arm.history.first()
        assert (line.history_user, line.history_change_reason) == (admin_user, "The lower dose is compared")

    def test_arm_is_not_moved_to_a_study_that_has_the_same_short_name(self, client, admin_user):
        arm = make_arm()
        other = make_arm(slug=arm.slug)

        response = correct(client, arm, study=str(other.study.pk))

        assert response.status_code == 200
        assert "already exists" in messages(response)
        arm.refresh_from_db()
        assert arm.study != other.study

    def test_curator_sees_history_and_old_values_and_cannot_restore_them(self, client, curator):
        result = make_result(mean=3.2)
        result.mean = 2.3
        save_with_reason(result, reason="A misprint", by=curator)
        former = result.history.last()
        address = reverse("admin:studies_outcomeresult_simple_history", args=[result.pk, former.history_id])

        history = messages(client.get(reverse("admin:studies_outcomeresult_history", args=[result.pk])))

        assert "A misprint" in history
        assert "3.2" in messages(client.get(address))
        assert client.post(address, {"mean": "3.2", "change_reason": "Back"}).status_code == 403

    @pytest.mark.parametrize("role", [CURATOR, ADMIN])
    def test_posted_status_field_does_not_sign_off_publish_or_hide(self, client, role):
        client.force_login(make_user(role=role))
        study = make_study(standing=StudyStatus.DRAFT)
        form = form_values(client, page_of(study)) | {"change_reason": "Table 2 says so"}

        for standing in StudyStatus:
            sent = {"standing": standing.value, "signed_off_by": "1", "signed_off_at": "2026-01-01", "slug": "new-name"}
            assert client.post(page_of(study), form | sent).status_code == (302 if role == ADMIN else 403)

        study.refresh_from_db()
        assert (study.standing, study.signed_off_by) == (StudyStatus.DRAFT, None)
        assert (study.slug == "new-name") is (role == ADMIN)


# Fields that the workbench derives from the input, and the status, which is set by sign-off.
WORKED_OUT = {OutcomeResult: {"kind"}, Study: {"standing"}}


def one_record_of_each_kind() -> list[Study | Arm | OutcomeResult | ReportedContrast | AdverseEvent]:
    result = make_result()
    arm, study = result.arm, result.arm.study
    contrast = make_reported_contrast(arm_a=arm, arm_b=make_arm(study=study), measure=result.measure)
    return [study, arm, result, contrast, make_harm(study=study)]


def link_to_workbench_of(record) -> str:
    address = reverse("workbench", args=[study_of(record).slug])
    return f'href="{address}">Enter and correct in the workbench</a>'


def editable_fields(page) -> set[str]:
    """The editable fields of a record on its page, without the reason, which every form has."""
    return set(page.context["adminform"].form.fields) - {"change_reason"}


class TestCorrectingARecord:
    def test_records_user_time_reason_old_and_new_value(self, client, curator):
        pool = make_pool(estimate=1.4)

        response = correct(client, pool, estimate="1.6", change_reason="Figure 2 says 1.6")

        assert response.status_code == 302
        after, before = pool.history.order_by("-history_id")
        assert (before.estimate, after.estimate) == (1.4, 1.6)
        assert (after.history_user, after.history_change_reason) == (curator, "Figure 2 says 1.6")
        assert after.history_date > before.history_date

    def test_a_page_saved_unchanged_changes_nothing(self, client, curator):
        study, paper = make_study(), make_publication()
        records = [make_pool(review=study), make_inclusion(review=study, study=paper.study)]
        for record in (*records, make_risk_of_bias(study=study), make_query(study=study), paper):
            before = record.history.count()

            assert correct(client, record).status_code == 302
            assert record.history.count() == before

    def test_contradictory_numbers_are_refused_by_the_form(self, client, curator):
        response = correct(client, make_pool(estimate=1.4), ci_low="2", ci_high="1")

        assert response.status_code == 200
        assert "The interval runs from low to high." in messages(response)

    def test_posted_field_does_not_resolve_a_query(self, client, curator):
        query = make_query()

        assert correct(client, query, state="resolved", detail="New arithmetic").status_code == 302

        query.refresh_from_db()
        assert (query.state, query.detail) == ("open", "New arithmetic")


def test_researcher_corrects_a_publication_but_not_what_decides_its_study(client):
    client.force_login(make_user(role="researcher", is_staff=True))
    paper = make_publication(study=make_study(), title="Ozone", doi="10.1000/x")
    free = make_publication(study=None, title="Oxygen", doi="10.1000/y")
    first = paper.history.get()
    sent = {"doi": "10.1000/z", "retraction": "retracted", "retraction_checked_on": "2026-01-01", "role": "protocol"}

    for record in (paper, free):
        response = correct(client, record, **sent, study=str(make_study().pk), title="Corrected")
        assert response.status_code == 302, messages(response)
        before = {name: getattr(record, name) for name in ("study_id", "role", "retraction", "retraction_checked_on")}
        record.refresh_from_db()
        assert {name: getattr(record, name) for name in before} == before
        assert record.title == "Corrected"

    assert (paper.doi, free.doi) == ("10.1000/x", "10.1000/z")
    restore = reverse("admin:studies_publication_simple_history", args=[paper.pk, first.pk])
    assert client.post(restore, sent).status_code == 403
    paper.refresh_from_db()
    assert paper.title == "Corrected"


def test_a_publication_is_found_without_accents_and_case(client, curator):
    paper = make_publication(title="Eficacia de la ozonoterapia", authors="Linertová, Renata", doi="10.1000/ABC")

    terms = ["LINERTOVA", "linertová", "ozonoterapia eficacia", "10.1000/abc"]
    for record, asked in ((paper, terms), (paper.study, terms[:2])):
        for term in asked:
            page = client.get(reverse(f"admin:studies_{record._meta.model_name}_changelist"), {"q": term})
            assert list(page.context["cl"].result_list) == [record]


def test_a_corrected_title_is_found_at_once(client, curator):
    paper = make_publication(title="Ozone")

    correct(client, paper, title="Oxigênio e ozônio")

    paper.refresh_from_db()
    assert "oxigenio e ozonio" in paper.search_text
