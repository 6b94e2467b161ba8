"""The rows of every real condition against the files of the data set and the effects computed apart."""

from collections import defaultdict
from functools import cache

import pytest

from evidence.synthesis.answer_rows import AnswerRow, RowSide, answer_rows
from evidence.synthesis.answers import AnswerState
from evidence.synthesis.study_effects import StudyEffect
from studies.choices import ComponentName, Family
from studies.models import Study
from tests.evidence.expected_evidence import Row, expected_rows
from tests.evidence.test_real_condition_answers import CONDITIONS, SILENT_ABOUT_OZONE, randomised, scope_of, synthesised
from tests.studies.dataset.csv_copy import read as read_file

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

# The critical outcome that an outcome of the data set answers, by its domain or by its own name.
BY_DOMAIN = {"pain": "pain", "disability": "disability", "success": "success", "quality-of-life": "quality-of-life"}
BY_NAME = {"surgery-avoided": "surgery", "surgery-required": "surgery", "analgesic-use": "analgesics"}
ROUNDING = 1e-4


@cache
def critical_outcomes() -> dict[str, str]:
    found = {row["slug"]: BY_DOMAIN.get(row["domain"], "") for row in read_file("outcome_measures.csv")}
    return {slug: outcome for slug, outcome in (found | BY_NAME).items() if outcome}


@cache
def rows_of(slug: str) -> tuple[AnswerRow, ...]:
    return answer_rows(synthesised(slug).answers).rows


def key_of(row: AnswerRow) -> tuple[str, str]:
    return "+".join([row.key.comparison.value, *sorted(row.key.base)]), row.key.outcome.value


def compared(pair: Row) -> str:
    """The class of a pair; where a class gathers several procedures or mixtures, with what it is."""
    of_procedure = {"add-on-to-procedure": "in_both", "ozone-v-other-procedure": "only_comparator"}
    column = of_procedure.get(pair["class"], "only_comparator" if pair["class"] == "ozone-v-mixture" else "")
    names = [name for name in pair[column].split(";") if name] if column else []
    active = [name for name in names if ComponentName(name).family not in (Family.VEHICLE, Family.SHAM)]
    if pair["class"] == "ozone-v-mixture":
        active = list({ComponentName(name).family.value for name in active})
    return "+".join([pair["class"], *sorted(active)])


@cache
def compared_by_arms() -> dict[tuple[str, str, str], str]:
    return {
        (pair["study"], pair["ozone_arm"], pair["comparator_arm"]): compared(pair) for pair in expected_rows("classes")
    }


def pairs(slug: str) -> list[Row]:
    """The pairs of arms of randomised trials of a condition that say something of ozone."""
    return [row for row in randomised("classes", slug) if row["class"] not in SILENT_ABOUT_OZONE]


def measured(pair: Row) -> set[str]:
    """The critical outcomes of which these two arms print a result after treatment, or a comparison."""
    ozone, other = ((pair["study"], pair[arm]) for arm in ("ozone_arm", "comparator_arm"))
    both = frozenset({ozone, other})
    return {outcome for arms in (frozenset({ozone}), frozenset({other}), both) for outcome in printed()[arms]}


@cache
def printed() -> dict[frozenset[tuple[str, str]], set[str]]:
    """By an arm, or two that are compared: the critical outcomes that are printed of them after treatment."""
    found: dict[frozenset[tuple[str, str]], set[str]] = defaultdict(set)
    for name, columns in (("outcomes.csv", ["arm"]), ("contrasts.csv", ["arm_a", "arm_b"])):
        for row in read_file(name):
            if row["timepoint_weeks"] not in ("0", "0.0") and row["outcome"] in critical_outcomes():
                arms = frozenset((row["study"], row[column]) for column in columns)
                found[arms].add(critical_outcomes()[row["outcome"]])
    return found


def effects(slug: str, row: AnswerRow) -> list[Row]:
    """The effects computed apart that a row could show: usable, of its comparison and its outcome."""
    return [
        effect
        for effect in randomised("effects", slug)
        if effect["state"] == "in"
        and (
            compared_by_arms()[effect["study"], effect["ozone_arm"], effect["comparator_arm"]],
            critical_outcomes().get(effect["outcome"]),
        )
        == key_of(row)
    ]


def effects_of(slug: str, row: AnswerRow, entry: StudyEffect) -> list[Row]:
    """Those of the trial and the time that a row shows; its strata apart."""
    key, first = Study.objects.values_list("row_key", flat=True).get(pk=entry.study.id), entry.lines[0].first
    return [
        effect
        for effect in effects(slug, row)
        if (effect["study"], effect["outcome"]) == (key, first.measure.slug)
        and (float(effect["timepoint_weeks"]) if effect["timepoint_weeks"] else None) == first.weeks
        and effect["is_change"] == str(int(bool(first.ozone and first.ozone.is_change)))
    ]


@pytest.mark.parametrize("slug", CONDITIONS)
def test_a_row_for_each_comparison_and_outcome_that_a_trial_measured_and_no_other(slug: str) -> None:
    expected = {(compared(pair), outcome) for pair in pairs(slug) for outcome in measured(pair)}
    assert {key_of(row) for row in rows_of(slug)} == expected - {("ozone-v-discectomy", "surgery")}


@pytest.mark.parametrize("slug", CONDITIONS)
def test_a_usable_row_shows_the_figure_computed_apart_and_the_other_rows_have_none(slug: str) -> None:
    for row in rows_of(slug):
        if not row.is_usable:
            assert effects(slug, row) == []
            assert row.state not in (AnswerState.POOLED, AnswerState.SIDE_BY_SIDE, AnswerState.SINGLE)
            continue
        [entry] = row.answer.entries
        expected = effects_of(slug, row, entry)
        if not entry.lines[0].ozone:
            assert expected == []
            continue
        assert len(expected) == len(entry.lines)
        for line, effect in zip(entry.lines, sorted(expected, key=lambda each: each["stratum"]), strict=True):
            if len(entry.lines) == 1:
                interval = line.effect.reader_interval()
                shown = (line.effect.reader(), interval.low, interval.high)
                computed = [float(effect[name]) for name in ("estimate", "ci_low", "ci_high")]
                assert shown == pytest.approx(computed, rel=ROUNDING)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_a_row_says_a_side_only_where_the_interval_computed_apart_lies_on_it(slug: str) -> None:
    higher = {row["slug"]: row["higher_is"] for row in read_file("outcome_measures.csv")}
    for row in rows_of(slug):
        expected = effects_of(slug, row, row.answer.entries[0]) if row.is_usable else []
        if row.side not in (RowSide.BETTER, RowSide.WORSE) or len(expected) != 1:
            continue
        [effect] = expected
        none = 1.0 if effect["measure"] == "RR" else 0.0
        more = float(effect["ci_low"]) > none
        assert more or float(effect["ci_high"]) < none
        assert (higher[effect["outcome"]] == "better") is (more is (row.side is RowSide.BETTER))


def test_scope_of_the_whole_back_holds_every_effect_of_it() -> None:
    inside = [row for row in expected_rows("effects") if row["condition"] in scope_of("back-pain")]
    assert len([row for row in inside if row["design"] == "rct"]) == len(randomised("effects", "back-pain"))
