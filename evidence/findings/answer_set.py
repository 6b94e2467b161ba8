"""All findings of a selection, and what is in none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from evidence.findings.exclusion_rows import ExcludedContrastRow, first_exclusion_rows
from evidence.findings.finding import Finding
from evidence.findings.truncation import TruncatedList
from evidence.grading.current_ratings import NO_RATINGS, Ratings
from evidence.synthesis.answers import Synthesis
from evidence.synthesis.condition_answer import usable_trials
from evidence.synthesis.measured_outcomes import Measured
from studies.reported.rows import HarmRow, StudyRow
from studies.reported.threshold_band import ThresholdBand


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """All answers of one selection of contrasts. ``findings`` have a figure, in reading order.

    ``usable_trials`` counts randomised trials with a usable figure.
    """

    findings: tuple[Finding, ...]
    unusable_findings: tuple[Finding, ...]
    exclusions: TruncatedList[ExcludedContrastRow]
    usable_trials: int

    @property
    def all_by_anchor(self) -> list[Finding]:
        """All findings, with a figure or without, in the order of their names in addresses, as files have them."""
        return sorted((*self.findings, *self.unusable_findings), key=lambda finding: finding.anchor)


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What all answers of a page share: names of the conditions in scope (by slug), their harms, size bands.

    ``ratings`` are the current ratings of the page's condition; ``measured`` are the studies (ids) that measured each
    critical outcome.
    """

    names: Mapping[str, str]
    harms: Sequence[HarmRow]
    bands: Sequence[ThresholdBand]
    ratings: Ratings = NO_RATINGS
    measured: Measured = field(default_factory=dict)


def answer_set(synthesis: Synthesis, context: AnswerContext, trials: Collection[StudyRow]) -> AnswerSet:
    """Prepare a synthesis. ``trials`` are the randomised trials that isolate ozone, whose serious harm is stated."""
    names, bands, ratings = context.names, context.bands, context.ratings
    findings = [Finding(answer, names, bands, ratings) for answer in synthesis.answers]
    return AnswerSet(
        findings=tuple(finding for finding in findings if finding.has_value),
        unusable_findings=tuple(finding for finding in findings if not finding.has_value),
        exclusions=first_exclusion_rows(synthesis.unclassified_contrasts),
        usable_trials=usable_trials(synthesis.answers),
    )
