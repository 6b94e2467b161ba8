"""Which numbers a row reports, and which of them count as confirmed by a second person."""

import pytest

from studies.choices import ResultKind
from studies.reported.reported_numbers import (
    Confirmation,
    NumberShare,
    confirmed_figures,
    printed_figures,
    reported_figures,
    share_of_row,
    with_confirmations,
)
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ContrastRow, HarmRow, ResultRow

TYPIST, SECOND = 1, 2


@pytest.mark.parametrize(
    ("kind", "values", "names"),
    [
        ("result", {"kind": "continuous", "n": 40, "mean": 3.2, "sd": 0.0, "weeks": 12, "scale_max": 10}, "n mean sd"),
        ("result", {"kind": "dichotomous", "n": 40, "events": 0, "percent": 0.0}, "n events percent"),
        # A count that was computed is not printed.
        ("result", {"kind": "dichotomous", "events": 10, "percent": 25.0, "events_derived": True}, "percent"),
        # A range of one number is one number.
        ("arm", {"concentration_low": 20.0, "concentration_high": 20.0, "sessions_low": 3, "sessions_high": 5},
         "concentration_low sessions_low sessions_high"),
        ("contrast", {"weeks": 4, "p_value": 0.03, "direction": "favours-ozone"}, "p_value"),
        ("harm", {"n_events": 0, "n_at_risk": 60}, "n_events n_at_risk"),
        ("pool", {"weeks": 4, "estimate": -1.2, "k": 4}, "estimate k"),
        ("trial_row", {"arm_a_n": 30, "weight_pct": 12.5}, "arm_a_n weight_pct"),
        ("study", {"kind": "primary", "n_randomised": 120, "max_followup_weeks": 26}, "n_randomised"),
        ("study", {"kind": "primary"}, ""),
    ],
)  # fmt: skip
def test_numbers_of_a_row_are_its_printed_figures(kind: str, values: dict[str, object], names: str) -> None:
    assert reported_figures(kind, values.get) == tuple(names.split())


@pytest.mark.parametrize(
    ("value", "by", "entered_by", "counts"),
    [
        ("85.0", SECOND, TYPIST, True),
        ("85.0", SECOND, None, True),
        ("85.0", TYPIST, TYPIST, False),
        # The number was changed after it was confirmed, were it only its printed form.
        ("85", SECOND, TYPIST, False),
        ("84.0", SECOND, TYPIST, False),
    ],
)
def test_confirmation_counts_of_the_present_value_by_another_person(
    value: str, by: int, entered_by: int | None, counts: bool
) -> None:
    figures = printed_figures("result", {"kind": "continuous", "mean": 85.0}.get, {"mean": "85.0"})

    found = confirmed_figures(figures, [Confirmation("mean", value, by, entered_by)])

    assert found == ({"mean"} if counts else set())


def test_confirmation_of_a_number_that_is_no_longer_there_does_not_count() -> None:
    assert confirmed_figures({}, [Confirmation("mean", "", SECOND, TYPIST)]) == frozenset()


@pytest.mark.parametrize(
    ("kind", "row", "fields", "share"),
    [
        ("result", ResultRow(kind=ResultKind.CONTINUOUS, n=40, mean=3.2), {"mean": "3.2"}, NumberShare(1, 2)),
        (
            "result",
            ResultRow(kind=ResultKind.DICHOTOMOUS, percent=25.0, events=10, provenance=Provenance(events_derived=True)),
            {"percent": "25", "events": "10"},
            NumberShare(1, 1),
        ),
        ("contrast", ContrastRow(p_value=0.05), {}, NumberShare(0, 1)),
        ("harm", HarmRow(n_events=2, n_at_risk=60), {"n_events": "2", "n_at_risk": "60"}, NumberShare(2, 2)),
        ("arm", ArmRow(label="Ozone"), {}, NumberShare(0, 0)),
    ],
)
def test_row_says_how_many_of_its_numbers_are_confirmed(
    kind: str, row: ResultRow, fields: dict[str, str], share: NumberShare
) -> None:
    confirmations = [Confirmation(name, value, SECOND, TYPIST) for name, value in fields.items()]

    assert share_of_row(kind, with_confirmations(kind, row, confirmations)) == share
