"""The answer of every made-up condition against a reading of its records by SQL alone: who, how many, which way."""

import pytest
from django.test import Client
from django.urls import reverse

from evidence.findings.condition_evidence import read_condition
from evidence.pages.condition.judged_condition import JudgedCondition, judge_condition
from evidence.synthesis.answer_rows import AnswerRow, RowSide, answer_rows
from evidence.synthesis.answers import AnswerState, Synthesis, synthesise
from evidence.synthesis.condition_answer import condition_answer
from tests.evidence.pages.html_page import read
from tests.evidence.records_by_sql import CRITICAL, ReadTrial, RecordsBySql, prints_everything
from tests.studies.dataset.csv_copy import read as read_file

pytestmark = pytest.mark.usefixtures("synthetic_evidence", "db")

CONDITIONS = [row["slug"] for row in read_file("conditions.csv")]
ROUTE_GROUPS = {
    "intradiscal": "intradiscal",
    "intraforaminal": "foraminal",
    "epidural": "epidural",
    "paravertebral-intramuscular": "paravertebral",
    "other": "not-stated",
}
LOWER_IS_BETTER = {"pain-vas", "disability-odi", "analgesic-use"}
WEEKS_OF = {"short": 4.0, "intermediate": 26.0, "long": 52.0, "time-not-stated": None}


@pytest.fixture(scope="module")
def records(synthetic_evidence: None, django_db_blocker: pytest.FixtureRequest) -> RecordsBySql:
    with django_db_blocker.unblock():
        return RecordsBySql()


@pytest.fixture(scope="module")
def synthesised(
    synthetic_evidence: None, django_db_blocker: pytest.FixtureRequest
) -> dict[str, tuple[JudgedCondition, Synthesis]]:
    """Every condition, judged and answered once."""
    found = {}
    with django_db_blocker.unblock():
        for slug in CONDITIONS:
            condition_evidence = read_condition(slug)
            assert condition_evidence
            judged = judge_condition(condition_evidence)
            found[slug] = (judged, synthesise(judged.judged))
    return found


def compared(row: AnswerRow) -> str:
    """What a row compares, in the words of the reading by SQL."""
    base = "+".join(sorted(row.key.base))
    return f"{row.key.comparison.value}:{base}" if base else row.key.comparison.value


def asked_trials(records: RecordsBySql, slug: str, row: AnswerRow) -> dict[int, ReadTrial]:
    """The trials that ask what a row asks: its comparison, and the route of its answer."""
    return {
        trial.study: trial
        for trial in records.in_scope(slug)
        if trial.compared == compared(row) and ROUTE_GROUPS[trial.route] == row.answer.question.route
    }


def rows_of(synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str) -> tuple[AnswerRow, ...]:
    return answer_rows(synthesised[slug][1].answers).rows


def correlation_is_missing(study: dict[str, object]) -> bool:
    needed = {"cluster": ("cluster_size", "icc"), "crossover": ("pair_correlation",)}.get(str(study["allocation"]), ())
    return any(study[name] is None for name in needed)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_trials_and_usable_trials(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    judged, synthesis = synthesised[slug]
    answer = condition_answer(synthesis.answers, judged.context.harms, judged.counts.isolating)
    trials = records.in_scope(slug)
    assert answer.trials == len(trials)
    with_results = {row["study_id"] for row in records.results}
    usable = [
        records.studies[trial.study]
        for trial in trials
        if trial.study in with_results - records.retracted and not correlation_is_missing(records.studies[trial.study])
    ]
    assert answer.usable_trials == len({study["cohort_group"] or study["slug"] for study in usable})


@pytest.mark.parametrize("slug", CONDITIONS)
def test_deaths_and_other_serious_harm(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    judged, synthesis = synthesised[slug]
    harm = condition_answer(synthesis.answers, judged.context.harms, judged.counts.isolating).harm
    scope = records.scope(slug)
    after_ozone = [
        row
        for row in records.harms
        if row["serious"] == "yes"
        and row["study_id"] in set(records.studies) - records.retracted
        and "ozone" in records.components[row["arm_id"]].split("+")
        and records.arms[row["arm_id"]]["condition_slug"] in scope
    ]
    died = sum(row["n_events"] for row in after_ozone if row["fatal"] == "yes")
    assert (harm.died.least, harm.died.most) == (died, died)
    assert harm.others.least == sum(row["n_events"] for row in after_ozone if row["fatal"] != "yes")
    assert harm.unstated.least == sum(row["n_events"] for row in after_ozone if row["fatal"] == "not-stated")


@pytest.mark.parametrize("slug", CONDITIONS)
def test_a_row_for_each_comparison_and_outcome_that_a_trial_measured_and_no_other(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    measured = {(trial.compared, outcome) for trial in records.in_scope(slug) for outcome in records.measured(trial)}
    operations = {("ozone-v-discectomy", "surgery")}
    assert {(compared(row), row.key.outcome.value) for row in rows_of(synthesised, slug)} == measured - operations


@pytest.mark.parametrize("slug", CONDITIONS)
def test_trials_people_and_figures_of_every_usable_row(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    for row in rows_of(synthesised, slug):
        asked, people = asked_trials(records, slug, row), 0
        for entry in row.answer.entries:
            trial, first = asked[entry.study.id], entry.lines[0].first
            assert CRITICAL[first.measure.slug] == row.key.outcome.value
            assert first.weeks == WEEKS_OF[row.answer.question.window.value]
            people += records.people(trial, first.measure.slug, first.weeks)
            difference = records.difference(trial, first.measure.slug, first.weeks)
            if difference and row.answer.measure == "MD":
                estimate = sum(line.effect.estimate for line in entry.lines) / len(entry.lines)
                assert len(entry.lines) > 1 or estimate == pytest.approx(difference, abs=0.11)
        if row.is_usable:
            assert row.answer.people == people, (slug, row.key)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_the_side_of_a_row_is_that_of_the_printed_means_and_counts(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    for row in rows_of(synthesised, slug):
        if row.side not in (RowSide.BETTER, RowSide.WORSE):
            continue
        asked, total, weight = asked_trials(records, slug, row), 0.0, 0
        for entry in row.answer.entries:
            first = entry.lines[0].first
            difference = records.difference(asked[entry.study.id], first.measure.slug, first.weeks)
            if difference is not None:
                people = records.people(asked[entry.study.id], first.measure.slug, first.weeks)
                total, weight = total + difference * people, weight + people
                lower = first.measure.slug in LOWER_IS_BETTER
        if weight:
            assert (total < 0) is (lower is (row.side is RowSide.BETTER)), (slug, row.key)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_no_trial_that_prints_everything_is_missing(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    for row in rows_of(synthesised, slug):
        inside = {entry.study.id for entry in row.answer.entries}
        measures = {entry.lines[0].first.measure.slug for entry in row.answer.entries}
        weeks = WEEKS_OF[row.answer.question.window.value]
        for trial in asked_trials(records, slug, row).values():
            study = records.studies[trial.study]
            for measure in measures if row.answer.question.window != "time-not-stated" else ():
                printed = records.results_of(trial, measure, weeks)
                plain = printed and all(map(prints_everything, printed)) and study["allocation"] == "parallel"
                out = trial.study in records.retracted or study["cohort_group"] or records.acts(trial, measure)
                if plain and not out:
                    assert trial.study in inside, (slug, row.key, trial.slug)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_a_row_without_a_figure_says_why_truly(
    records: RecordsBySql, synthesised: dict[str, tuple[JudgedCondition, Synthesis]], slug: str
) -> None:
    for row in rows_of(synthesised, slug):
        trials = [
            trial
            for trial in records.in_scope(slug)
            if trial.compared == compared(row) and row.key.outcome.value in records.measured(trial)
        ]
        measures = [measure for measure, outcome in CRITICAL.items() if outcome == row.key.outcome.value]
        acting = {word for trial in trials for measure in measures for word in records.acts(trial, measure)}
        results = [
            result
            for trial in trials
            for result in records.results
            if result["study_id"] == trial.study and result["measure"] in measures and result["weeks"] != 0
        ]
        if row.state is AnswerState.DOUBTED:
            assert "doubt" in acting
        elif row.state is AnswerState.LEFT_OUT_FOR_ERROR:
            assert "error" in acting
        elif row.state is AnswerState.VALUE_WITHOUT_INTERVAL:
            doubted = {trial.study for trial in trials if any(records.acts(trial, measure) for measure in measures)}
            assert results
            assert not any(prints_everything(result) for result in results if result["study_id"] not in doubted)
        elif row.state is AnswerState.PRINTED_DIRECTION_ONLY:
            assert not results


def test_every_state_is_met(synthesised: dict[str, tuple[JudgedCondition, Synthesis]]) -> None:
    states = {row.state for slug in CONDITIONS for row in rows_of(synthesised, slug)}
    assert states >= {
        AnswerState.POOLED,
        AnswerState.SIDE_BY_SIDE,
        AnswerState.SINGLE,
        AnswerState.VALUE_WITHOUT_INTERVAL,
        AnswerState.DOUBTED,
        AnswerState.PRINTED_DIRECTION_ONLY,
    }


@pytest.mark.parametrize("slug", ["lumbar-disc-herniation", "spinal-stenosis"])
def test_the_page_prints_the_counts(client: Client, records: RecordsBySql, slug: str) -> None:
    text = read(client.get(reverse("condition", args=[slug]))).text
    trials = len(records.in_scope(slug))
    assert f"of {trials} randomised trials that isolate ozone" in text or trials == 0
