"""Single ozone arms of the real data set, compared with what its files say."""

from collections.abc import Iterable
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest
from django.conf import settings

from evidence.statistics.single_arm import clopper_pearson, pooled_proportion
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.proportions import ProportionAnswer, proportions
from evidence.synthesis.single_arms import SingleArm
from studies.models import Arm, Study
from studies.reported.comparisons import components as components_of
from studies.reported.comparisons import without_vehicles
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.windows import Window, window_of
from studies.selectors import read_evidence
from tests.studies.dataset.csv_copy import read

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

Row = dict[str, str]
Line = tuple[str, str, str, str, int, int]
# What each success is: MacNab's excellent and good, relief of all symptoms, or as the record defines it.
Question = tuple[str, str, frozenset[str], Window]


@pytest.fixture
def proportion_answers() -> tuple[ProportionAnswer, ...]:
    evidence = read_evidence()
    return proportions(evidence, by_study(evidence.queries))


def arms_without_doubt(answer: ProportionAnswer) -> list[SingleArm]:
    """Arms of a table without an open doubt."""
    return [arm for arm in answer.all_entries if arm.pool_exclusion is not ContrastExclusion.DOUBTED]


def computed_lines(proportion_answers: Iterable[ProportionAnswer]) -> list[Line]:
    """Every arm behind a shown single arm whose count stands in its row, by the keys of the data set."""
    studies = dict(Study.objects.values_list("pk", "row_key"))
    arms = dict(Arm.objects.values_list("pk", "slug"))
    return [
        (
            answer.question.window.value,
            studies[result.arm.study.id],
            arms[result.arm.id],
            result.part,
            result.events,
            result.n,
        )
        for answer in proportion_answers
        for single in arms_without_doubt(answer)
        for result in single.results
        if result.events is not None and result.n is not None
    ]


@cache
def script_of_the_data_set() -> ModuleType:
    """The check of the data set, which knows nothing of the site."""
    path = settings.BASE_DIR / "tests" / "reference" / "evidence" / "validate.py"
    spec = spec_from_file_location("validate_evidence", path)
    assert spec
    assert spec.loader
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def rows_with_successes() -> list[Row]:
    """Rows that count a success among people who received ozone, without an open error or doubt."""
    measures = {row["slug"]: row for row in read("outcome_measures.csv")}
    arms = {(row["study"], row["arm"]): row for row in read("arms.csv")}
    designs = {row["key"]: row["design"] for row in read("studies.csv") if row["kind"] == "primary"}
    queries = read("data_queries.csv")
    return [
        row
        for row in read("outcomes.csv")
        if measures[row["outcome"]]["domain"] == "success"
        and measures[row["outcome"]]["higher_is"] == "better"
        and arms[row["study"], row["arm"]]["role"] == "ozone"
        and designs.get(row["study"], "case-report") != "case-report"
        and row["events"]
        and row["n"]
        and row["timepoint_weeks"] != "0"
        # A part of which only the whole arm's size is known has no share of its own.
        and not (row["part"] and row["n"] in arm_sizes(arms[row["study"], row["arm"]]))
        and not script_of_the_data_set().standing(row, queries)
    ]


def arm_sizes(arm: Row) -> set[str]:
    return {arm["n_randomised"], arm["n_analysed"]}


def question_of(row: Row, received: dict[tuple[str, str], str]) -> Question:
    weeks = float(row["timepoint_weeks"]) if row["timepoint_weeks"] else None
    window = window_of(weeks, row["timepoint_label"])
    assert window
    mixture = without_vehicles(components_of(received[row["study"], row["arm"]].split(";")))
    return row["study"], row["outcome"] + row["outcome_name"].casefold(), mixture, window


def expected_lines() -> list[Line]:
    """Of each study and question the rows nearest the target of the window, the whole arm before its parts."""
    received = {(row["study"], row["arm"]): row["components"] for row in read("arms.csv")}
    asked: dict[Question, list[Row]] = {}
    for row in rows_with_successes():
        asked.setdefault(question_of(row, received), []).append(row)
    lines = []
    for question, rows in asked.items():
        best = min(rank(row, question[3]) for row in rows)
        lines += [
            (question[3].value, row["study"], row["arm"], row["part"], int(row["events"]), int(row["n"]))
            for row in rows
            if rank(row, question[3]) == best
        ]
    return lines


def rank(row: Row, window: Window) -> tuple[bool, float, float]:
    weeks = float(row["timepoint_weeks"] or window.target)
    return bool(row["part"]), abs(weeks - window.target), -weeks


def test_single_arms_are_those_of_the_files(proportion_answers):
    found = computed_lines(proportion_answers)

    assert len(found) > 45
    assert sorted(found) == sorted(expected_lines())


def test_only_macnab_excellent_and_good_are_combined(proportion_answers):
    joined = {row["study"] for row in rows_with_successes() if row["outcome"] == "success-macnab"}

    macnab = [answer for answer in proportion_answers if answer.question.outcome.key == "success-macnab"]

    assert {line[1] for line in computed_lines(macnab)} == joined
    assert len(joined) == 11


def test_treatment_of_each_arm_is_that_of_the_files(proportion_answers):
    received = {(row["study"], row["arm"]): row["components"] for row in read("arms.csv")}
    studies = dict(Study.objects.values_list("pk", "row_key"))
    arms = dict(Arm.objects.values_list("pk", "slug"))

    for answer in proportion_answers:
        for result in (result for arm in arms_without_doubt(answer) for result in arm.results):
            key = studies[result.arm.study.id], arms[result.arm.id]
            assert without_vehicles(components_of(received[key].split(";"))) == answer.question.mixture


def test_three_steroid_arms_form_the_only_back_pool(proportion_answers):
    (pooled,) = [answer for answer in proportion_answers if answer.pooled]

    assert pooled.question.window is Window.INTERMEDIATE
    assert sorted((arm.value.events, arm.value.n) for arm in pooled.entries) == [(51, 60), (231, 327), (235, 300)]
    # The pooling itself is compared with metafor's figures where the statistics are tested.
    assert pooled.pooled == pooled_proportion([arm.value for arm in pooled.entries])


def test_single_proportion_has_an_exact_interval():
    interval = clopper_pearson(21, 63)

    assert (interval.low, interval.high) == (pytest.approx(0.2195, abs=5e-4), pytest.approx(0.4634, abs=5e-4))


def test_selected_time_is_the_printed_time(proportion_answers):
    times = {
        (arm.study.label, time_label(arm.first.weeks, arm.first.timepoint_label))
        for answer in proportion_answers
        if answer.question.window is Window.LONG
        for arm in arms_without_doubt(answer)
    }

    assert ("Buric 2005", "18 months") in times
