"""All answers of a selection: the bottom line of each critical outcome, and findings by comparison."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from evidence.figures.forest import ForestSide
from evidence.figures.mini_forest import MiniForest, MiniForestLine, draw_mini_forest
from evidence.findings.exclusion_rows import ExcludedContrastRow, first_exclusion_rows
from evidence.findings.finding import Finding
from evidence.findings.truncation import GROUP_LIST, LONGEST_LIST, LONGEST_OPEN_LIST, TruncatedList, truncate
from evidence.grading.current_ratings import NO_RATINGS, NOT_RATED, FindingCertainty, Ratings, common_words, footnotes
from evidence.synthesis.answers import Answer, AnswerState, Synthesis
from evidence.synthesis.comparison_labels import ComparisonWords
from evidence.synthesis.condition_answer import usable_trials
from evidence.synthesis.harm_sentences import harm_sentences
from evidence.synthesis.headline import OutcomeAnswer, outcome_answers
from evidence.synthesis.measured_outcomes import Measured, TrialsRead
from evidence.synthesis.sentences import Sentence, sentence_of
from evidence.synthesis.serious_harm import serious_harm
from evidence.synthesis.state_phrases import outcome_state, pool_exclusion_text, pool_exclusions, unused_trials_text
from studies.choices import CriticalOutcome
from studies.numerics.number_formatting import plural
from studies.reported.rows import HarmRow, StudyRow
from studies.reported.threshold_band import ThresholdBand

# With more findings than these a page shows only the first of each comparison in full. The real evidence has fewer.
FULL_FINDINGS = 60
FULL_OF_MANY = 1
# Sentences of one outcome of the bottom line that are shown unfolded.
FIRST_STATEMENTS = 6


@dataclass(frozen=True, slots=True)
class AnswerStatement:
    """One sentence of the bottom line, with the address of its figures and why they are doubted, if they are.

    ``certainty`` is None where it is the same for the whole line, which then shows it once.
    """

    sentence: Sentence
    href: str
    doubt: str = ""
    tag: str = "doubted"
    certainty: FindingCertainty | None = None


@dataclass(frozen=True, slots=True)
class BottomLine:
    """What is known of one critical outcome, for the top of the page.

    ``other_trials`` tells what trials without usable figures print; ``other_times`` counts answers at other times.
    """

    title: str
    statements: tuple[AnswerStatement, ...]
    unknown: str
    other_trials: str
    certainty: str
    other_times: int
    mini_forest: MiniForest | None

    @property
    def first_statements(self) -> tuple[AnswerStatement, ...]:
        """As many sentences as can be read at a glance: no fewer than the real evidence has."""
        return self.statements[:FIRST_STATEMENTS]

    @property
    def undoubted_statements(self) -> tuple[AnswerStatement, ...]:
        """The sentences for one sheet of paper: without doubted figures and those that are in no headline."""
        return tuple(statement for statement in self.first_statements if not statement.doubt)

    @property
    def unprinted(self) -> int:
        """How many sentences a sheet of paper leaves to the site."""
        return len(self.statements) - len(self.undoubted_statements)

    @property
    def more_statements(self) -> tuple[AnswerStatement, ...]:
        """The other sentences, shown when a reader unfolds them."""
        return self.statements[FIRST_STATEMENTS:]


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

    bottom_lines: tuple[BottomLine, ...]
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
        bottom_lines=bottom_lines(synthesis, findings, context.harms, TrialsRead(tuple(trials), context.measured)),
        groups=_groups([finding for finding in findings if finding.has_value]),
        unusable_findings=tuple(finding for finding in findings if not finding.has_value),
        exclusions=first_exclusion_rows(synthesis.unclassified_contrasts),
        usable_trials=usable_trials(synthesis.answers),
    )


def bottom_lines(
    synthesis: Synthesis, findings: Sequence[Finding], harms: Sequence[HarmRow], read: TrialsRead
) -> tuple[BottomLine, ...]:
    """Every critical outcome in order, measured or not."""
    by_answer = {id(finding.answer): finding for finding in findings}
    lines = [_bottom_line(answer, by_answer) for answer in outcome_answers(synthesis.answers, read)]
    place = list(CriticalOutcome).index(CriticalOutcome.SERIOUS_HARM)
    return (*lines[:place], _serious_harm(harms, read.trials), *lines[place:])


def _bottom_line(answer: OutcomeAnswer, by_answer: dict[int, Finding]) -> BottomLine:
    usable = [by_answer[id(item)] for item in answer.usable]
    certainty = common_words([finding.certainty for finding in usable])
    statements = [
        AnswerStatement(finding.sentence, finding.anchor, certainty=None if certainty else finding.certainty)
        for finding in usable
    ]
    statements += [AnswerStatement(by_answer[id(item)].sentence, by_answer[id(item)].anchor) for item in answer.values]
    for item in answer.unpooled:
        statements.append(_unpooled_statement(item, by_answer[id(item)].anchor))
    return BottomLine(
        title=answer.outcome.label,
        statements=tuple(statements),
        unknown=outcome_state(answer),
        other_trials=unused_trials_text(answer.unused, is_further=bool(statements)),
        certainty=certainty,
        other_times=len(answer.other_windows) + len(answer.other_values),
        mini_forest=_mini_forest(answer.usable[:FIRST_STATEMENTS]),
    )


def _unpooled_statement(answer: Answer, anchor: str) -> AnswerStatement:
    """A figure that makes no headline, with the doubts about it or the other reason."""
    queries = [*(entry.query for entry in answer.unpooled), *(item.query for item in answer.left_out)]
    doubts = dict.fromkeys(query.problem for query in queries if query)
    if answer.state is AnswerState.DOUBTED:
        return AnswerStatement(sentence_of(answer), anchor, "; ".join(doubts))
    why = f"the figure {pool_exclusion_text(pool_exclusions(answer))}"
    return AnswerStatement(sentence_of(answer), anchor, why, "not pooled")


def _serious_harm(harms: Sequence[HarmRow], trials: Collection[StudyRow]) -> BottomLine:
    harm = serious_harm(harms, {study.id for study in trials})
    first, *others = harm_sentences(harm)
    certainty = NOT_RATED if harm.counted else ""
    title = CriticalOutcome.SERIOUS_HARM.label
    return BottomLine(title, (), first, " ".join(others), certainty, other_times=0, mini_forest=None)


def _mini_forest(answers: Sequence[Answer]) -> MiniForest | None:
    """The effects of one outcome on one small axis; None when they are not of one measure and direction."""
    if not answers or len({(item.measure, item.higher_is_better) for item in answers}) > 1:
        return None
    measure, better = answers[0].measure, answers[0].higher_is_better
    if measure is None or better is None:
        return None
    lines = [line for item in answers for line in _mini_forest_lines(item)]
    title = f"{plural(len(answers), 'answer')}: {'; '.join(str(sentence_of(item)) for item in answers)}"
    return draw_mini_forest(
        lines, is_ratio=measure.is_ratio, better_side=ForestSide.RIGHT if better else ForestSide.LEFT, title=title
    )


def _mini_forest_lines(answer: Answer) -> list[MiniForestLine]:
    """The pool, else each study: two are shown side by side."""
    if answer.pooled:
        interval = answer.pooled.reader_interval()
        return [MiniForestLine(answer.pooled.reader(), interval.low, interval.high, is_pooled=True)]
    own = [(entry.effect.reader(), entry.effect.reader_interval()) for entry in answer.entries]
    return [MiniForestLine(effect, interval.low, interval.high) for effect, interval in own]


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
