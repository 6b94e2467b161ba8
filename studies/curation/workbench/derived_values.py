"""Values that follow from the numbers of one row, each with its rule: shown, never saved."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from studies.curation.pasting.read_time import time_in
from studies.models import OutcomeMeasure
from studies.numerics.conversions import (
    Derived,
    mean_from_quartiles,
    mean_from_range,
    sd_from_interval,
    sd_from_quartiles,
    sd_from_range,
    sd_from_se,
)
from studies.numerics.errors import StatisticsError
from studies.numerics.formatting import number, percent, weeks_text
from studies.numerics.magnitudes import is_measurable
from studies.reported.shown_scale import instrument_scale
from studies.selectors.results import instrument

Values = Mapping[str, Any]
# Weeks: months are rounded differently by different people, and by no more than this.
SAME_TIME = 0.5
# Needed fields, and what they give: the first whose fields are all there is taken, as in the synthesis.
_SPREADS: tuple[tuple[tuple[str, ...], Callable[[Values], Derived]], ...] = (
    (("se", "n"), lambda values: sd_from_se(values["se"], values["n"])),
    (
        ("ci_low", "ci_high", "ci_level", "n"),
        lambda values: sd_from_interval(values["ci_low"], values["ci_high"], values["ci_level"] / 100, values["n"]),
    ),
    (
        ("q1", "q3", "n"),
        lambda values: sd_from_quartiles(values["q1"], values["q3"], values["n"], median=values.get("median")),
    ),
    (
        ("minimum", "maximum", "n"),
        lambda values: sd_from_range(values["minimum"], values["maximum"], values["n"], median=values.get("median")),
    ),
)
_MEANS: tuple[tuple[tuple[str, ...], Callable[[Values], Derived]], ...] = (
    (
        ("q1", "median", "q3", "n"),
        lambda values: mean_from_quartiles(values["q1"], values["median"], values["q3"], values["n"]),
    ),
    (
        ("minimum", "median", "maximum", "n"),
        lambda values: mean_from_range(values["minimum"], values["median"], values["maximum"], values["n"]),
    ),
)


def derived_from(values: Values, measure: OutcomeMeasure | None) -> list[str]:
    """Sentences on a row: the mean and SD that follow, the share or count, the scale, the weeks."""
    return [
        *_one("mean", values, _MEANS, unless=("mean",)),
        *_one("SD", values, _SPREADS, unless=("sd",)),
        *_share(values),
        *_scale(values, measure),
        *_weeks(values),
    ]


def _one(
    what: str,
    values: Values,
    rules: tuple[tuple[tuple[str, ...], Callable[[Values], Derived]], ...],
    *,
    unless: tuple[str, ...],
) -> Iterator[str]:
    if any(values.get(name) is not None for name in unless):
        return
    for needed, rule in rules:
        if any(values.get(name) is None for name in needed):
            continue
        try:
            derived = rule(values)
        except StatisticsError as refusal:
            yield f"No {what} follows: {refusal}"
        else:
            yield f"{what} {number(derived.value, digits=2)} ({derived.rule}). {derived.caution}".strip()
        return


def _share(values: Values) -> Iterator[str]:
    events, n, printed = values.get("events"), values.get("n"), values.get("percent")
    if events is not None and n and printed is None and events <= n:
        yield f"{percent(events / n, digits=1)} ({events} of {n})."
    if events is None and n and is_measurable(n) and printed is not None and 0 <= printed <= 100:
        count = n * printed / 100
        yield f"{number(count, digits=1)} people ({number(printed, digits=1)}% of {n}): type a count only as printed."


def _scale(values: Values, measure: OutcomeMeasure | None) -> Iterator[str]:
    """The ends of the scale, and the score as it is shown, where centimetres mistaken for millimetres are seen."""
    score = values.get("mean") if values.get("mean") is not None else values.get("median")
    if measure is None or score is None:
        return
    is_own = values.get("scale_max") is not None
    low, top = (values.get("scale_min"), values["scale_max"]) if is_own else (measure.range_min, measure.range_max)
    if low is None or top is None:
        yield "The ends of the scale are not known: type them, if they are printed."
        return
    shown = instrument_scale(instrument(measure), "", low, top, None)
    if shown and shown.factor != 1 and is_measurable(score):
        yield f"{number(score * shown.factor, digits=1)} on 0 to {top * shown.factor:g} (printed on 0 to {top:g})."
    else:
        yield f"Scale {low:g} to {top:g}."


def _weeks(values: Values) -> Iterator[str]:
    """The time in weeks, unless the label says the same."""
    label, weeks = values.get("timepoint_label") or "", values.get("weeks")
    found = time_in(label)
    if weeks is None and found:
        yield f"“{label}” is {found[1]:g} weeks: type that under weeks, else its time counts as not stated."
    elif weeks is not None and weeks < 0:
        yield "A time before treatment is 0 weeks."
    elif weeks is not None and found and abs(found[1] - weeks) > SAME_TIME:
        yield f"“{label}” would be {found[1]:g} weeks; {weeks:g} are typed."
    elif weeks is not None and not found:
        yield f"Stands at {weeks_text(weeks)}."
