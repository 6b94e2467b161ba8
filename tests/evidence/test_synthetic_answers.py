"""The answer of every made-up condition against a reading of its records by SQL alone: who, how many, which way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse

from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.synthesis.answer_rows import AnswerRow, RowSide, answer_rows
from evidence.synthesis.answers import AnswerState
from evidence.synthesis.condition_answer import ConditionAnswer
from studies.revisions.shared_readings import sharing_readings
from studies.selectors import read_evidence
from tests.evidence.pages.html_page import Page, read
from tests.evidence.records_by_sql import CRITICAL, ReadTrial, RecordsBySql, prints_everything
from tests.evidence.synthesis.row_order import answers_in_words, reordered
from tests.studies.dataset.csv_copy import read as read_file

# The tests of the real answers ask both databases for such rows.
pytestmark = pytest.mark.usefixtures("synthetic_evidence", "db")

CONDITIONS = [row["slug"] for row in read_file("conditions.csv")]
# The whole back, which holds every study, and three kinds of pain; the others where there is more time.
PRINTED = ["back-pain", "lumbar-disc-herniation", "sciatica", "sacroiliac-joint-pain"]
SLUGS = [*PRINTED, *(pytest.param(slug, marks=pytest.mark.long) for slug in CONDITIONS if slug not in PRINTED)]
ROUTE_GROUPS = {
    "intradiscal": "intradiscal",
    "intraforaminal": "foraminal",
    "epidural": "epidural",
    "paravertebral-intramuscular": "paravertebral",
    "other": "not-stated",
}
ROUTE_WORDS = {
    "intradiscal": "intradiscal",
    "foraminal or periradicular": "foraminal",
    "epidural": "epidural",
    "paravertebral intramuscular": "paravertebral",
    "route other or not stated": "not-stated",
}
HEADINGS = {
    "Against a sham injection": "ozone-v-sham",
    "On top of a steroid injection": "add-on-to-steroid",
    "On top of physiotherapy": "add-on-to-physiotherapy",
    "Instead of a steroid injection": "ozone-v-steroid",
    "Instead of a local anaesthetic": "ozone-v-local-anaesthetic",
    "Instead of medication": "ozone-v-medication",
    "Instead of disc surgery": "ozone-v-discectomy",
    "Instead of an injection of unnamed drugs": "ozone-v-mixture:unnamed-injection",
    "Instead of steroid and physiotherapy": "ozone-v-mixture:physiotherapy+steroid",
}
OUTCOME_NAMES = {
    "Pain": "pain-vas",
    "Disability": "disability-odi",
    "Excellent or good outcome (MacNab)": "success-macnab",
    "Pain at least halved": "responder-50pct",
    "Free of pain or symptoms": "pain-free",
    "Quality of life": "quality-of-life-sf36",
    "Surgery required": "surgery-avoided",
    "Use of pain medicine": "analgesic-use",
}
SCORES = {"pain-vas", "disability-odi", "quality-of-life-sf36"}
LOWER_IS_BETTER = {"pain-vas", "disability-odi", "analgesic-use"}
WEEKS_OF = {"short": 4.0, "intermediate": 26.0, "long": 52.0, "time-not-stated": None}


@pytest.fixture(scope="module")
def records(synthetic_evidence: None, django_db_blocker: pytest.FixtureRequest) -> RecordsBySql:
    with django_db_blocker.unblock():
        return RecordsBySql()


class Read(NamedTuple):
    """A condition as the site answers it, and its page."""

    rows: tuple[AnswerRow, ...]
    answer: ConditionAnswer
    page: Page


@cache
def read_once(slug: str) -> Read:
    with sharing_readings():
        found = synthesise_condition_or_404(slug)
        page = read(Client().get(reverse("condition", args=[slug])))
        return Read(answer_rows(found.answers).rows, found.answer, page)


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


def rows_of(slug: str) -> tuple[AnswerRow, ...]:
    return read_once(slug).rows


def correlation_is_missing(study: dict[str, object]) -> bool:
    needed = {"cluster": ("cluster_size", "icc"), "crossover": ("pair_correlation",)}.get(str(study["allocation"]), ())
    return any(study[name] is None for name in needed)


@pytest.mark.parametrize("slug", SLUGS)
def test_trials_and_usable_trials(records: RecordsBySql, slug: str) -> None:
    answer = read_once(slug).answer
    trials = records.in_scope(slug)
    assert answer.trials == len(trials)
    with_results = {row["study_id"] for row in records.results}
    usable = [
        records.studies[trial.study]
        for trial in trials
        if trial.study in with_results - records.retracted and not correlation_is_missing(records.studies[trial.study])
    ]
    assert answer.usable_trials == len({study["cohort_group"] or study["slug"] for study in usable})


@pytest.mark.parametrize("slug", SLUGS)
def test_deaths_and_other_serious_harm(records: RecordsBySql, slug: str) -> None:
    harm = read_once(slug).answer.harm
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


@pytest.mark.parametrize("slug", SLUGS)
def test_a_row_for_each_comparison_and_outcome_that_a_trial_measured_and_no_other(
    records: RecordsBySql, slug: str
) -> None:
    measured = {(trial.compared, outcome) for trial in records.in_scope(slug) for outcome in records.measured(trial)}
    operations = {("ozone-v-discectomy", "surgery")}
    assert {(compared(row), row.key.outcome.value) for row in rows_of(slug)} == measured - operations


@pytest.mark.parametrize("slug", SLUGS)
def test_trials_people_and_figures_of_every_usable_row(records: RecordsBySql, slug: str) -> None:
    for row in rows_of(slug):
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


@pytest.mark.parametrize("slug", SLUGS)
def test_the_side_of_a_row_is_that_of_the_printed_means_and_counts(records: RecordsBySql, slug: str) -> None:
    for row in rows_of(slug):
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


@pytest.mark.parametrize("slug", SLUGS)
def test_no_trial_that_prints_everything_is_missing(records: RecordsBySql, slug: str) -> None:
    for row in rows_of(slug):
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


@pytest.mark.parametrize("slug", SLUGS)
def test_a_row_without_a_figure_says_why_truly(records: RecordsBySql, slug: str) -> None:
    for row in rows_of(slug):
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
            for result in records.results_by_study.get(trial.study, ())
            if result["measure"] in measures and result["weeks"] != 0
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


def test_every_state_is_met() -> None:
    states = {row.state for slug in PRINTED for row in rows_of(slug)}
    assert states >= {
        AnswerState.POOLED,
        AnswerState.SIDE_BY_SIDE,
        AnswerState.SINGLE,
        AnswerState.VALUE_WITHOUT_INTERVAL,
        AnswerState.DOUBTED,
        AnswerState.PRINTED_DIRECTION_ONLY,
    }


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of the answer table as the page prints it."""

    compared: str
    measure: str
    weeks: float | None
    route: str
    without_ozone: str
    with_ozone: str
    word: str
    difference: str
    people: int
    trials: int


def printed_rows(slug: str) -> Iterator[PrintedRow]:
    comparison = ""
    for table in read_once(slug).page.tables_of("answers"):
        for cells in table.texts[1:]:
            if len(cells) == 9:
                comparison = cells[0]
            if len(cells) >= 8:
                yield printed_row(comparison, cells[-8:])


def printed_row(comparison: str, cells: list[str]) -> PrintedRow:
    outcome, without_ozone, with_ozone, _plot, word, difference, people, _known = cells
    name, when = re.match(r"(.+?), (\d+ weeks|time not printed)", outcome).groups()
    route = next(route for words, route in ROUTE_WORDS.items() if words in outcome)
    counted, trials = re.fullmatch(r"([\d,]+) (\d+) trials?", people).groups()
    return PrintedRow(
        compared=HEADINGS[comparison],
        measure=OUTCOME_NAMES[name],
        weeks=float(when.split()[0]) if when[0].isdigit() else None,
        route=route,
        without_ozone=without_ozone,
        with_ozone=with_ozone,
        word=word,
        difference=difference,
        people=int(counted.replace(",", "")),
        trials=int(trials),
    )


def prints_plainly(records: RecordsBySql, trial: ReadTrial, row: PrintedRow) -> bool:
    """Whether nothing keeps a trial out of a row: all arms print everything, and nobody doubts or withdrew it."""
    printed, study = records.results_of(trial, row.measure, row.weeks), records.studies[trial.study]
    out = trial.study in records.retracted or study["cohort_group"] or records.acts(trial, row.measure)
    plain = bool(printed) and all(map(prints_everything, printed)) and row.weeks is not None
    return plain and study["allocation"] == "parallel" and not out


@pytest.mark.parametrize("slug", SLUGS)
def test_the_table_prints_the_trials_people_and_directions_of_the_records(records: RecordsBySql, slug: str) -> None:
    for row in printed_rows(slug):
        asked = [
            trial
            for trial in records.in_scope(slug)
            if (trial.compared, ROUTE_GROUPS[trial.route]) == (row.compared, row.route)
        ]
        plain = [trial for trial in asked if prints_plainly(records, trial, row)]
        assert len(plain) <= row.trials <= len(asked)
        if len(plain) != row.trials:
            continue
        assert row.people == sum(records.people(trial, row.measure, row.weeks) for trial in plain)
        differences = [records.difference(trial, row.measure, row.weeks) for trial in plain]
        known = [difference for difference in differences if difference is not None]
        if row.trials == 1 and not trial_has_strata(records, plain[0]) and row.measure in SCORES:
            shown = float(re.search(r"(\d+\.\d) (?:lower|higher)", row.difference)[1])
            assert shown == pytest.approx(abs(known[0]), abs=0.06)
        if all(difference > 0 for difference in known) or all(difference < 0 for difference in known):
            # Surgery avoided is told as people operated on.
            more = (known[0] > 0) is not (row.measure == "surgery-avoided")
            assert re.search(r"\b(higher|more)\b" if more else r"\b(lower|fewer)\b", row.difference.split("(")[0])
            side = re.search(r"\b(better|worse)$", row.word)
            if side:
                assert ((known[0] < 0) is (row.measure in LOWER_IS_BETTER)) is (side[1] == "better")


def trial_has_strata(records: RecordsBySql, trial: ReadTrial) -> bool:
    return len({records.arms[arm]["stratum"] for arm in trial.ozone_arms}) > 1


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_prints_the_counts(records: RecordsBySql, slug: str) -> None:
    text, trials = read_once(slug).page.text, len(records.in_scope(slug))
    found = re.search(r"[Oo]f (\d+) randomised trials that isolate ozone, (\d+|none)", text)
    assert (int(found[1]) if found else 0) == trials or trials == 1
    deaths = sum(
        row["n_events"]
        for row in records.harms
        if row["fatal"] == "yes"
        and row["study_id"] in set(records.studies) - records.retracted
        and records.arms[row["arm_id"]]["condition_slug"] in records.scope(slug)
    )
    told = re.search(r"(\d+) deaths?\b", text)
    assert (int(told[1]) if told else 0) == deaths


@pytest.mark.parametrize("slug", ["back-pain", "lumbar-disc-herniation", "sciatica"])
def test_what_the_answer_rests_on_is_counted_in_the_records(records: RecordsBySql, slug: str) -> None:
    text, trials = read_once(slug).page.text, records.in_scope(slug)
    studies = {trial.study: records.studies[trial.study] for trial in trials}
    in_full = sum(study["read_as"] == "full-text" for study in studies.values())
    assert f"Read in full text: {in_full} of {len(studies)} trials" in text
    silent = sum(not records.measured(trial) for trial in trials)
    assert bool(re.search(r"trials? prints? no result in the text read", text)) is (silent > 0)
    [usable] = re.findall(r"of the (\d+) trials with a usable figure", text.partition("What it rests on")[0])
    [gave] = re.findall(r"isolate ozone, (\d+) gave a usable figure", text)
    assert usable == gave


def test_the_tables_of_the_made_up_set_have_rows() -> None:
    assert sum(1 for slug in PRINTED for _ in printed_rows(slug)) > 20


def test_rows_in_another_order_give_the_same_answers() -> None:
    rows = read_evidence(["lumbar-disc-herniation"])
    assert answers_in_words(reordered(rows, Random(1))) == answers_in_words(rows)  # noqa: S311 - no secret
