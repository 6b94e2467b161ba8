"""The one time that a cell or a heading of a pasted table names."""

import re

from studies.numerics.printed_times import times_in

_BEFORE = re.compile(
    r"\b(baseline|pre-?\s?(treatment|procedure|op|operative(ly)?)|before( treatment)?)\b|^\s*pre\s*$", re.IGNORECASE
)


def time_in(text: str) -> tuple[str, float] | None:
    """The time that a text names, as printed, and its weeks; None when it names none, or two.

    >>> time_in("VAS at 3 months"), time_in("Baseline"), time_in("5-10 years"), time_in("group A")
    (('3 months', 13.035), ('Baseline', 0.0), None, None)
    """
    before, times = _BEFORE.search(text), times_in(text)
    if before:
        return None if times else (before[0], 0.0)
    return times[0] if len(times) == 1 else None


def time_spans(text: str) -> list[tuple[int, int]]:
    """Where times such as "3 months" stand in a text, from left to right.

    >>> time_spans("VAS at 3 months 2.1")
    [(7, 15)]
    """
    spans, place = [], 0
    for printed, _ in times_in(text):
        start = text.find(printed, place)
        # Both ends of a range are one span.
        if start >= 0:
            spans.append((start, start + len(printed)))
            place = start + len(printed)
    return spans


def weeks_named(text: str) -> str:
    """The weeks of the one time that a text names, as they are typed; '' when it names none, or two.

    >>> weeks_named("3 months"), weeks_named("6 mo"), weeks_named("1 yr"), weeks_named("at discharge")
    ('13.035', '26.07', '52.14', '')
    """
    time = time_in(text)
    return f"{time[1]:g}" if time else ""
