"""All findings of a selection, by comparison, and what is in none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from evidence.findings.exclusion_rows import ExcludedContrastRow, first_exclusion_rows
from evidence.findings.finding import Finding
from evidence.findings.truncation import GROUP_LIST, LONGEST_LIST, LONGEST_OPEN_LIST, TruncatedList, truncate
from evidence.grading.current_ratings import NO_RATINGS, Ratings, footnotes
from evidence.synthesis.answers import Synthesis
from evidence.synthesis.comparison_labels import ComparisonWords
from evidence.synthesis.condition_answer import usable_trials
from evidence.synthesis.measured_outcomes import Measured
from studies.reported.rows import HarmRow, StudyRow
from studies.reported.threshold_band import ThresholdBand

# With more findings than these a page shows only the first of each comparison in full. The real evidence has fewer.
FULL_FINDINGS = 60
FULL_OF_MANY = 1


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one comparison: the first are lines of a table, and the first of those are also shown in full.

    ``notes`` are the footnotes of the table: a letter, and why certainty was rated down or up.
    """

    comparison: ComparisonWords
    randomised: bool
    findings: tuple[Finding, ...]
    listed_findings: TruncatedList[Finding]
    full_findings: tuple[Finding, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def all_unrated(self) -> bool:
        """Whether no listed finding has been rated."""
        return all(finding.certainty.is_unrated for finding in self.listed_findings.rows)

    @property
    def unlisted_findings(self) -> tuple[Finding, ...]:
        """Findings without a line in the table; each has its own page."""
        return self.findings[len(self.listed_findings.rows) :]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """All answers of one selection of contrasts. ``usable_trials`` counts randomised trials with a usable figure."""

    groups: tuple[FindingGroup, ...]
    unusable_findings: tuple[Finding, ...]
    exclusions: TruncatedList[ExcludedContrastRow]
    usable_trials: int

    @property
    def all_unrated(self) -> bool:
        """Whether no listed finding has been rated."""
        return all(group.all_unrated for group in self.groups)

    @property
    def has_few_unusable(self) -> bool:
        """Whether a page shows the questions without a usable figure unfolded."""
        return len(self.unusable_findings) <= LONGEST_OPEN_LIST

    @property
    def is_long(self) -> bool:
        """Whether there are more findings than a page shows in full."""
        return len(self.findings) > FULL_FINDINGS

    @property
    def findings(self) -> list[Finding]:
        """Every finding with a figure, in the order of the page."""
        return [finding for group in self.groups for finding in group.findings]


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
        groups=_groups([finding for finding in findings if finding.has_value]),
        unusable_findings=tuple(finding for finding in findings if not finding.has_value),
        exclusions=first_exclusion_rows(synthesis.unclassified_contrasts),
        usable_trials=usable_trials(synthesis.answers),
    )


def _groups(findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    """By comparison. A page with many findings shows the first of each comparison in full, and links to the others."""
    keyed = groupby(findings, key=lambda finding: (finding.answer.question.randomised, finding.comparison))
    listed, in_full = (LONGEST_LIST, FULL_FINDINGS) if len(findings) <= FULL_FINDINGS else (GROUP_LIST, FULL_OF_MANY)
    return tuple(
        _group(words, list(group), listed, in_full, randomised=randomised) for (randomised, words), group in keyed
    )


def _group(
    words: ComparisonWords, findings: list[Finding], listed: int, in_full: int, *, randomised: bool
) -> FindingGroup:
    cut_short = truncate(findings, lambda finding: finding, listed)
    lettered = footnotes([finding.certainty.notes for finding in cut_short.rows])
    rows = [
        replace(finding, letters=letters) if letters else finding
        for finding, letters in zip(cut_short.rows, lettered.letters, strict=True)
    ]
    findings = [*rows, *findings[len(rows) :]]
    return FindingGroup(
        comparison=words,
        randomised=randomised,
        findings=tuple(findings),
        listed_findings=replace(cut_short, rows=tuple(rows)),
        full_findings=tuple(findings[:in_full]),
        notes=lettered.notes,
    )
