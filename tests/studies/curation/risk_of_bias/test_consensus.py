"""Two assessors and their consensus: who may read what, what is copied, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from studies.choices import Tool
from studies.curation.risk_of_bias.assess import finish_assessment, reopen_assessment, start_assessment
from studies.curation.risk_of_bias.consensus import LONGEST_SUPPORT, sides_of, start_consensus
from studies.models import BiasAssessment, BiasJudgement, SignallingAnswer
from studies.revisions.record_change import ActionRefusedError
from tests.factories import make_measure, make_study, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
QUESTIONS = ("1.1", "1.2", "2.6", "3.1", "5.1"), ("1.3", "2.1", "2.2", "4.1", "4.2", "4.3", "5.2", "5.3")


def assess(study, by, *, support="", days=0, finished=True, **values):
    """A flawless trial as one person judges it."""
    values = {"tool": Tool.ROB_2, "version": "2019-08-22, effect of assignment"} | values
    time = NOW + timedelta(days=days)
    row = BiasAssessment.objects.create(
        study=study, assessed_by=by, started_at=time, finished_at=time if finished else None, **values
    )
    given = [(number, answer) for numbers, answer in zip(QUESTIONS, ("yes", "no"), strict=True) for number in numbers]
    SignallingAnswer.objects.bulk_create(
        SignallingAnswer(assessment=row, question=number, answer=answer, support=support) for number, answer in given
    )
    BiasJudgement.objects.bulk_create(
        BiasJudgement(assessment=row, domain=domain, proposed="low", judgement="low")
        for domain in ("D1", "D2", "D3", "D4", "D5", "overall")
    )
    return row


@pytest.fixture
def people():
    return [make_user(role="curator") for _ in range(3)]


@pytest.fixture
def study():
    return make_study()


def readable(person):
    return set(BiasAssessment.objects.visible_to(person))


def test_what_a_person_may_read(study, people):
    """Their own; what others finished, unless they are at work on the study; nobody else's unfinished one."""
    ada, ben, cyd = people
    first = assess(study, ada)
    elsewhere = assess(make_study(), ada)
    assert readable(ben) == {first, elsewhere}
    # A different scope of the same study gives away as much.
    second = assess(study, ben, finished=False, measure=make_measure())
    assert readable(ben) == {second, elsewhere}
    assert readable(ada) == readable(cyd) == {first, elsewhere}
    consensus = assess(study, cyd, finished=False, is_consensus=True)
    assert readable(cyd) == {first, elsewhere, consensus}
    BiasAssessment.objects.filter(pk=second.pk).update(finished_at=NOW)
    assert readable(ben) == {first, elsewhere, second}


def test_what_was_given_alike_is_copied(study, people):
    ada, ben, cyd = people
    assess(study, ada, support="p. 3")
    other = assess(study, ben, support="Table 1", days=1)
    other.answers.filter(question="5.1").update(answer="no", support="p. 9")
    other.judgements.filter(domain="D5").update(judgement="some-concerns", proposed="some-concerns")
    consensus = start_consensus(assessment=other, by=cyd, now=NOW)
    assert {row.question for row in consensus.answers.all()} == {*QUESTIONS[0], *QUESTIONS[1]} - {"5.1"}
    assert consensus.answers.get(question="1.1").support == "p. 3\nTable 1"
    assert {row.domain for row in consensus.judgements.all()} == {"D1", "D2", "D3", "D4"}
    assert consensus.history.get().history_change_reason.startswith("Started from assessments ")
    with pytest.raises(ActionRefusedError, match="has begun to write the consensus"):
        start_consensus(assessment=other, by=ada, now=NOW)
    with pytest.raises(ActionRefusedError, match=r"Not answered yet: 5\.1"):
        finish_assessment(assessment=consensus, by=cyd, now=NOW)


def test_words_of_the_source_too_long_together_stay_those_of_the_first(study, people):
    ada, ben, _ = people
    assess(study, ada, support="a" * LONGEST_SUPPORT)
    other = assess(study, ben, support="b" * LONGEST_SUPPORT, days=1)
    consensus = start_consensus(assessment=other, by=ada, now=NOW)
    assert set(consensus.answers.values_list("support", flat=True)) == {"a" * LONGEST_SUPPORT}


@pytest.mark.parametrize(
    "second", [None, {"tool": Tool.ROBINS_I, "version": "2016, effect of assignment"}, {"weeks": 4.0}, {"is": "own"}]
)
def test_a_consensus_needs_two_people_with_one_tool_and_one_scope(study, people, second):
    ada, ben, cyd = people
    first = assess(study, ada)
    if second == {"is": "own"}:
        assess(study, ada, days=1)
    elif second:
        assess(study, ben, **second, **({"measure": make_measure()} if "weeks" in second else {}))
    with pytest.raises(ActionRefusedError, match="needs two people’s finished assessments with the same tool"):
        start_consensus(assessment=first, by=cyd, now=NOW)


def test_who_is_still_assessing_the_study_cannot_write_the_consensus(study, people):
    ada, ben, cyd = people
    first = assess(study, ada)
    assess(study, ben)
    assess(study, cyd, finished=False)
    with pytest.raises(ActionRefusedError, match="Finish or discard your own assessment"):
        start_consensus(assessment=first, by=cyd, now=NOW)


def test_after_two_people_only_a_consensus_is_written(study, people):
    ada, ben, cyd = people
    first = assess(study, ada)
    assess(study, ben, days=1)
    for begin in (
        lambda: start_assessment(study=study, tool=Tool.ROB_2, by=cyd, now=NOW),
        lambda: reopen_assessment(assessment=first, by=ada, now=NOW),
    ):
        with pytest.raises(ActionRefusedError, match="Two people have finished an assessment of this"):
            begin()
    consensus = start_consensus(assessment=first, by=ada, now=NOW)
    BiasAssessment.objects.filter(pk=consensus.pk).update(finished_at=NOW)
    consensus.refresh_from_db()
    again = reopen_assessment(assessment=consensus, by=ben, now=NOW)
    assert (again.is_consensus, again.assessed_by, again.answers.count()) == (True, ben, 13)
    assert sides_of(again)[0] == first


def test_what_is_finished_last_counts_though_the_clock_was_put_back(study, people):
    first = assess(study, people[0], days=3)
    anew = reopen_assessment(assessment=first, by=people[0], now=NOW)
    finished = finish_assessment(assessment=anew, by=people[0], now=NOW)

    assert finished.finished_at > first.finished_at
    assert sides_of(first) == [finished]
