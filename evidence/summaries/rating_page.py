"""The page on which a person rates a finding: its facts, what they suggest, and every rating it ever had."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.choices import Certainty, Domain
from evidence.filters import EvidenceFilter
from evidence.findings.condition_evidence import read_condition
from evidence.findings.finding import Finding
from evidence.grading.answer_facts import Setting, facts_of
from evidence.grading.domains.suggestion import Suggestion
from evidence.grading.domains.suggestions import suggested_level, suggestions
from evidence.grading.rating_fingerprint import fingerprint_of
from evidence.grading.standing_ratings import StandingRating, domain_line
from evidence.models import CertaintyAssessment
from evidence.summaries.finding_page import finding_page
from studies.models import Condition


@dataclass(frozen=True, slots=True)
class PastRating:
    """One rating that the finding has or had: its level and notes, who and when, and how it ended."""

    level: Certainty
    by: str
    at: Any
    reason: str
    notes: tuple[str, ...]
    ending: str
    ended_by: str
    ended_at: Any
    because: str


@dataclass(frozen=True, slots=True)
class RatingPage:
    """Everything on the page. ``standing`` is the rating that stands, fitting or not."""

    condition: Condition
    finding: Finding
    start: Certainty
    suggestions: Mapping[Domain, Suggestion]
    suggested: Certainty | None
    fingerprint: str
    standing: StandingRating | None
    past: tuple[PastRating, ...]

    @property
    def title(self) -> str:
        """The question in words, as the rating keeps it."""
        finding = self.finding
        return f"{finding.title}, {finding.comparison.heading.lower()} ({'; '.join(finding.facts)})"[:300]

    @property
    def before(self) -> dict[Domain, tuple[str, ...]] | None:
        """The facts that the rating that stands was made from; None where none stands."""
        return {line.domain: line.arithmetic for line in self.standing.domains} if self.standing else None

    @property
    def initial(self) -> dict[str, Any]:
        """What the form shows first: the rating that stands, else the suggestions."""
        if self.standing:
            return _decided(self.standing, self.suggestions)
        return {f"{domain}-levels": suggestion.levels for domain, suggestion in self.suggestions.items()}


def rating_page(condition: Condition, anchor: str) -> RatingPage | None:
    """Prepare the rating of one finding; None when the condition has no such finding with a usable figure."""
    reading = read_condition(condition.slug)
    page = finding_page(reading, anchor, EvidenceFilter()) if reading else None
    if page is None or not page.finding.answer.is_usable:
        return None
    finding, answer = page.finding, page.finding.answer
    facts = facts_of(answer, Setting(condition.slug, finding.condition_names, finding.bands))
    found = suggestions(facts)
    return RatingPage(
        condition=condition,
        finding=finding,
        start=facts.start,
        suggestions=found,
        suggested=suggested_level(facts.start, found),
        fingerprint=fingerprint_of(answer),
        standing=finding.ratings.standing.get(anchor),
        past=tuple(map(_past, CertaintyAssessment.objects.of_finding(condition.pk, anchor))),
    )


def _decided(standing: StandingRating, found: Mapping[Domain, Suggestion]) -> dict[str, Any]:
    """What was decided in the domains that are still asked; the suggestion's own reason is not repeated."""
    initial: dict[str, Any] = {}
    for line in standing.domains:
        if line.domain in found:
            initial[f"{line.domain}-levels"] = line.levels
            initial[f"{line.domain}-reason"] = "" if line.why == line.suggestion else line.why
    return initial


def _past(row: CertaintyAssessment) -> PastRating:
    lines = [domain_line(judgement) for judgement in row.judgements.all()]
    return PastRating(
        level=Certainty(row.level),
        by=row.rated_by.get_full_name() or row.rated_by.get_username(),
        at=row.rated_at,
        reason=row.reason,
        notes=tuple(line.note for line in lines if line.levels),
        ending=row.get_ending_display() if row.ending else "",
        ended_by=(row.ended_by.get_full_name() or row.ended_by.get_username()) if row.ended_by else "",
        ended_at=row.ended_at,
        because=row.ended_because,
    )
