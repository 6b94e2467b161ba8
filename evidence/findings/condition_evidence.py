"""The evidence of one condition, read once for all parts of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from django.http import Http404

from evidence.findings.kept_studies import CurrentStudies, current_studies
from evidence.synthesis.answers import Answer, Synthesis, sort_by_question, synthesise
from evidence.synthesis.eligibility import Judged, judge_asking, judge_evidence
from evidence.synthesis.facts_by_study import count_single_arms, measured_outcomes
from evidence.synthesis.gap_map import Observation, measured_observations
from evidence.synthesis.measured_outcomes import Measured, critical_outcomes_measured, studies_that_measured
from studies.models import Condition, with_ancestors, with_descendants
from studies.reported.rows import ArmRow, Evidence
from studies.revisions.shared_readings import share_reading
from studies.selectors import read_conditions, read_evidence


# Without slots, so that contrasts are judged on first use: pages of one question judge few.
@dataclass(frozen=True)
class ConditionEvidence:
    """One condition, the evidence on it and its descendants, and its place in the tree.

    ``scope`` is the condition with its descendants; ``ancestors`` are the conditions above it, the nearest first.
    ``kept`` is what is kept of its studies; where that is nothing, ``rows`` is all that they report.
    """

    condition: Condition
    conditions: tuple[Condition, ...]
    scope: tuple[Condition, ...]
    ancestors: tuple[Condition, ...]
    rows: Evidence
    kept: CurrentStudies | None = None

    @property
    def arms(self) -> Sequence[ArmRow]:
        """The arms of its studies."""
        return self.kept.studies.arms if self.kept else self.rows.arms

    @property
    def evidence(self) -> Evidence:
        """All that its studies report. Of kept studies it is loaded: pages that need arms alone ask for ``arms``."""
        return self.kept.studies.evidence if self.kept else self.rows

    @cached_property
    def judged(self) -> Sequence[Judged]:
        """Its contrasts, judged."""
        return self.kept.studies.judged if self.kept else judge_evidence(self.rows)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """All answers, in reading order."""
        return self.kept.studies.answers if self.kept else synthesise(judge_asking(self.rows)).answers

    @cached_property
    def synthesis(self) -> Synthesis:
        """All answers, and the contrasts that ask no question."""
        unclassified = self.kept.studies.unclassified if self.kept else sort_by_question(self.judged)[1]
        return Synthesis(self.answers, tuple(unclassified))

    @cached_property
    def measured(self) -> Measured:
        """The studies (ids) that measured each critical outcome, as far as the texts read say."""
        return measured_outcomes(self.kept.studies.facts) if self.kept else critical_outcomes_measured(self.evidence)

    @cached_property
    def with_results(self) -> set[int]:
        """The studies (ids) of which the texts read give some result."""
        if self.kept:
            return {study for study, facts in self.kept.studies.facts.items() if facts.has_result}
        return studies_that_measured(self.evidence)

    @property
    def observations(self) -> list[Observation]:
        """What its randomised trials that isolate ozone measured, without harms."""
        if self.kept:
            return [item for facts in self.kept.studies.facts.values() for item in facts.observations]
        return measured_observations(self.rows, self.judged)

    @cached_property
    def single_arms(self) -> int:
        """How many results of single ozone arms it has."""
        if self.kept:
            return sum(facts.single_arms for facts in self.kept.studies.facts.values())
        return count_single_arms(self.evidence).total()

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
        found = {arm.study.id: (arm.study.slug, arm.study.label) for arm in self.arms}
        return sorted(found.values(), key=lambda study: study[1])


def read_condition(slug: str) -> ConditionEvidence | None:
    """Read one condition; None when there is none of that name. Pages that share their readings get the same."""
    return share_reading("condition", slug, partial(_read_condition, slug))


def _read_condition(slug: str) -> ConditionEvidence | None:
    conditions = tuple(read_conditions())
    condition = next((item for item in conditions if item.slug == slug), None)
    if condition is None:
        return None
    scope = tuple(with_descendants(condition, conditions))
    slugs = [item.slug for item in scope]
    kept = current_studies(slugs)
    rows = Evidence() if kept else read_evidence(slugs)
    ancestors = tuple(with_ancestors(condition, conditions)[1:])
    return ConditionEvidence(condition, conditions, scope, ancestors, rows, kept)


def read_condition_or_404(slug: str) -> ConditionEvidence:
    """Read one condition, or raise ``Http404`` when there is none of that name."""
    condition_evidence = read_condition(slug)
    if condition_evidence is None:
        raise Http404("There is no such condition.")
    return condition_evidence
