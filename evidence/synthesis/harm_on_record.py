"""Who was harmed on record after ozone, as short texts: deaths first. People are never a rate."""

from evidence.synthesis.condition_answer import HarmCounts
from evidence.synthesis.serious_harm import PeopleRange, range_text
from studies.numerics.number_formatting import count

NONE_ON_RECORD = "none on record, which is not safety"
_ONE = PeopleRange(1, 1)


def short_range(number: PeopleRange) -> str:
    """A number within its bounds, as short as can be.

    >>> short_range(PeopleRange(1, 1)), short_range(PeopleRange(1, 3)), short_range(PeopleRange(2, None))
    ('1', '1–3', '2+')
    """
    if number.is_exact:
        return count(number.least)
    return f"{count(number.least)}+" if number.most is None else f"{count(number.least)}–{count(number.most)}"


def harm_on_record(harm: HarmCounts) -> str:
    """People who died and others with serious harm, as the middle of a sentence; empty where none is on record."""
    deaths = f"{range_text(harm.died)} died" if harm.died.least else ""
    others = _others(harm, f"{'other ' if deaths else ''}person" if harm.others == _ONE else "")
    named = "serious harm is named without a number of people" if harm.is_named and not (deaths or others) else ""
    told = " and ".join(filter(None, (deaths, others, named)))
    unstated = f"; whether {_of_them(harm)} died is not stated" if others and harm.unstated.least else ""
    return f"{told} on record after ozone{unstated}" if told else ""


def _others(harm: HarmCounts, one: str) -> str:
    if not harm.others.least:
        return ""
    many = "others" if harm.died.least else "people"
    return f"serious harm of {range_text(harm.others)} {one or many}"


def _of_them(harm: HarmCounts) -> str:
    # Beside deaths "them" could be those who died.
    whom = "the others" if harm.died.least else "them"
    if harm.unstated == harm.others:
        return "this person" if harm.others == _ONE else f"any of {whom}"
    return f"{range_text(harm.unstated)} of {whom}"
