"""Serious harm of a condition in a cell: how many people died, and how many others were harmed, on record."""

from typing import NamedTuple

from evidence.synthesis.condition_answer import HarmCounts
from evidence.synthesis.harm_on_record import NONE_ON_RECORD, harm_on_record, short_range


class SeriousHarmCell(NamedTuple):
    """People on record after ozone: ``deaths`` and ``others`` as short text, empty where there are none.

    ``words`` say the same in full, and that none on record is not safety.
    """

    deaths: str
    others: str
    words: str

    @property
    def is_on_record(self) -> bool:
        """Whether anybody is known to be harmed."""
        return bool(self.deaths or self.others)

    @property
    def is_named_only(self) -> bool:
        """Whether harm is told of without a number of people."""
        return not self.is_on_record and self.words != NONE_ON_RECORD


def harm_cell(harm: HarmCounts) -> SeriousHarmCell:
    """Deaths first, from what the records say of each harm."""
    deaths, others = (short_range(number) if number.least else "" for number in (harm.died, harm.others))
    return SeriousHarmCell(deaths, others, harm_on_record(harm) or NONE_ON_RECORD)
