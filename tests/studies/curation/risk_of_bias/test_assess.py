"""Assessing a study: start, answer, judge, finish and restart; who may do each step, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.choices import BiasLevel, Design, ReviewConfidence, SignallingResponse, Tool
from studies.curation.risk_of_bias.assess import (
    ReasonedJudgement,
    SupportedAnswer,
    discard_assessment,
    finish_assessment,
    reopen_assessment,
    save_appraisal,
    start_assessment,
)
from studies.models import BiasAssessment
from studies.permissions import CURATOR
from studies.revisions.record_change import ActionRefusedError
from tests.factories import make_measure, make_review, make_study, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
Y, N, NI = SignallingResponse.YES, SignallingResponse.NO, SignallingResponse.NO_INFORMATION
LOW, SOME, HIGH = BiasLevel.LOW, BiasLevel.SOME_CONCERNS, BiasLevel.HIGH
# A flawless trial.
ANSWERS = {
    **{"1.1": Y, "1.2": Y, "1.3": N, "2.1": N, "2.2": N, "2.6": Y, "3.1": Y},
    **{"4.1": N, "4.2": N, "4.3": N, "5.1": Y, "5.2": N, "5.3": N},
}
ALL_LOW = {key: ReasonedJudgement(LOW) for key in ("D1", "D2", "D3", "D4", "D5", "overall")}


@pytest.fixture
def curator():
    return make_user(role=CURATOR)


@pytest.fixture
def open_assessment(curator):
    return start_assessment(study=make_study(), tool=Tool.ROB_2, by=curator, now=NOW)


def save(assessment, by, answers=ANSWERS, judgements=ALL_LOW):
    supported = {number: SupportedAnswer(answer) for number, answer in answers.items()}
    return save_appraisal(assessment=assessment, answers=supported, judgements=judgements, by=by)


def stored_judgements(assessment):
    return {row.domain: (row.proposed, row.judgement, row.reason) for row in assessment.judgements.all()}


@pytest.fixture
def finished_assessment(open_assessment, curator):
    assert save(open_assessment, curator) == ()
    return finish_assessment(assessment=open_assessment, by=curator, now=LATER)


class TestBeginning:
    def test_records_user_time_and_scope(self, curator):
        measure = make_measure()
        open_assessment = start_assessment(
            study=make_study(), tool=Tool.ROB_2, measure=measure, weeks=4, by=curator, now=NOW
        )

        assert (
            open_assessment.assessed_by,
            open_assessment.started_at,
            open_assessment.finished_at,
        ) == (curator, NOW, None)
        assert (open_assessment.measure, open_assessment.weeks, open_assessment.tool) == (
            measure,
            4,
            "rob-2",
        )
        assert open_assessment.version == "2019-08-22, effect of assignment"
        assert open_assessment.history.get().history_user == curator

    @pytest.mark.parametrize(("design", "tool"), [(Design.RCT, Tool.AMSTAR_2), (Design.CASE_REPORT, Tool.ROBINS_I)])
    def test_with_a_tool_for_other_studies_is_refused(self, curator, design, tool):
        with pytest.raises(ActionRefusedError, match="was not made for a study of this design"):
            start_assessment(study=make_study(design=design), tool=tool, by=curator, now=NOW)

    @pytest.mark.parametrize(
        ("allocation", "version"),
        [
            ("parallel", "2019-08-22, effect of assignment"),
            ("cluster", "2021 cluster, effect of assignment"),
            ("crossover", "2021 crossover, effect of assignment"),
            ("paired", "2021 crossover, effect of assignment"),
        ],
    )
    def test_the_allocation_of_the_study_chooses_the_version(self, curator, allocation, version):
        study = make_study(allocation=allocation)
        assert start_assessment(study=study, tool=Tool.ROB_2, by=curator, now=NOW).version == version

    def test_the_effect_of_interest_is_that_of_the_version(self, open_assessment, curator):
        adherence = start_assessment(
            study=open_assessment.study, tool=Tool.ROB_2, version="2019-08-22, effect of adhering", by=curator, now=NOW
        )
        assert (open_assessment.effect_of_interest, adherence.effect_of_interest) == ("assignment", "adherence")

    def test_same_person_and_scope_twice_is_refused_and_others_are_allowed(self, open_assessment, curator):
        again = {"study": open_assessment.study, "tool": Tool.ROB_2, "now": NOW}
        with pytest.raises(ActionRefusedError, match="already have an unfinished assessment of this"):
            start_assessment(**again, by=curator)

        start_assessment(**again, by=make_user(role=CURATOR))
        start_assessment(**again, by=curator, measure=make_measure())
        assert BiasAssessment.objects.count() == 3


class TestSaving:
    def test_keeps_answers_with_support_and_author(self, open_assessment, curator):
        answers = {"1.1": SupportedAnswer(Y, "computer-generated list, p. 3")}
        save_appraisal(assessment=open_assessment, answers=answers, judgements={}, by=curator)

        answer = open_assessment.answers.get()
        assert (answer.question, answer.answer, answer.support) == ("1.1", "yes", "computer-generated list, p. 3")
        assert answer.history.get().history_user == curator

    def test_takes_as_many_statements_for_five_domains_as_for_one(self, curator):
        counts = []
        for domains in (["D1"], ["D1", "D2", "D3", "D4", "D5"]):
            assessment = start_assessment(study=make_study(), tool=Tool.ROB_2, by=curator, now=NOW)
            answers = {number: answer for number, answer in ANSWERS.items() if f"D{number[0]}" in domains}
            with CaptureQueriesContext(connection) as asked:
                assert save(assessment, curator, answers, {key: ALL_LOW[key] for key in domains}) == ()
            counts.append(len(asked))
        assert assessment.answers.count() == 13
        assert counts[0] == counts[1]

    def test_saving_the_same_again_adds_no_history(self, open_assessment, curator):
        save(open_assessment, curator)
        save(open_assessment, curator)
        assert open_assessment.answers.get(question="1.1").history.count() == 1
        assert open_assessment.judgements.get(domain="overall").history.count() == 1

    def test_answer_that_no_longer_applies_is_deleted(self, open_assessment, curator):
        save(open_assessment, curator, answers={"3.1": N, "3.2": N, "3.3": Y}, judgements={})
        save(open_assessment, curator, answers={"3.1": Y, "3.2": N, "3.3": Y}, judgements={})
        assert [row.question for row in open_assessment.answers.all()] == ["3.1"]

    def test_proposal_is_stored_with_the_judgement(self, open_assessment, curator):
        judged = ALL_LOW | {
            "D2": ReasonedJudgement(HIGH, "the source says who crossed over"),
            "overall": ReasonedJudgement(HIGH),
        }
        assert save(open_assessment, curator, judgements=judged) == ()
        assert stored_judgements(open_assessment)["D1"] == ("low", "low", "")
        assert stored_judgements(open_assessment)["D2"] == ("low", "high", "the source says who crossed over")
        assert stored_judgements(open_assessment)["overall"] == ("high", "high", "")

    def test_a_judgement_against_the_proposal_needs_a_reason(self, open_assessment, curator):
        refused = save(open_assessment, curator, judgements=ALL_LOW | {"D2": ReasonedJudgement(HIGH)})
        assert refused == (
            "D2 Deviations from the intended interventions: low is proposed. A different judgement needs a reason.",
        )
        assert "D2" not in stored_judgements(open_assessment)
        assert stored_judgements(open_assessment)["D1"] == ("low", "low", "")

    def test_judgement_that_repeats_an_older_proposal_has_no_author(self, open_assessment, curator):
        save(open_assessment, curator)
        assert save(open_assessment, curator, answers=ANSWERS | {"1.2": NI}) == ()
        assert "D1" not in stored_judgements(open_assessment)
        assert "overall" not in stored_judgements(open_assessment)
        with pytest.raises(ActionRefusedError, match="Not judged yet: D1 Randomisation process, Overall risk of bias"):
            finish_assessment(assessment=open_assessment, by=curator, now=NOW)

    def test_by_another_person_is_refused(self, open_assessment):
        with pytest.raises(ActionRefusedError, match="another person's"):
            save(open_assessment, make_user(role=CURATOR))
        assert not open_assessment.answers.exists()

    def test_without_a_proposal_every_judgement_needs_a_reason(self, curator):
        open_assessment = start_assessment(
            study=make_study(design=Design.RETROSPECTIVE_COHORT), tool=Tool.ROBINS_I, by=curator, now=NOW
        )
        judged = {
            "D3": ReasonedJudgement(BiasLevel.MODERATE),
            "D4": ReasonedJudgement(BiasLevel.SERIOUS, "two in five switched"),
        }
        refused = save(open_assessment, curator, answers={}, judgements=judged)
        assert refused == (
            "D3 Classification of interventions: no judgement is proposed here, so give a reason for yours.",
        )
        assert stored_judgements(open_assessment) == {"D4": ("", "serious", "two in five switched")}


class TestFinishing:
    def test_records_signature_and_date(self, finished_assessment, curator):
        finished_assessment.refresh_from_db()
        assert finished_assessment.finished_at == LATER
        assert (
            finished_assessment.history.first().history_user,
            finished_assessment.history.first().history_change_reason,
        ) == (
            curator,
            "Finished",
        )

    def test_names_what_is_missing(self, open_assessment, curator):
        fewer = {number: answer for number, answer in ANSWERS.items() if number not in ("2.6", "5.3")}
        save(open_assessment, curator, answers=fewer, judgements={"D1": ReasonedJudgement(LOW)})
        with pytest.raises(ActionRefusedError, match=r"Not answered yet: 2\.6, 5\.3\. Not judged yet: D2 .*, Overall"):
            finish_assessment(assessment=open_assessment, by=curator, now=NOW)

    def test_finished_assessment_is_never_changed(self, finished_assessment, curator):
        with pytest.raises(ActionRefusedError, match="is finished"):
            save(finished_assessment, curator)
        with pytest.raises(ActionRefusedError, match="is finished"):
            discard_assessment(assessment=finished_assessment, by=curator)

    def test_a_review_is_rated_by_its_items(self, curator):
        open_assessment = start_assessment(study=make_review(), tool=Tool.AMSTAR_2, by=curator, now=NOW)
        answers = {str(number): Y for number in range(1, 17)} | {"2": N, "7": N}
        rated = {"overall": ReasonedJudgement(ReviewConfidence.CRITICALLY_LOW)}
        assert save(open_assessment, curator, answers=answers, judgements=rated) == ()
        finish_assessment(assessment=open_assessment, by=curator, now=LATER)
        assert stored_judgements(open_assessment) == {"overall": ("critically-low", "critically-low", "")}


class TestBeginningAnew:
    def test_copies_everything_and_keeps_the_old_assessment(self, finished_assessment, curator):
        anew = reopen_assessment(assessment=finished_assessment, by=curator, now=LATER)

        assert anew.pk != finished_assessment.pk
        assert (anew.assessed_by, anew.finished_at, anew.study) == (curator, None, finished_assessment.study)
        assert {row.question: row.answer for row in anew.answers.all()} == ANSWERS
        assert stored_judgements(anew) == stored_judgements(finished_assessment)
        finish_assessment(assessment=anew, by=curator, now=LATER)
        finished_assessment.refresh_from_db()
        assert finished_assessment.finished_at == LATER

    def test_from_another_person_s_assessment_is_refused(self, finished_assessment):
        with pytest.raises(ActionRefusedError, match="a second one starts from nothing, without it"):
            reopen_assessment(assessment=finished_assessment, by=make_user(role=CURATOR), now=LATER)

    def test_of_an_unfinished_assessment_is_refused(self, open_assessment, curator):
        with pytest.raises(ActionRefusedError, match="not finished"):
            reopen_assessment(assessment=open_assessment, by=curator, now=NOW)


class TestThrowingAway:
    def test_unfinished_assessment_is_discarded(self, open_assessment, curator):
        save(open_assessment, curator)
        discard_assessment(assessment=open_assessment, by=curator)
        assert not BiasAssessment.objects.exists()
        assert BiasAssessment.history.filter(history_type="-").count() == 1

    def test_assessment_of_another_person_is_refused(self, open_assessment):
        with pytest.raises(ActionRefusedError, match="another person's"):
            discard_assessment(assessment=open_assessment, by=make_user(role=CURATOR))
