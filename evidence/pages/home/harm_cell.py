"""Serious harm of a condition in a cell: how many people died, and how many others were harmed, on record."""

from dataclasses import dataclass

from evidence.synthesis.condition_answer import HarmCounts
from evidence.synthesis.serious_harm import PeopleRange, range_text
from studies.numerics.number_formatting import count


@dataclass(frozen=True, slots=True)
class SeriousHarmCell:
    """People on record after ozone: ``deaths`` and ``others`` as short text, empty where there are none.

    ``words`` say the same in full, and that none on record is not safety.
    """

    deaths: str
    others: str
    words: str


def harm_cell(harm: HarmCounts) -> SeriousHarmCell:
    """Deaths first, from what the records say of each harm. They are people, never a rate."""
    deaths, others = (short_range(number) if number.least else "" for number in (harm.died, harm.others))
    return SeriousHarmCell(deaths, others, _words(harm))


def short_range(number: PeopleRange) -> str:
    """A number within its bounds, as short as can be.

    >>> short_range(PeopleRange(1, 1)), short_range(PeopleRange(1, 3)), short_range(PeopleRange(2, None))
    ('1', '1–3', '2+')
    """
    if number.is_exact:
        return count(number.least)
    return f"{count(number.least)}+" if number.most is None else f"{count(number.least)}–{count(number.most)}"


def _words(harm: HarmCounts) -> str:
    deaths = f"{range_text(harm.died)} died" if harm.died.least else ""
    others = (
        f"serious harm of {range_text(harm.others)} {'others' if deaths else 'people'}" if harm.others.least else ""
    )
    if harm.others == PeopleRange(1, 1):
        others = "serious harm of 1 other person" if deaths else "serious harm of 1 person"
    named = "serious harm is named without a number of people" if harm.is_named and not (deaths or others) else ""
    told = " and ".join(filter(None, (deaths, others, named)))
    unstated = f"; whether {_of_them(harm)} died is not stated" if others and harm.unstated.least else ""
    return f"{told} on record after ozone{unstated}" if told else "none on record, which is not safety"


def _of_them(harm: HarmCounts) -> str:
    if harm.unstated == harm.others:
        return "this person" if harm.others == PeopleRange(1, 1) else "any of them"
    return f"{range_text(harm.unstated)} of them"


def harm_note(harm: HarmCounts) -> str:
    """The same as a remark: empty where none is on record."""
    return _words(harm) if harm.died.least or harm.others.least or harm.is_named else ""
