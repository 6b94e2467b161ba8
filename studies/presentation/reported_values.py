"""Reported numbers as their source prints them, joined into one readable text. Nothing here is computed."""

from collections.abc import Iterable

from studies.choices import Allocation, Clock, HigherIs, Relation, ResultKind
from studies.models import Arm, OutcomeResult, ReportedContrast, ReportedPool, Study
from studies.models.base import HasPrintedNumbers

NOT_REPORTED = "not reported"
# A true minus, as in every number on the site.
_MINUS = "\u2212"


def printed(record: HasPrintedNumbers, field: str) -> str:
    """One number as printed, with a true minus; '' when the source prints none."""
    return "" if getattr(record, field) is None else record.as_printed(field).replace("-", _MINUS)


def _between(record: HasPrintedNumbers, low: str, high: str) -> str:
    """Two limits as printed; a question mark for one that the source leaves out; '' without either."""
    if getattr(record, low) is None and getattr(record, high) is None:
        return ""
    limits = [printed(record, low), printed(record, high)]
    return " to ".join(limit or "?" for limit in limits) if any(limits) else ""


def result_text(result: OutcomeResult) -> str:
    """Every printed number of an arm's result.

    A count is "58 of 77 (75.3%)", a score "3.2 (SD 1.4)"; a row without any number says so.
    """
    parts = _count_parts(result) if result.kind == ResultKind.DICHOTOMOUS else _score_parts(result)
    text = "; ".join(part for part in parts if part)
    if not text:
        return "no figure printed"
    return f"{text}, change from baseline" if result.is_change else text


def result_figure(result: OutcomeResult) -> tuple[str, str]:
    """The number that a cell shows first, and what is printed with it: ("58", "of 77 (75.3%)"), ("3.2", "SD 1.4").

    The first is empty for a row without any number.
    """
    if result.kind == ResultKind.DICHOTOMOUS:
        events, percent = printed(result, "events"), printed(result, "percent")
        share = f"{percent}%" if percent else ""
        of = f"of {result.n}" if result.n is not None else ""
        return (events, f"{of} ({share})".strip() if share else of) if events else (share, of)
    return _score_figure(result)


def _score_figure(result: OutcomeResult) -> tuple[str, str]:
    mean, middle, *rest = _score_parts(result)
    first = mean or middle
    others = [part for part in ((middle if mean else ""), *rest) if part]
    if not first:
        return "; ".join(others), ""
    name, _, number = first.partition(" ")
    if name not in ("mean", "median"):
        # An interval or a spread alone.
        return "; ".join((first, *others)), ""
    number, _, inside = number.partition(" (")
    inside = inside.removesuffix(")")
    return number, "; ".join(filter(None, ("median" if name == "median" else "", inside, *others)))


def abbreviations_in(results: Iterable[OutcomeResult]) -> tuple[tuple[str, str], ...]:
    """The short names that the cells of these results use, with what they mean."""
    used = {
        "SD": ("standard deviation", "sd"),
        "SE": ("standard error", "se"),
        "CI": ("confidence interval", "ci_level"),
    }
    rows = list(results)
    return tuple(
        (short, words) for short, (words, field) in used.items() if any(getattr(row, field) is not None for row in rows)
    )


def _count_parts(result: OutcomeResult) -> list[str]:
    percent = printed(result, "percent")
    if result.events is None:
        return [f"{percent}%" if percent else ""]
    of = f" of {result.n}" if result.n is not None else ""
    share = f" ({percent}%)" if percent else ""
    counted = " (count follows from the percentage)" if result.events_derived else ""
    return [f"{printed(result, 'events')}{of}{share}{counted}"]


def _score_parts(result: OutcomeResult) -> list[str]:
    mean, middle = printed(result, "mean"), printed(result, "median")
    interval, quartiles = _between(result, "ci_low", "ci_high"), _between(result, "q1", "q3")
    level = printed(result, "ci_level") if interval else ""
    spread = [
        f"SD {printed(result, 'sd')}" if result.sd is not None else "",
        f"SE {printed(result, 'se')}" if result.se is not None else "",
        f"{level + '% CI' if level else 'interval of unstated level'} {interval}" if interval else "",
    ]
    inside = ", ".join(part for part in spread if part)
    span = _between(result, "minimum", "maximum")
    return [
        f"mean {mean}{f' ({inside})' if inside else ''}" if mean else inside,
        f"median {middle}{f' (quartiles {quartiles})' if quartiles else ''}" if middle else "",
        f"range {span}" if span else "",
    ]


def time_text(result: OutcomeResult) -> str:
    """The time as printed, and from when it is counted where the source counts from the end of treatment."""
    label = result.timepoint_label or "time not stated"
    return f"{label}, counted from the end of treatment" if result.clock == Clock.END else label


def scale_text(result: OutcomeResult) -> str:
    """The ends of the scale and which way is better, as far as they are known."""
    ends = _between(result, "scale_min", "scale_max")
    better = HigherIs(result.higher_is).label if result.higher_is else ""
    return "; ".join(part for part in (f"scale {ends}" if ends else "", better) if part)


def p_text(record: ReportedContrast | ReportedPool) -> str:
    """The P value as printed, with its sign where that is legible; '' without one.

    A printed "0.000" is kept, next to its meaning.
    """
    text = record.p_text
    if not text or text[0] in "<>=≤≥":
        return f"P {text}" if text else ""
    if record.p_relation in ("", Relation.NOT_STATED):
        return f"P {text} (sign not legible)"
    if record.p_relation == Relation.EQUAL:
        return f"P = {text}"
    return f"P {record.p_relation} {record.p_value:g} (printed “{text}”)"


def estimate_text(record: ReportedContrast | ReportedPool) -> str:
    """An estimate and its interval as printed; '' without one."""
    estimate, interval = printed(record, "estimate"), _between(record, "ci_low", "ci_high")
    return f"{estimate} ({interval})" if estimate and interval else estimate or interval


def difference_text(contrast: ReportedContrast) -> str:
    """A difference that a trial printed as a number, with its measure and its precision; '' without one.

    "adjusted mean difference -12.5 (95% CI -18 to -7, SE 2.8)"
    """
    estimate, se, level = (printed(contrast, name) for name in ("estimate", "se", "ci_level"))
    interval = _between(contrast, "ci_low", "ci_high")
    spread = (f"{level}% CI {interval}" if interval and level else interval, f"SE {se}" if se else "")
    inside = ", ".join(part for part in spread if part)
    if not estimate:
        return inside
    measure = f"{contrast.get_effect_measure_display()} " if contrast.effect_measure else ""
    return f"{measure}{estimate}{f' ({inside})' if inside else ''}"


def p_of_test_text(contrast: ReportedContrast) -> str:
    """P as printed, with the degrees of freedom of its test and whether it compares means; '' without P."""
    p, df = p_text(contrast), printed(contrast, "degrees_of_freedom")
    if not p:
        return ""
    about = (f"{df} degrees of freedom" if df else "", "of the means" if contrast.compares_means else "")
    return ", ".join(part for part in (p, *about) if part)


def allocation_text(study: Study) -> str:
    """A design other than the parallel one, with the figures that its standard error needs; '' for a parallel one."""
    if study.allocation == Allocation.PARALLEL:
        return ""
    numbers = (
        ("cluster_size", "{} people in a cluster"),
        ("icc", "intracluster correlation {}"),
        ("pair_correlation", "correlation within pairs {}"),
    )
    said = [words.format(printed(study, name)) for name, words in numbers if getattr(study, name) is not None]
    return "; ".join((study.get_allocation_display(), *said))


def dose_text(arm: Arm) -> str:
    """Ozone concentration and volume as printed."""
    parts = [
        f"{arm.concentration} µg/ml" if arm.concentration else "",
        f"{arm.volume} ml" if arm.volume else "",
    ]
    return ", ".join(part for part in parts if part)
