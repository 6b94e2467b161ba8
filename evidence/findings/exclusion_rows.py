"""Excluded results as rows: the results of two arms together, each with its link, one reason in each row."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from evidence.findings.answer_texts import contrast_href
from evidence.findings.truncation import LONGEST_LIST, TruncatedList, truncate
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from studies.choices import PrintedDirection
from studies.reported.contrasts import Contrast


class ExcludedResult(NamedTuple):
    """One result that is in no answer. ``direction`` is as printed, empty where none is printed."""

    what: str
    href: str
    direction: str


class ExcludedContrastRow(NamedTuple):
    """The results of two arms of one study that are excluded for one reason."""

    study: str
    href: str
    arms: str
    results: tuple[ExcludedResult, ...]
    reason: str
    detail: str


def exclusion_rows(items: Iterable[ExcludedContrast]) -> tuple[ExcludedContrastRow, ...]:
    """Excluded contrasts by study, arms and reason, in their order."""
    return tuple(_row(group) for group in _groups(items))


def first_exclusion_rows(
    items: Iterable[ExcludedContrast], longest: int = LONGEST_LIST
) -> TruncatedList[ExcludedContrastRow]:
    """The first of these rows, as many as given, and how many there are in all."""
    return truncate(_groups(items), _row, longest)


def _groups(items: Iterable[ExcludedContrast]) -> list[list[ExcludedContrast]]:
    groups: dict[tuple[frozenset[int], str, str], list[ExcludedContrast]] = {}
    for item in items:
        groups.setdefault((item.pair.arms, item.reason, item.detail), []).append(item)
    return list(groups.values())


def _row(group: list[ExcludedContrast]) -> ExcludedContrastRow:
    first = group[0]
    return ExcludedContrastRow(
        study=first.study.label,
        href=reverse("study", args=[first.study.slug]),
        arms=f"{first.pair.ozone.label} v {first.pair.comparator.label}",
        results=tuple(_result(item.contrast) for item in group if item.contrast),
        reason=first.reason.label,
        detail=first.detail,
    )


def _result(contrast: Contrast) -> ExcludedResult:
    part = f" ({contrast.part.replace('-', ' ')})" if contrast.part else ""
    when = time_label(contrast.weeks, contrast.timepoint_label)
    stated = [row.direction.label for row in contrast.reported if row.direction is not PrintedDirection.NOT_STATED]
    return ExcludedResult(
        what=f"{contrast.outcome_name or contrast.measure.name}, {when}{part}",
        href=contrast_href(contrast),
        direction=", ".join(dict.fromkeys(stated)),
    )
