"""All checks over a study, or over everything."""

from collections.abc import Iterable

from django.db.models import QuerySet

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import find
from studies.choices import Severity
from studies.models import Study
from studies.selectors.checked_studies import read_studies, reported_study
from studies.selectors.other_studies import read_others
from studies.selectors.results import all_measures
from studies.selectors.study_with_rows import study_with_rows

_BY_SEVERITY = {severity: place for place, severity in enumerate(Severity)}


def check_study(study: Study) -> list[CheckFinding]:
    """What does not fit in a study, worst first."""
    return _worst_first(find(reported_study(study_with_rows(study.slug), all_measures()), read_others()))


def check_everything(studies: "QuerySet[Study] | None" = None) -> list[CheckFinding]:
    """The findings in these studies, or in all studies by default: the most severe first.

    The number of queries does not grow with the studies. Drafts are checked like any other; what a draft reports is
    never used in the check of another study.
    """
    others = read_others()
    rows = read_studies(Study.objects.all() if studies is None else studies)
    return _worst_first(each for row in rows for each in find(row, others))


def _worst_first(findings: Iterable[CheckFinding]) -> list[CheckFinding]:
    return sorted(findings, key=lambda each: (_BY_SEVERITY[each.severity], each.study))
