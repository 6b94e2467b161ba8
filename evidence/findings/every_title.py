"""The titles of the findings of all conditions, for the search.

A small site answers all conditions once in each state of the data, when the first reader searches. On a larger one
that takes too long for a reader: there, titles are kept by pages that are made of kept studies, and by the worker for
the conditions that are left.
"""

from collections.abc import Mapping, Sequence

from evidence.findings.condition_answers import RatedAnswers, read_rated_answers
from evidence.findings.condition_overview import overview_digest
from evidence.findings.condition_synthesis import answer_condition, read_shared_evidence
from evidence.findings.finding_titles import FindingTitle, finding_titles, keep_titles, kept_titles, renew_titles
from evidence.findings.kept_studies import StudyVersions, has_kept_studies, read_current_studies, versions_of_scopes
from evidence.findings.small_site import is_small_site
from studies.models import Condition, with_descendants
from studies.revisions.data_version import current_version, read_snapshot
from studies.revisions.kept_values import keep

Titles = Mapping[str, tuple[FindingTitle, ...]]


def read_titles() -> Titles:
    """The titles by the slugs of the conditions; without conditions whose findings are not known."""
    if is_small_site():
        return keep("finding titles of all conditions", _answer_conditions)
    version = current_version()
    kept = {slug: kept_titles(slug, version) for slug in Condition.objects.values_list("slug", flat=True)}
    return {slug: titles for slug, titles in kept.items() if titles is not None}


def _answer_conditions() -> Titles:
    shared = read_shared_evidence()
    return {item.slug: tuple(finding_titles(item, answer_condition(item, shared))) for item in shared.conditions}


def keep_missing_titles() -> int:
    """Keep the titles of each condition whose studies are kept and whose titles are not; of how many it was done."""
    with read_snapshot() as version:
        conditions = list(Condition.objects.all())
        missing = [item for item in conditions if kept_titles(item.slug, version) is None]
        scopes = [with_descendants(item, conditions) for item in missing]
        usable = [scope for scope in scopes if has_kept_studies(_slugs(scope))]
        if version is None or not usable:
            return 0
        rated = read_rated_answers()
        for scope, versions in zip(usable, versions_of_scopes(list(map(_slugs, usable))), strict=True):
            _keep_titles_of(scope, versions, version, rated)
        return sum(kept_titles(scope[0].slug, version) is not None for scope in usable)


def _keep_titles_of(scope: Sequence[Condition], versions: StudyVersions, version: int, rated: RatedAnswers) -> None:
    """Those of the first of these conditions, of which the others are the descendants."""
    digest = overview_digest(scope, versions, rated)
    renew_titles(scope[0].slug, version, digest)
    if kept_titles(scope[0].slug, version) is None and (current := read_current_studies(_slugs(scope), versions)):
        keep_titles(scope[0], current.studies.answers, version, digest)


def _slugs(scope: Sequence[Condition]) -> list[str]:
    return [item.slug for item in scope]
