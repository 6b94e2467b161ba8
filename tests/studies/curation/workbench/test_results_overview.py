"""Stored results at a glance: one table for an outcome, arms down and times across."""

from typing import Any

from studies.choices import ResultKind
from studies.curation.workbench.results_overview import results_overview
from studies.models import Arm, OutcomeMeasure, OutcomeResult

PAIN, SUCCESS = OutcomeMeasure(pk=1, name="Pain"), OutcomeMeasure(pk=2, name="Success")
OZONE, SHAM = Arm(pk=1, label="Ozone"), Arm(pk=2, label="Sham")


def result(pk: int, arm: Arm, **values: Any) -> OutcomeResult:
    return OutcomeResult(pk=pk, arm=arm, **{"measure": PAIN, "kind": ResultKind.CONTINUOUS} | values)


def test_results_stand_by_arm_and_time() -> None:
    pain, success = results_overview(
        [
            result(1, OZONE, weeks=13.035, mean=3.1, sd=1.6, n=60),
            result(2, OZONE, weeks=0, mean=7.1, sd=1.2),
            result(3, SHAM, weeks=0, mean=7.0),
            result(4, SHAM, timepoint_label="at discharge", mean=5.0),
            result(5, SHAM, weeks=0, mean=6.0, part="women"),
            result(6, OZONE, measure=SUCCESS, kind=ResultKind.DICHOTOMOUS, events=34, n=60),
        ]
    )

    assert (pain.title, pain.times) == ("Pain", ("before treatment", "3 months", "at discharge"))
    assert [(row.arm, [[cell.text for cell in cells] for cells in row.cells]) for row in pain.rows] == [
        ("Ozone", [["mean 7.1 (SD 1.2)"], ["mean 3.1 (SD 1.6) (n 60)"], []]),
        ("Sham", [["mean 7"], [], ["mean 5"]]),
        ("Sham, women", [["mean 6"], [], []]),
    ]
    assert (success.times, success.rows[0].cells[0][0].text) == (("no time",), "34 of 60")
    assert success.rows[0].cells[0][0].row == "row-results-6"


def test_changes_and_printed_outcomes_have_tables_of_their_own() -> None:
    titles = [
        each.title
        for each in results_overview(
            [
                result(1, OZONE, weeks=4, mean=3.1),
                result(2, OZONE, weeks=4, mean=-3.1, is_change=True),
                result(3, OZONE, weeks=4, mean=3.3, outcome_name="pain in the leg"),
            ]
        )
    ]

    assert titles == ["Pain", "Pain, change from baseline", "Pain, pain in the leg"]


def test_printed_outcome_in_other_capitals_has_one_table() -> None:
    names = ("Leg pain", "leg pain", "PAIN", "pain", "")
    (leg, pain) = results_overview(
        [result(pk, OZONE, weeks=pk, mean=3.1, outcome_name=name) for pk, name in enumerate(names, 1)]
    )

    assert (leg.title, leg.times) == ("Pain, Leg pain", ("1 week", "2 weeks"))
    assert (pain.title, pain.times) == ("Pain", ("3 weeks", "4 weeks", "5 weeks"))
