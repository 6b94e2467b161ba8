"""Answers made ready to be read together: the bottom line of each critical outcome, and findings by comparison."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from evidence.figures.forest import ForestSide
from evidence.figures.mini_forest import MiniForest, MiniForestLine, draw_glyph
from evidence.findings.exclusion_rows import ExcludedContrastRow, first_left_out
from evidence.findings.finding import Finding, finding_of
from evidence.findings.truncation import GROUP_LIST, LONGEST_LIST, TruncatedList, cut
from evidence.grading.standing_ratings import NO_RATINGS, NOT_RATED, Rated, Ratings, footnotes, words_in_common
from evidence.synthesis.answers import Answer, Synthesis
from evidence.synthesis.comparison_labels import ComparisonWords
from evidence.synthesis.harms import harm_sentences, serious_harm
from evidence.synthesis.headline import OutcomeAnswer, outcome_answers
from evidence.synthesis.sentences import Sentence, further, outcome_state, sentence_of
from studies.numerics.formatting import plural
from studies.reported.outcome_facts import CriticalOutcome
from studies.reported.rows import HarmRow, StudyRow, ThresholdBand

# With more findings than these a page shows in full the first of each comparison alone. The real evidence has fewer.
FULL_FINDINGS = 30
FULL_OF_MANY = 1
# Sentences of one outcome of the bottom line that stand at once.
FIRST_SAID = 6


@dataclass(frozen=True, slots=True)
class AnswerStatement:
    """One sentence of the bottom line, with where its figures stand and why they are doubted, if they are.

    ``rated`` is set where its certainty is said beside it, and not once for the whole line.
    """

    sentence: Sentence
    href: str
    doubt: str = ""
    rated: Rated | None = None


@dataclass(frozen=True, slots=True)
class BottomLine:
    """What is known of one critical outcome, as the top of the page says it."""

    title: str
    said: tuple[AnswerStatement, ...]
    unknown: str
    further: str
    certainty: str
    elsewhere: int
    glyph: MiniForest | None

    @property
    def first_said(self) -> tuple[AnswerStatement, ...]:
        """As many sentences as can be read at a glance. The real evidence has no more."""
        return self.said[:FIRST_SAID]

    @property
    def more_said(self) -> tuple[AnswerStatement, ...]:
        """The others, to be unfolded."""
        return self.said[FIRST_SAID:]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one comparison. The first of them are listed, and the first of those stand in full.

    ``notes`` are the footnotes of the list: a letter, and why certainty is not where it started.
    """

    words: ComparisonWords
    randomised: bool
    findings: tuple[Finding, ...]
    listed: TruncatedList[Finding]
    in_full: tuple[Finding, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def all_unrated(self) -> bool:
        """Whether nobody has rated any that is listed."""
        return all(finding.certainty == NOT_RATED for finding in self.listed.rows)

    @property
    def unlisted(self) -> tuple[Finding, ...]:
        """Those that are not listed with their numbers, and have a page all the same."""
        return self.findings[len(self.listed.rows) :]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """All answers of one selection of contrasts. ``usable_trials`` counts randomised trials with a usable figure."""

    bottom_lines: tuple[BottomLine, ...]
    groups: tuple[FindingGroup, ...]
    unusable: tuple[Finding, ...]
    left_out: TruncatedList[ExcludedContrastRow]
    usable_trials: int

    @property
    def all_unrated(self) -> bool:
        """Whether nobody has rated any finding that is listed."""
        return all(group.all_unrated for group in self.groups)

    @property
    def is_long(self) -> bool:
        """Whether there are more findings than a page shows in full."""
        return len(self.findings) > FULL_FINDINGS

    @property
    def findings(self) -> list[Finding]:
        """Every finding with a figure, in reading order."""
        return [finding for group in self.groups for finding in group.findings]


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What all answers of a page stand against: names of the conditions in scope (by slug), their harms, size bands.

    ``ratings`` are those that stand for the condition of the page.
    """

    names: Mapping[str, str]
    harms: Sequence[HarmRow]
    bands: Sequence[ThresholdBand]
    ratings: Ratings = NO_RATINGS


def answer_set(synthesis: Synthesis, background: AnswerContext, trials: Collection[StudyRow]) -> AnswerSet:
    """Prepare a synthesis. ``trials`` are the randomised trials that isolate ozone, whose serious harm is summed."""
    names, bands, ratings = background.names, background.bands, background.ratings
    findings = [finding_of(answer, names, bands, ratings) for answer in synthesis.answers]
    return AnswerSet(
        bottom_lines=bottom_lines(synthesis, findings, background.harms, trials),
        groups=_groups([finding for finding in findings if finding.shown]),
        unusable=tuple(finding for finding in findings if not finding.shown),
        left_out=first_left_out(synthesis.unasked),
        usable_trials=len({e.study.id for a in synthesis.answers if a.question.randomised for e in a.entries}),
    )


def bottom_lines(
    synthesis: Synthesis, findings: Sequence[Finding], harms: Sequence[HarmRow], trials: Collection[StudyRow]
) -> tuple[BottomLine, ...]:
    """Every critical outcome in order, measured or not."""
    by_answer = {id(finding.answer): finding for finding in findings}
    lines = [_bottom_line(answer, by_answer) for answer in outcome_answers(synthesis.answers)]
    place = list(CriticalOutcome).index(CriticalOutcome.SERIOUS_HARM)
    return (*lines[:place], _serious_harm(harms, trials), *lines[place:])


def _bottom_line(answer: OutcomeAnswer, by_answer: dict[int, Finding]) -> BottomLine:
    usable = [by_answer[id(item)] for item in answer.said]
    certainty = words_in_common([finding.rated for finding in usable])
    said = [
        AnswerStatement(finding.sentence, finding.anchor, rated=None if certainty else finding.rated)
        for finding in usable
    ]
    for item in answer.doubted:
        problems = dict.fromkeys(entry.query.problem for entry in item.beside if entry.query)
        doubt = "; ".join(problems) or "shown beside, in no pool"
        said.append(AnswerStatement(sentence_of(item), by_answer[id(item)].anchor, doubt))
    return BottomLine(
        title=answer.outcome.label,
        said=tuple(said),
        unknown=outcome_state(answer),
        further=further(answer.unused, beside_others=bool(said)),
        certainty=certainty,
        elsewhere=len(answer.elsewhere),
        glyph=_glyph(answer.said[:FIRST_SAID]),
    )


def _serious_harm(harms: Sequence[HarmRow], trials: Collection[StudyRow]) -> BottomLine:
    harm = serious_harm(harms, {study.id for study in trials})
    first, *others = harm_sentences(harm)
    certainty = NOT_RATED if harm.exposed else ""
    title = CriticalOutcome.SERIOUS_HARM.label
    return BottomLine(title, (), first, " ".join(others), certainty, elsewhere=0, glyph=None)


def _glyph(answers: Sequence[Answer]) -> MiniForest | None:
    """The effects of one outcome on one small axis; None when they are not of one measure and direction."""
    if not answers or len({(item.measure, item.higher_is_better) for item in answers}) > 1:
        return None
    measure, better = answers[0].measure, answers[0].higher_is_better
    if measure is None or better is None:
        return None
    lines = [line for item in answers for line in _drawn(item)]
    title = f"{plural(len(answers), 'answer')}: {'; '.join(str(sentence_of(item)) for item in answers)}"
    return draw_glyph(
        lines, is_ratio=measure.is_ratio, better_side=ForestSide.RIGHT if better else ForestSide.LEFT, title=title
    )


def _drawn(answer: Answer) -> list[MiniForestLine]:
    """The pool, else each study for itself: two stand side by side."""
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
    cut_short = cut(findings, lambda finding: finding, listed)
    lettered = footnotes([finding.rated.notes for finding in cut_short.rows])
    rows = [
        replace(finding, letters=letters) if letters else finding
        for finding, letters in zip(cut_short.rows, lettered.letters, strict=True)
    ]
    findings = [*rows, *findings[len(rows) :]]
    return FindingGroup(
        words=words,
        randomised=randomised,
        findings=tuple(findings),
        listed=replace(cut_short, rows=tuple(rows)),
        in_full=tuple(findings[:in_full]),
        notes=lettered.notes,
    )
