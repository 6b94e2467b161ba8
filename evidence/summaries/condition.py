"""The evidence summary: everything that the page of one condition shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from evidence.formatting import plural
from evidence.plots.forest import Side
from evidence.plots.glyph import Glyph, GlyphLine, draw_glyph
from evidence.records import read_evidence, read_harms
from evidence.summaries.finding import NOT_RATED, Finding, finding_of
from evidence.summaries.left_out import LeftOutRow, left_out_rows
from evidence.synthesis.answers import Answer, Synthesis, synthesise
from evidence.synthesis.contrasts import contrasts
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.doubt import by_study
from evidence.synthesis.harms import harm_sentences, serious_harm
from evidence.synthesis.headline import OutcomeAnswer, outcome_answers
from evidence.synthesis.outcomes import CriticalOutcome
from evidence.synthesis.rows import Evidence
from evidence.synthesis.sentences import Sentence, further, outcome_state, sentence_of
from evidence.synthesis.words import ComparisonWords
from studies.models import Condition, with_descendants


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """One sentence of the bottom line, with where its figures stand and why they are doubted, if they are."""

    sentence: Sentence
    href: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class BottomLine:
    """What is known of one critical outcome, as the top of the page says it."""

    title: str
    said: tuple[SaidAnswer, ...]
    unknown: str
    further: str
    certainty: str
    elsewhere: int
    glyph: Glyph | None


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One study of the condition, as its list shows it."""

    label: str
    href: str
    design: str
    year: int | None
    people: int | None
    isolates_ozone: bool


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one comparison."""

    words: ComparisonWords
    randomised: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """All that is known here about one condition, or about all the conditions that a parent gathers."""

    condition: Condition
    trail: tuple[Condition, ...]
    children: tuple[Condition, ...]
    counts: StudyCounts
    usable_trials: int
    bottom_lines: tuple[BottomLine, ...]
    groups: tuple[FindingGroup, ...]
    unusable: tuple[Finding, ...]
    left_out: tuple[LeftOutRow, ...]
    studies: tuple[StudyLine, ...]


def evidence_summary(condition: Condition) -> EvidenceSummary:
    """Read, synthesise and prepare one condition with everything below it."""
    conditions = list(Condition.objects.all())
    scope = with_descendants(condition, conditions)
    slugs = [item.slug for item in scope]
    evidence = read_evidence(slugs)
    synthesis = synthesise(contrasts(evidence), by_study(evidence.queries))
    counts = count_studies(evidence.arms)
    names = {item.slug: item.name for item in scope}
    findings = [finding_of(answer, names) for answer in synthesis.answers]
    shown = [finding for finding in findings if finding.plot]
    return EvidenceSummary(
        condition=condition,
        trail=_trail(condition, conditions),
        children=tuple(scope[1:]),
        counts=counts,
        usable_trials=len({e.study.id for a in synthesis.answers if a.question.randomised for e in a.entries}),
        bottom_lines=bottom_lines(synthesis, findings, slugs, counts),
        groups=_groups(shown),
        unusable=tuple(finding for finding in findings if not finding.plot),
        left_out=left_out_rows(synthesis.unasked),
        studies=_studies(evidence, counts),
    )


def bottom_lines(
    synthesis: Synthesis, findings: Sequence[Finding], conditions: Collection[str], counts: StudyCounts
) -> tuple[BottomLine, ...]:
    """Every critical outcome in order, measured or not."""
    anchors = {id(finding.answer): f"#{finding.anchor}" for finding in findings}
    lines = [_bottom_line(answer, anchors) for answer in outcome_answers(synthesis.answers)]
    place = list(CriticalOutcome).index(CriticalOutcome.SERIOUS_HARM)
    return (*lines[:place], _serious_harm(conditions, counts), *lines[place:])


def _bottom_line(answer: OutcomeAnswer, anchors: dict[int, str]) -> BottomLine:
    said = [SaidAnswer(sentence_of(item), anchors[id(item)]) for item in answer.said]
    for item in answer.doubted:
        problems = dict.fromkeys(entry.query.problem for entry in item.beside if entry.query)
        said.append(
            SaidAnswer(sentence_of(item), anchors[id(item)], doubt="; ".join(problems) or "shown beside, in no pool")
        )
    return BottomLine(
        title=answer.outcome.label,
        said=tuple(said),
        unknown=outcome_state(answer),
        further=further(answer.unused, beside_others=bool(said)),
        certainty=NOT_RATED if answer.said else "",
        elsewhere=len(answer.elsewhere),
        glyph=_glyph(answer.said),
    )


def _serious_harm(conditions: Collection[str], counts: StudyCounts) -> BottomLine:
    harm = serious_harm(read_harms(conditions), {study.id for study in counts.isolating})
    first, *others = harm_sentences(harm)
    certainty = NOT_RATED if harm.exposed else ""
    title = CriticalOutcome.SERIOUS_HARM.label
    return BottomLine(title, (), first, " ".join(others), certainty, elsewhere=0, glyph=None)


def _glyph(answers: Sequence[Answer]) -> Glyph | None:
    """The effects of one outcome on one small axis; None when they are not of one measure and direction."""
    if not answers or len({(item.measure, item.higher_is_better) for item in answers}) > 1:
        return None
    measure, better = answers[0].measure, answers[0].higher_is_better
    if measure is None or better is None:
        return None
    lines = []
    for item in answers:
        effect, interval = _drawn(item)
        lines += [GlyphLine(measure.to_reader(effect), *interval, is_pooled=item.pooled is not None)]
    title = f"{plural(len(answers), 'answer')}: {'; '.join(str(sentence_of(item)) for item in answers)}"
    return draw_glyph(lines, is_ratio=measure.is_ratio, better_side=Side.RIGHT if better else Side.LEFT, title=title)


def _drawn(answer: Answer) -> tuple[float, tuple[float, float]]:
    if answer.pooled:
        interval = answer.pooled.reader_interval()
        return answer.pooled.estimate, (interval.low, interval.high)
    effect = answer.entries[0].effect
    interval = effect.reader_interval()
    return effect.estimate, (interval.low, interval.high)


def _groups(findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    keyed = groupby(findings, key=lambda finding: (finding.answer.question.randomised, finding.comparison))
    return tuple(FindingGroup(words, randomised, tuple(group)) for (randomised, words), group in keyed)


def _trail(condition: Condition, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions above this one, the widest first."""
    by_id: dict[int | None, Condition] = {item.pk: item for item in conditions}
    trail: list[Condition] = []
    above = by_id.get(condition.parent_id)
    while above and above not in trail:
        trail.insert(0, above)
        above = by_id.get(above.parent_id)
    return tuple(trail)


def _studies(evidence: Evidence, counts: StudyCounts) -> tuple[StudyLine, ...]:
    isolating = {study.id for study in counts.isolating}
    lines = [
        StudyLine(
            label=study.label,
            href=reverse("study", args=[study.slug]),
            design=study.design.label,
            year=study.year,
            people=counts.sizes.get(study.id),
            isolates_ozone=study.id in isolating,
        )
        for study in {arm.study.id: arm.study for arm in evidence.arms}.values()
    ]
    return tuple(sorted(lines, key=lambda line: (not line.isolates_ozone, -(line.year or 0), line.label)))
