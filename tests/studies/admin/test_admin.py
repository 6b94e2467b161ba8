"""The admin pages: a number corrected where it is seen, faults said at the form, lists that stay quick."""

import re

import pytest
from django.urls import reverse

from studies.choices import StudyStatus
from studies.models import (
    AdverseEvent,
    Arm,
    DataQuery,
    OutcomeResult,
    Publication,
    RiskOfBias,
    Study,
)
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from tests.factories import (
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.admin.admin_pages import correct, filled_in, messages, page_of, result_prefix

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = make_user(role=CURATOR)
    client.force_login(user)
    return user


class TestCorrectingANumber:
    def test_on_the_studys_page_with_who_when_why_before_and_after(self, client, curator):
        result = make_result(mean=3.2)
        study = result.arm.study
        make_result(arm=result.arm)
        prefix = result_prefix(client.get(page_of(study)), result)

        response = correct(client, study, **{f"{prefix}-mean": "2.3", "change_reason": "Table 2 says 2.3"})

        assert response.status_code == 302
        result.refresh_from_db()
        assert result.mean == 2.3
        after, before = result.history.order_by("-history_id")
        assert (before.mean, after.mean) == (3.2, 2.3)
        assert (after.history_user, after.history_change_reason) == (curator, "Table 2 says 2.3")
        assert after.history_date > before.history_date
        assert OutcomeResult.history.count() == 3

    def test_on_its_own_page(self, client, curator):
        result = make_result(mean=3.2)

        response = correct(client, result, mean="2.3", change_reason="A misprint")

        assert response.status_code == 302
        result.refresh_from_db()
        assert result.mean == 2.3
        assert result.history.first().history_change_reason == "A misprint"
        assert "A misprint" in messages(client.get(reverse("admin:studies_outcomeresult_history", args=[result.pk])))

    def test_on_the_page_of_its_arm(self, client, curator):
        result = make_result(n=30)
        prefix = result_prefix(client.get(page_of(result.arm)), result)

        correct(client, result.arm, **{f"{prefix}-n": "31"})

        result.refresh_from_db()
        assert result.n == 31

    def test_a_page_saved_untouched_changes_nothing(self, client, curator):
        result = make_result()
        study = result.arm.study
        make_publication(study=study)
        make_harm(study=study, arm=result.arm)
        make_query(study=study, arm=result.arm, measure=result.measure)
        make_risk_of_bias(study=study)
        histories = [Arm, OutcomeResult, Publication, AdverseEvent, DataQuery, RiskOfBias]
        before = {model: model.history.count() for model in histories}

        response = correct(client, study)

        assert response.status_code == 302
        assert {model: model.history.count() for model in histories} == before

    def test_a_result_can_be_added_to_an_arm_of_the_study(self, client, curator):
        arm = make_arm()
        measure = make_measure()
        sent = {
            "results-TOTAL_FORMS": "1",
            "results-0-arm": str(arm.pk),
            "results-0-measure": str(measure.pk),
            "results-0-kind": "continuous",
            "results-0-mean": "4",
            "results-0-timepoint_label": "1 month",
        }

        response = correct(client, arm.study, **sent)

        assert response.status_code == 302
        assert arm.results.get().mean == 4

    def test_an_arm_of_another_study_cannot_be_chosen(self, client, curator):
        result = make_result()
        other = make_arm()
        prefix = result_prefix(client.get(page_of(result.arm.study)), result)

        response = correct(client, result.arm.study, **{f"{prefix}-arm": str(other.pk)})

        assert "Select a valid choice" in messages(response)
        result.refresh_from_db()
        assert result.arm != other

    def test_only_an_admin_deletes(self, client, curator):
        result = make_result()
        prefix = result_prefix(client.get(page_of(result.arm.study)), result)
        delete = {f"{prefix}-DELETE": "on", "change_reason": "Not of this trial"}

        correct(client, result.arm.study, **delete)
        assert OutcomeResult.objects.filter(pk=result.pk).exists()

        client.force_login(make_user(role=ADMIN))
        correct(client, result.arm.study, **delete)
        assert not OutcomeResult.objects.filter(pk=result.pk).exists()
        assert OutcomeResult.history.filter(history_type="-").get().history_change_reason == "Not of this trial"

    def test_a_researcher_sees_and_changes_nothing(self, client):
        result = make_result(mean=3.2)
        client.force_login(make_user(role=RESEARCHER))

        page = client.get(page_of(result.arm.study))

        assert page.status_code == 200
        assert "3.2" in messages(page)
        assert 'name="_save"' not in messages(page)
        assert "change_reason" not in messages(page)
        assert client.post(page_of(result.arm.study), {"label": "x"}).status_code == 403


class TestWhatCannotBeTrue:
    def test_more_events_than_people_is_said_at_the_row(self, client, curator):
        result = make_result(events=10, n=30)
        prefix = result_prefix(client.get(page_of(result.arm.study)), result)

        response = correct(client, result.arm.study, **{f"{prefix}-events": "31"})

        assert response.status_code == 200
        assert "More events than participants." in messages(response)
        result.refresh_from_db()
        assert result.events == 10

    def test_a_negative_deviation_is_said_at_the_form(self, client, curator):
        assert "A standard deviation is not negative." in messages(correct(client, make_result(), sd="-1"))

    def test_two_arms_of_one_short_name_are_refused(self, client, curator):
        arm = make_arm()
        other = make_arm(study=arm.study)

        response = correct(client, arm, slug=other.slug)

        assert response.status_code == 200
        assert "already exists" in messages(response)

    @pytest.mark.parametrize("role", [CURATOR, ADMIN])
    def test_nobody_signs_off_publishes_or_hides_by_sending_a_field(self, client, role):
        client.force_login(make_user(role=role))
        study = make_study(standing=StudyStatus.DRAFT)

        for standing in StudyStatus:
            sent = {"standing": standing.value, "signed_off_by": "1", "signed_off_at": "2026-01-01", "country": "Italy"}
            assert correct(client, study, **sent).status_code == 302

        study.refresh_from_db()
        assert (study.standing, study.signed_off_by, study.country) == (StudyStatus.DRAFT, None, "Italy")

    def test_a_study_made_here_begins_as_a_draft(self, client, curator):
        page = client.get(reverse("admin:studies_study_add"))
        sent = filled_in(page) | {
            "label": "New 2026",
            "slug": "new-2026",
            "design": "rct",
            "change_reason": "A new trial",
        }
        assert "Standing" not in messages(page).partition("<form")[2]

        client.post(
            reverse("admin:studies_study_add"),
            sent | {"condition": str(make_condition().pk), "standing": StudyStatus.SIGNED_OFF.value},
        )

        study = Study.objects.get(slug="new-2026")
        assert (study.standing, study.extracted_by, study.revision) == (StudyStatus.DRAFT, curator, 1)

    def test_a_query_is_not_resolved_by_sending_a_field(self, client, curator):
        query = make_query()

        assert correct(client, query, state="resolved", detail="New arithmetic").status_code == 302

        query.refresh_from_db()
        assert (query.state, query.detail) == ("open", "New arithmetic")


def test_results_on_a_studys_page_are_those_of_its_arms(client, curator):
    ours, theirs = make_result(), make_result()

    page = client.get(page_of(ours.arm.study))

    assert result_prefix(page, ours).startswith("results-")
    with pytest.raises(AssertionError):
        result_prefix(page, theirs)


def test_no_page_carries_a_script_or_style_of_its_own(client, curator):
    result = make_result()
    for address in (page_of(result), page_of(result.arm.study), reverse("admin:studies_study_changelist")):
        text = messages(client.get(address))
        assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text) == []
        assert "<style" not in text
        assert " style=" not in text
        assert not re.search(r"\son\w+=", text)


def test_a_publication_is_found_without_accents_and_case(client, curator):
    paper = make_publication(title="Eficacia de la ozonoterapia", authors="Linertová, Renata", doi="10.1000/ABC")

    for term in ("LINERTOVA", "linertová", "ozonoterapia eficacia", "10.1000/abc"):
        page = client.get(reverse("admin:studies_publication_changelist"), {"q": term})
        assert list(page.context["cl"].result_list) == [paper]
        page = client.get(reverse("admin:studies_study_changelist"), {"q": term})
        assert list(page.context["cl"].result_list) == [paper.study]


def test_a_corrected_title_is_found_at_once(client, curator):
    paper = make_publication(title="Ozone")

    correct(client, paper, title="Oxigênio e ozônio")

    paper.refresh_from_db()
    assert "oxigenio e ozonio" in paper.search_text
