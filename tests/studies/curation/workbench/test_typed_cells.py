"""A cell typed as printed is read into the fields of its row, and is its quotation."""

import pytest

from studies.curation.pasting.read_cell import Notation
from studies.curation.workbench.typed_cells import with_cells


@pytest.mark.parametrize(
    ("typed", "spread", "expected"),
    [
        ({"mean": "3.1 ± 1.6"}, "sd", {"mean": "3.1", "sd": "1.6", "quote": "3.1 ± 1.6"}),
        ({"mean": "3,1 (1,6)"}, "se", {"mean": "3.1", "se": "1.6", "quote": "3,1 (1,6)"}),
        ({"mean": "3.1 ± 1.6", "quote": "VAS 3.1 ± 1.6"}, "sd", {"mean": "3.1", "sd": "1.6", "quote": "VAS 3.1 ± 1.6"}),
        (
            {"events": "34/60 (56.7%)"},
            "",
            {"events": "34", "n": "60", "percent": "56.7", "quote": "34/60 (56.7%)"},
        ),
        ({"mean": "3.1"}, "sd", {"mean": "3.1"}),
        # Nobody said what follows the sign.
        ({"mean": "3.1 ± 1.6"}, "", {"mean": "3.1 ± 1.6"}),
        # Another SD stands there already.
        ({"mean": "3.1 ± 1.6", "sd": "1.7"}, "sd", {"mean": "3.1 ± 1.6", "sd": "1.7"}),
        # No mean is a count.
        ({"mean": "34/60"}, "sd", {"mean": "34/60"}),
        ({"mean": "3..1"}, "sd", {"mean": "3..1"}),
        ({}, "sd", {}),
    ],
)
def test_cell_typed_as_printed(typed: dict[str, str], spread: str, expected: dict[str, str]) -> None:
    found = with_cells(typed, Notation(spread=spread))

    assert {name: text for name, text in found.items() if text} == expected
