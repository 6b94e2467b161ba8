"""The curators' pages of risk of bias: who sees them, and an assessment from start to signature."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.choices import Design, StudyStatus, Tool
from studies.curation.risk_of_bias.assess import start_assessment
from studies.models import BiasAssessment
from tests.evidence.pages.html_page import messages_of
from tests.factories import make_arm, make_measure, make_result, make_review, make_risk_of_bias, make_study, make_user
from tests.studies.curation.risk_of_bias.test_consensus import assess

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
YES = ("1.1", "1.2", "2.6", "3.1", "5.1")
NO = ("1.3", "2.1", "2.2", "4.1", "4.2", "4.3", "5.2", "5.3")
ANSWERS = {**{f"answer-{number}": "yes" for number in YES}, **{f"answer-{number}": "no" for number in NO}}
ALL_LOW = {f"level-{key}": "low" for key in ("D1", "D2", "D3", "D4", "D5", "overall")}


@pytest.fixture
def curator(client):
    user = make_user(role="curator", first_name="Ada", last_name="Reader")
    client.force_login(user)
    return user


@pytest.fixture
def open_assessment(curator):
    return start_assessment(study=make_study(), tool=Tool.ROB_2, by=curator, now=NOW)


def page_of(study):
    return reverse("risk-of-bias", args=[study.slug])


def send(client, assessment, **data):
    return client.post(reverse("bias-assessment", args=[assessment.pk]), data)


class TestWho:
    @pytest.mark.parametrize("role", ["", "researcher"])
    def test_user_without_permission_is_refused(self, client, role):
        user = make_user(role=role)
        assessment = start_assessment(study=make_study(), tool=Tool.ROB_2, by=user, now=NOW)
        client.force_login(user)
        for address in (page_of(assessment.study), reverse("bias-assessment", args=[assessment.pk])):
            for response in (client.get(address), client.post(address)):
                assert response.status_code == 403


class TestBeginning:
    def test_the_tool_is_proposed_from_the_design(self, client, curator):
        for design, first in ((Design.RCT, "rob-2"), (Design.PROSPECTIVE_COHORT, "robins-i")):
            form = client.get(page_of(make_study(design=design))).context["form"]
            assert form.fields["tool"].choices[0][0] == first
        assert client.get(page_of(make_review())).context["form"].fields["tool"].choices == [
            ("amstar-2", "AMSTAR 2 (2017)")
        ]

    def test_a_case_report_has_no_instrument(self, client, curator):
        page = client.get(page_of(make_study(design=Design.CASE_REPORT))).content.decode()
        assert "None of the instruments here is made for this kind of study" in page

    def test_drafts_can_be_assessed(self, client, curator):
        study = make_study(standing=StudyStatus.DRAFT)
        page = client.get(page_of(study)).content.decode()
        assert "Start an assessment" in page
        assert f'href="{study.get_absolute_url()}"' not in page

    def test_scope_is_an_outcome_at_one_time(self, client, curator):
        measure = make_measure(name="Pain now")
        result = make_result(arm=make_arm(), measure=measure, weeks=13.035)
        study = result.arm.study
        scopes = client.get(page_of(study)).context["form"].fields["scope"].choices
        assert [label for _, label in scopes] == ["The study as a whole", "Pain now, every time", "Pain now, 3 months"]

        response = client.post(page_of(study), {"tool": "rob-2", "scope": scopes[2][0]})

        open_assessment = BiasAssessment.objects.get()
        assert response.url == reverse("bias-assessment", args=[open_assessment.pk])
        assert (open_assessment.measure, open_assessment.weeks, open_assessment.assessed_by) == (
            measure,
            13.035,
            curator,
        )

    def test_second_assessment_of_the_same_scope_is_refused(self, client, open_assessment):
        response = client.post(page_of(open_assessment.study), {"tool": "rob-2", "scope": ""})
        assert response.status_code == 400
        assert "You already have an unfinished assessment of this" in response.content.decode()

    def test_an_unknown_tool_or_scope_is_refused(self, client, curator):
        for data in ({"tool": "amstar-2"}, {"tool": "rob-2", "scope": "99@4.0"}, {}):
            assert client.post(page_of(make_study()), data).status_code == 400
        assert not BiasAssessment.objects.exists()

    def test_printed_judgements_are_listed_separately(self, client, curator):
        study = make_risk_of_bias(judgement="insufficient information").study
        page = client.get(page_of(study)).content.decode()
        assert "insufficient information" in page
        assert "Not assessed yet." in page


class TestAnswering:
    def test_every_question_can_be_answered_on_the_page(self, client, open_assessment):
        page = client.get(reverse("bias-assessment", args=[open_assessment.pk]))
        html = page.content.decode()
        assert all(f'name="answer-{question.number}"' in html for question in page.context["page"].instrument.questions)
        assert "Proposed once 1.1, 1.2, 1.3 are answered and saved." in " ".join(html.split())

    def test_saving_shows_the_proposal_and_preselects_it(self, client, open_assessment):
        response = send(
            client, open_assessment, **{"answer-1.1": "yes", "answer-1.2": "no-information", "answer-1.3": "no"}
        )
        assert response.url == reverse("bias-assessment", args=[open_assessment.pk])
        page = client.get(response.url).context["page"]
        first = page.sections[0]
        assert (first.proposed, first.level.initial) == ("Some concerns", "some-concerns")
        assert page.sections[1].level.initial is None

    def test_questions_that_do_not_apply_are_named_without_a_field(self, client, open_assessment):
        send(client, open_assessment, **ANSWERS)
        html = client.get(reverse("bias-assessment", args=[open_assessment.pk])).content.decode()
        assert 'name="answer-2.3"' not in html
        assert "Does not apply: asked only if 2.1 is yes or probably yes or no information; or 2.2" in html

    def test_different_judgement_without_a_reason_keeps_the_input(self, client, open_assessment):
        response = send(client, open_assessment, **ANSWERS, **ALL_LOW | {"level-D2": "high"})
        assert response.status_code == 400
        assert "D2 Deviations from the intended interventions: low is proposed" in response.content.decode()
        assert response.context["page"].sections[1].level.value() == "high"
        assert open_assessment.answers.count() == 13
        assert not open_assessment.judgements.filter(domain="D2").exists()

    def test_support_without_an_answer_is_refused_and_nothing_is_saved(self, client, open_assessment):
        response = send(client, open_assessment, **ANSWERS | {"answer-1.1": ""}, **{"support-1.1": "Table 1 <b>"})
        html = response.content.decode()
        assert response.status_code == 400
        assert "Give the answer that this support is for." in html
        assert "Table 1 &lt;b&gt;" in html
        assert not open_assessment.answers.exists()

    @pytest.mark.parametrize("data", [{"answer-1.1": "not-applicable"}, {"level-D1": "critical"}])
    def test_answer_outside_the_instrument_is_refused(self, client, open_assessment, data):
        assert send(client, open_assessment, **data).status_code == 400
        assert not open_assessment.answers.exists()


class TestSigning:
    def test_signed_assessment_is_shown_in_full(self, client, open_assessment):
        data = ANSWERS | ALL_LOW | {"support-1.1": "coin & list, p. 2", "step": "finish"}
        response = client.post(reverse("bias-assessment", args=[open_assessment.pk]), data, follow=True)

        open_assessment.refresh_from_db()
        assert open_assessment.finished_at
        html = response.content.decode()
        assert "Signed: the assessment counts from now on." in html
        assert "coin &amp; list, p. 2" in html
        assert "D1 Randomisation process: Low" in html
        assert "By Ada Reader" in html
        assert 'name="answer-1.1"' not in html
        assert client.get(page_of(open_assessment.study)).context["scopes"][0].lines[0].overall == "Low"

    def test_missing_answers_are_named_and_the_input_remains(self, client, open_assessment):
        response = send(client, open_assessment, **{"answer-1.1": "yes", "step": "finish"})
        assert "Not answered yet: 1.2, 1.3, 2.1" in messages_of(response)
        assert open_assessment.answers.get().question == "1.1"

    def test_new_assessment_starts_from_a_signed_one(self, client, curator):
        response = send(client, assess(make_study(), curator), step="reopen")
        anew = BiasAssessment.objects.get(finished_at=None)
        assert response.url == reverse("bias-assessment", args=[anew.pk])
        assert anew.answers.count() == 13

    def test_unfinished_assessment_can_be_discarded(self, client, open_assessment):
        assert send(client, open_assessment, step="discard").url == page_of(open_assessment.study)
        assert not BiasAssessment.objects.exists()

    def test_unfinished_assessment_of_another_person_is_out_of_reach(self, client, open_assessment):
        client.force_login(make_user(role="curator"))
        assert client.get(reverse("bias-assessment", args=[open_assessment.pk])).status_code == 403
        assert send(client, open_assessment, **ANSWERS).status_code == 403
        assert not open_assessment.answers.exists()


class TestTwoAssessors:
    """A second person assesses without the first; then both stand side by side for the consensus."""

    @pytest.fixture
    def first(self, curator):
        return assess(make_study(), curator, support="SECRET-FIRST")

    @pytest.fixture
    def second(self, client, first):
        other = make_user(role="curator", first_name="Ben", last_name="Second")
        client.force_login(other)
        return start_assessment(study=first.study, tool=Tool.ROB_2, by=other, now=NOW)

    def test_the_first_is_out_of_reach_until_the_second_has_finished(self, client, first, second):
        address = reverse("bias-assessment", args=[first.pk])
        seen = client.get(page_of(first.study)).content.decode()
        assert client.get(address).status_code == 403
        assert "not shown before a second person has finished" in seen
        assert address not in seen
        assert "SECRET-FIRST" not in client.get(first.study.get_absolute_url()).content.decode()
        send(client, second, **ANSWERS, **ALL_LOW, step="finish")
        assert "SECRET-FIRST" in client.get(address).content.decode()
        assert "SECRET-FIRST" in client.get(first.study.get_absolute_url()).content.decode()

    def test_where_they_differ_comes_first_and_needs_a_reason(self, client, first, second):
        differing = {"answer-5.1": "no", "level-D5": "some-concerns", "level-overall": "some-concerns"}
        send(client, second, **ANSWERS | ALL_LOW | differing, step="finish")
        seen = client.get(page_of(first.study)).content.decode()
        assert "Two people differ in 2 judgements" in seen
        # One of the form that starts an assessment, one of that which starts the consensus, one of logging out.
        assert seen.count("csrfmiddlewaretoken") == 3

        response = send(client, second, step="consensus")
        consensus = BiasAssessment.objects.get(is_consensus=True)
        assert response.url == reverse("bias-assessment", args=[consensus.pk])
        page = client.get(response.url).context["page"]
        assert [section.key for section in page.sections] == ["D5", "D1", "D2", "D3", "D4"]
        assert [(each.by, each.words) for each in page.sections[0].questions[0].opinions] == [
            ("Ada Reader", "Yes"),
            ("Ben Second", "No"),
        ]
        assert consensus.answers.get(question="1.1").support == "SECRET-FIRST"
        assert not consensus.answers.filter(question="5.1").exists()

        agreed = ANSWERS | ALL_LOW
        refused = send(client, consensus, **agreed, step="finish").content.decode()
        assert "D5 Selection of the reported result: the two people differ, so give the reason" in refused
        reasons = {"reason-D5": "the plan is registered", "reason-overall": "as D5"}
        send(client, consensus, **agreed, **reasons, step="finish")
        consensus.refresh_from_db()
        assert consensus.finished_at
        assert "The consensus counts." in client.get(page_of(first.study)).content.decode()


# As many queries on both databases.
@pytest.mark.one_database
@pytest.mark.parametrize("name", ["list", "assessment"])
def test_queries_do_not_grow(client, curator, open_assessment, name):
    address = (
        page_of(open_assessment.study) if name == "list" else reverse("bias-assessment", args=[open_assessment.pk])
    )

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    before = queries()
    send(client, open_assessment, **ANSWERS, **ALL_LOW)
    for _ in range(3):
        arm = make_arm(study=open_assessment.study)
        start_assessment(
            study=open_assessment.study,
            tool=Tool.ROB_2,
            measure=make_result(arm=arm).measure,
            by=curator,
            now=NOW,
        )
    assert queries() <= before
