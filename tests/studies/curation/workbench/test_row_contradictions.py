"""What rows of a form contradict: a kind that its design excludes, a row that repeats another."""

import pytest

from studies.choices import NOT_PRIMARY_DESIGNS, REVIEW_DESIGNS, Design, Kind
from studies.curation.workbench.row_contradictions import kind_faults, repeated_rows
from studies.curation.workbench.row_tables import sheets_of

RESULTS = sheets_of((), (), ())["results"]
ROW = {"arm": 1, "measure": 2, "weeks": 4.0, "n": 30, "mean": 3.1, "sd": 1.6, "locator": "Table 2", "note": ""}
NAMED = ROW | {"outcome_name": "Leg pain"}


@pytest.mark.parametrize("design", list(Design))
@pytest.mark.parametrize("kind", list(Kind))
def test_kind_is_refused_where_the_database_refuses_it(kind: Kind, design: Design) -> None:
    contradicts = (kind is Kind.PRIMARY and design in NOT_PRIMARY_DESIGNS) or (
        kind is Kind.REVIEW and design not in REVIEW_DESIGNS
    )

    faults = kind_faults({"kind": kind.value, "design": design.value})

    assert [fault.column for fault in faults] == ["kind"] * contradicts
    for fault in faults:
        advised = next(each for each in Kind if f"Choose the kind “{each.label}”" in fault.sentence)
        assert kind_faults({"kind": advised.value, "design": design.value}) == ()


def test_study_without_a_design_contradicts_nothing_yet() -> None:
    assert kind_faults({"kind": "primary"}) == ()


@pytest.mark.parametrize(
    ("other", "repeats"),
    [
        ({}, True),
        # The same number read in another place is the same number.
        ({"locator": "Abstract", "quote": "3.1", "note": "again", "source_url": "https://example.org/2"}, True),
        ({"part": "", "outcome_name": None, "sd": 1.60}, True),
        ({"weeks": 4.1}, False),
        ({"arm": 3}, False),
        ({"mean": 3.2}, False),
        ({"part": "women"}, False),
        ({"is_change": True}, False),
    ],
)
def test_row_that_says_the_same_repeats_the_first(other: dict[str, object], repeats: bool) -> None:
    again = ROW | other

    assert repeated_rows([("7", ROW)], [("new1", again)], RESULTS) == ({"new1": "7"} if repeats else {})
    assert repeated_rows([], [("new1", ROW), ("new2", again)], RESULTS) == ({"new2": "new1"} if repeats else {})


@pytest.mark.parametrize(("name", "repeats"), [("LEG PAIN", True), ("leg pain", True), ("pain of the leg", False)])
def test_row_under_the_same_name_in_other_capitals_repeats_the_first(name: str, repeats: bool) -> None:
    rows = [("new1", NAMED), ("new2", NAMED | {"outcome_name": name})]
    assert repeated_rows([], rows, RESULTS) == ({"new2": "new1"} if repeats else {})
