"""Numbers as they are printed, and where they were read."""

import pytest

from studies.reported.row_provenance import Provenance, as_printed, last_place
from tests.rows import a_result


def test_a_printed_form_is_used_only_while_it_equals_the_number() -> None:
    row = a_result(percent=85.0, printed={"percent": "85.0"})
    assert as_printed(row, "percent") == "85.0"
    assert as_printed(row._replace(percent=84.0), "percent") == "84"
    assert as_printed(a_result(), "percent") == ""


@pytest.mark.parametrize(("printed", "place"), [("80.50", 0.01), ("80.5", 0.1), ("59", 1)])
def test_the_last_place_is_that_of_the_printed_form(printed: str, place: float) -> None:
    assert last_place(a_result(mean=float(printed), printed={"mean": printed}), "mean") == place


def test_a_place_is_a_source_and_a_locator() -> None:
    assert Provenance(source_url="https://example.org", locator="table 2").has_place
    assert not Provenance(source_url="https://example.org").has_place
    assert not Provenance(locator="table 2").has_place
