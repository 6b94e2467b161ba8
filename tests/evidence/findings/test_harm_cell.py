"""The cell of serious harm, and the same in words: deaths first, then others, then what is not stated."""

import pytest

from evidence.findings.harm_cell import harm_cell
from evidence.synthesis.condition_answer import HarmCounts
from evidence.synthesis.harm_on_record import harm_on_record
from evidence.synthesis.serious_harm import PeopleRange

NOBODY = PeopleRange()


def exact(number: int) -> PeopleRange:
    return PeopleRange(number, number)


@pytest.mark.parametrize(
    ("died", "others", "unstated", "shown", "words"),
    [
        (NOBODY, NOBODY, NOBODY, ("", ""), "none on record, which is not safety"),
        (exact(1), NOBODY, NOBODY, ("1", ""), "1 died on record after ozone"),
        (NOBODY, exact(1), exact(1), ("", "1"), "of 1 person on record after ozone; whether this person died"),
        (exact(2), exact(1), exact(1), ("2", "1"), "2 died and serious harm of 1 other person on record after ozone;"),
        (exact(1), PeopleRange(2, 4), exact(1), ("1", "2–4"), "of at least 2 and at most 4 others on record"),
        (NOBODY, PeopleRange(3, None), NOBODY, ("", "3+"), "serious harm of at least 3 people on record after ozone"),
    ],
)
def test_serious_harm_names_deaths_first(
    died: PeopleRange, others: PeopleRange, unstated: PeopleRange, shown: tuple[str, str], words: str
) -> None:
    harm = HarmCounts(died, others, unstated, is_named=False)
    cell = harm_cell(harm)
    assert (cell.deaths, cell.others) == shown
    assert words in cell.words
    assert bool(harm_on_record(harm)) is bool(shown[0] or shown[1])


def test_harm_that_is_only_named_is_told_without_a_number() -> None:
    harm = HarmCounts(NOBODY, NOBODY, NOBODY, is_named=True)
    assert harm_on_record(harm) == "serious harm is named without a number of people on record after ozone"
    assert harm_cell(harm).is_named_only
    assert not harm_cell(HarmCounts(NOBODY, NOBODY, NOBODY, is_named=False)).is_named_only
