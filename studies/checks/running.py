"""All checks over a study, or over everything."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import QuerySet

from studies.checks import (
    comparators,
    directions,
    doses,
    gaps,
    intervals,
    overlap,
    p_values,
    people,
    ranges,
    repeats,
    scales,
    spread,
    times,
    whole_people,
)
from studies.checks.check import Check
from studies.checks.found import Found
from studies.choices import Severity
from studies.models import Study
from studies.reported.checked_rows import StudyRow, finite
from studies.reported.reference_values import Others
from studies.selectors.checked_studies import read_studies
from studies.selectors.other_studies import read_others

# In the order in which a page explains them: one value, one result, two arms, the study, other studies, gaps.
CHECKS: tuple[Check, ...] = (
    *ranges.CHECKS,
    *spread.CHECKS,
    *intervals.CHECKS,
    *whole_people.CHECKS,
    *p_values.CHECKS,
    *directions.CHECKS,
    *people.CHECKS,
    *times.CHECKS,
    *scales.CHECKS,
    *comparators.CHECKS,
    *doses.CHECKS,
    *overlap.CHECKS,
    *repeats.CHECKS,
    *gaps.CHECKS,
)
# Name of each check, and what it looks for in words.
ALL_CHECKS: dict[str, str] = {check.name: check.looks_for for check in CHECKS}
_BY_SEVERITY = {severity: place for place, severity in enumerate(Severity)}


def check_study(study: Study) -> list[Found]:
    """What does not fit in a study, worst first."""
    return check_everything(Study.objects.filter(pk=study.pk))


def check_everything(studies: "QuerySet[Study] | None" = None) -> list[Found]:
    """What does not fit in these studies, all of them when none are given: worst first.

    The number of queries does not grow with the studies. Drafts are checked like any other; what a draft reports is
    never told of another study.
    """
    others = read_others()
    rows = read_studies(Study.objects.all() if studies is None else studies)
    found = [each for row in rows for each in find(row, others)]
    return sorted(found, key=lambda each: (_BY_SEVERITY[each.severity], each.study))


def find(study: StudyRow, others: Others) -> Iterator[Found]:
    """What all checks find in a study. Pure."""
    checked = replace(study, results=tuple(map(finite, study.results)))
    return (found for check in CHECKS for found in check.find(checked, others))
