"""The evidence of one condition, read once for all parts of a page."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from evidence.findings.kept_studies import read_judged_studies
from evidence.synthesis.judged_studies import JudgedStudies, judge_studies
from studies.models import Condition, with_descendants
from studies.reported.rows import Evidence
from studies.selectors import read_evidence


# Without slots, so that contrasts are judged on first use: pages of one question judge few.
@dataclass(frozen=True)
class ConditionEvidence:
    """One condition, the evidence on it and its descendants, and its place in the tree.

    ``scope`` is the condition with its descendants; ``ancestors`` are the conditions above it, the nearest first.
    ``kept`` is what is kept of its studies, if anything.
    """

    condition: Condition
    conditions: tuple[Condition, ...]
    scope: tuple[Condition, ...]
    ancestors: tuple[Condition, ...]
    evidence: Evidence
    kept: JudgedStudies | None = None

    @cached_property
    def judged_studies(self) -> JudgedStudies:
        """Its studies with their judged contrasts."""
        return self.kept or judge_studies(self.evidence)

    @property
    def names(self) -> dict[str, str]:
        """Names of the conditions in scope, by slug."""
        return {item.slug: item.name for item in self.scope}

    @property
    def review_conditions(self) -> list[str]:
        """Slugs of the conditions whose reviews belong here: those in scope and their ancestors."""
        return [item.slug for item in (*self.scope, *self.ancestors)]

    @property
    def studies(self) -> list[tuple[str, str]]:
        """Slug and label of each study that a reader may exclude."""
        found = {arm.study.id: (arm.study.slug, arm.study.label) for arm in self.evidence.arms}
        return sorted(found.values(), key=lambda study: study[1])


def read_condition(slug: str) -> ConditionEvidence | None:
    """Read one condition; None when there is none of that name."""
    conditions = tuple(Condition.objects.all())
    condition = next((item for item in conditions if item.slug == slug), None)
    if condition is None:
        return None
    scope = tuple(with_descendants(condition, conditions))
    kept = read_judged_studies(slugs := [item.slug for item in scope])
    evidence = kept.evidence if kept else read_evidence(slugs)
    return ConditionEvidence(condition, conditions, scope, _ancestors(condition, conditions), evidence, kept)


def _ancestors(condition: Condition, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    by_id: dict[int | None, Condition] = {item.pk: item for item in conditions}
    found: list[Condition] = []
    parent = by_id.get(condition.parent_id)
    while parent and parent not in found:
        found.append(parent)
        parent = by_id.get(parent.parent_id)
    return tuple(found)


def read_condition_or_404(slug: str) -> ConditionEvidence:
    """Read one condition, or raise ``Http404`` when there is none of that name."""
    condition_evidence = read_condition(slug)
    if condition_evidence is None:
        raise Http404("There is no such condition.")
    return condition_evidence
