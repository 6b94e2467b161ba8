"""What this site itself finds today on the question of a claim."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.condition_answers import RatedAnswers, answer_href, read_rated_answers
from evidence.findings.condition_overview import knowledge_in_short, usable_trials_text
from evidence.findings.condition_synthesis import (
    ConditionSynthesis,
    SharedEvidence,
    read_shared_evidence,
    synthesise_condition,
)
from evidence.findings.outcome_marks import MarkShape, ShapeCount, count_shapes, differs_text, outcome_cell, shape_of
from evidence.pages.claims.linked_text import LinkedText, works_named_in
from evidence.synthesis.answer_rows import AnswerRow
from evidence.synthesis.condition_answer import harm_counts
from evidence.synthesis.harm_on_record import NONE_ON_RECORD, harm_on_record
from evidence.synthesis.harm_sentences import harm_sentences
from evidence.synthesis.headline import outcome_answer
from evidence.synthesis.sentences import Sentence
from evidence.synthesis.state_phrases import NO_TRIAL, outcome_state, unused_trials_text
from studies.choices import ClaimKind, CriticalOutcome
from studies.models import Claim, Condition
from studies.reported.outcome_facts import outcome_of
from studies.selectors.results import measure_row


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One comparison with a figure: its mark and word, its finding in a sentence, and how much is known."""

    shape: MarkShape
    words: str
    sentence: Sentence
    href: str
    certainty: str


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """What this site answers on the question of a claim.

    In short: the marks of its comparisons, or ``summary`` where there is none to draw. In full: rows, then sentences.
    """

    condition: str
    outcome: str
    href: str
    shapes: tuple[ShapeCount, ...]
    summary: str
    rows: tuple[OwnRow, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What is read once for all claims.

    ``found`` are the conditions of claims on benefit, by slug; ``harm`` is what is known of harm in the widest
    condition above that of a claim on safety, by the slug of the claim's own.
    """

    works: Mapping[str, LinkedText]
    found: Mapping[str, ConditionSynthesis]
    harm: Mapping[str, OwnFinding]
    ratings: RatedAnswers


def outcome_of_claim(claim: Claim) -> CriticalOutcome | None:
    """The critical outcome that a claim is about; None where it names none."""
    measure = claim.measure
    if measure is None:
        return None
    return outcome_of(measure_row(measure), "").critical


def claim_context(claims: Sequence[Claim]) -> ClaimContext:
    """Read and answer, once, what these claims are held against."""
    shared = read_shared_evidence()
    on_benefit = {claim.condition.slug: claim.condition for claim in claims if _is_on_benefit(claim)}
    on_safety = {claim.condition.slug: claim.condition for claim in claims if claim.kind == ClaimKind.SAFETY}
    return ClaimContext(
        works=works_named_in(claim.note for claim in claims),
        found={slug: synthesise_condition(item, shared) for slug, item in on_benefit.items()},
        harm={slug: _on_harm(_root(item, shared.conditions), shared) for slug, item in on_safety.items()},
        ratings=read_rated_answers(),
    )


def _root(condition: Condition, conditions: Iterable[Condition]) -> Condition:
    """The widest condition above this one: harm comes from the injection, not from one kind of pain."""
    by_id = {item.pk: item for item in conditions}
    visited = {condition.pk}
    while condition.parent_id in by_id and condition.parent_id not in visited:
        condition = by_id[condition.parent_id]
        visited.add(condition.pk)
    return condition


def _is_on_benefit(claim: Claim) -> bool:
    return outcome_of_claim(claim) is not None or claim.kind == ClaimKind.EFFICACY


def own_finding(claim: Claim, context: ClaimContext) -> OwnFinding | None:
    """Our own answer to a claim on benefit or on harm; None for any other claim."""
    if claim.kind == ClaimKind.SAFETY:
        return context.harm[claim.condition.slug]
    if not _is_on_benefit(claim):
        return None
    found, outcome = context.found[claim.condition.slug], outcome_of_claim(claim)
    return _on_outcome(found, outcome, context.ratings) if outcome else _on_condition(found)


def _on_harm(root: Condition, shared: SharedEvidence) -> OwnFinding:
    scope = shared.scopes[root.slug]
    harm = shared.harms.of(scope, shared.counts.of(scope).isolating_ids)
    summary, sentences = harm_on_record(harm_counts(harm)) or NONE_ON_RECORD, tuple(harm_sentences(harm))
    return OwnFinding(
        root.name, CriticalOutcome.SERIOUS_HARM.label, reverse("safety"), (), f"{summary}.", (), sentences
    )


def _on_condition(found: ConditionSynthesis) -> OwnFinding:
    """A claim of benefit that names no outcome: whether enough is known, and how many trials say anything."""
    answer = found.answer
    summary = f"{knowledge_in_short(answer)} {usable_trials_text(answer)}" if answer.trials else NO_TRIAL
    href = reverse("condition", args=[found.condition.slug])
    return OwnFinding(found.condition.name, "", href, (), summary, (), (str(answer),))


def _on_outcome(found: ConditionSynthesis, outcome: CriticalOutcome, ratings: RatedAnswers) -> OwnFinding:
    slug, rows = found.condition.slug, found.rows
    shown = [row for row in rows.of_outcome(outcome) if row.is_usable or row.answer.values]
    told = outcome_answer(outcome, found.answers, found.read)
    sentences = (outcome_state(told), unused_trials_text(told.unused, is_further=bool(shown)))
    cell = outcome_cell(slug, rows, outcome)
    return OwnFinding(
        condition=found.condition.name,
        outcome=outcome.label,
        href=reverse("condition", args=[slug]),
        shapes=count_shapes(cell.marks),
        summary=f"{cell.words}." if cell.words else "",
        rows=tuple(_own_row(slug, row, ratings) for row in shown),
        sentences=tuple(filter(None, sentences)),
    )


def _own_row(slug: str, row: AnswerRow, ratings: RatedAnswers) -> OwnRow:
    answer = row.answer
    certainty = ratings.certainty_words(slug, [answer]) if row.is_usable else ""
    shape = shape_of(row)
    words = f"{row.key.words.heading}: {shape.label}{differs_text(row)}"
    return OwnRow(shape, words, ratings.sentence(slug, answer), answer_href(slug, answer), certainty)
