"""The overviews of conditions as they are now, by what is kept of them and of their studies."""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from evidence.findings.condition_answers import RatedAnswers
from evidence.findings.condition_overview import (
    ConditionOverview,
    condition_overview,
    keep_overview,
    kept_overview,
    overview_digest,
)
from evidence.findings.condition_synthesis import ConditionSynthesis, synthesise_studies
from evidence.findings.finding_titles import keep_titles, renew_titles
from evidence.findings.kept_studies import StudyVersions, read_current_studies, versions_of_scopes, with_kept_studies
from evidence.synthesis.answer_rows import answer_rows
from studies.models import Condition, scopes_of


def read_overviews(
    conditions: Sequence[Condition],
    version: int | None,
    rated: Callable[[], RatedAnswers],
    is_small: Callable[[], bool],
) -> dict[str, ConditionOverview]:
    """The overviews, by slug, that need no reading of all evidence, in the snapshot of this data version.

    They are kept at this version, or of studies that have not changed since, or follow from the studies that are kept.
    A site that ``is_small`` keeps neither.
    """
    if not version or is_small():
        return {}
    kept = {item.slug: kept_overview(item.slug, version) for item in conditions}
    found = {slug: overview for slug, overview in kept.items() if overview}
    scopes = {slug: scope for slug, scope in scopes_of(conditions).items() if slug not in found}
    # Without studies there is nothing that the versions would be compared with.
    usable = with_kept_studies([_slugs(scope) for scope in scopes.values()])
    versions = versions_of_scopes(usable) if usable else []
    for (slug, *_), of_scope in zip(usable, versions, strict=True):
        overview = _overview(scopes[slug], of_scope, version, rated())
        found |= {slug: overview} if overview else {}
    return found


def overview_of(found: ConditionSynthesis, rated: RatedAnswers | None) -> ConditionOverview:
    """The overview of a condition that was answered; without ``rated`` nothing is said of its comparisons."""
    is_shown = rated or found.is_leaf
    return condition_overview(
        found.condition,
        found.counts,
        found.answer,
        found.rows if is_shown else answer_rows(()),
        found.arms if rated or not found.is_leaf else (),
        is_leaf=found.is_leaf,
        certainty_of=partial(rated.certainty_of, found.condition.slug) if rated else None,
    )


def _overview(
    scope: Sequence[Condition], versions: StudyVersions, version: int | None, rated: RatedAnswers
) -> ConditionOverview | None:
    """The overview of the first of these conditions, and keep it; None where too many studies have changed."""
    digest = overview_digest(scope, versions, rated)
    kept = kept_overview(scope[0].slug, version, digest)
    current = None if kept else read_current_studies(_slugs(scope), versions)
    if current:
        found = synthesise_studies(scope, current.studies)
        keep_titles(scope[0], found.answers, version, digest)
        kept = overview_of(found, rated)
        # Answers and what loads them refer to each other, and the collector is paused. Only new objects are looked at.
        del current, found
        gc.collect(0)
    if kept:
        renew_titles(scope[0].slug, version, digest)
        keep_overview(kept, version, digest)
    return kept


def _slugs(scope: Iterable[Condition]) -> list[str]:
    return [item.slug for item in scope]
