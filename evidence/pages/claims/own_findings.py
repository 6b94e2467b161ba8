"""What this site itself finds on the question of a claim."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.condition_answers import (
    RatedAnswers,
    answer_href,
    outcome_answers_by_condition,
    read_rated_answers,
)
from evidence.pages.claims.linked_text import LinkedText, works_named_in
from evidence.pages.reviews.review_comparison import OwnAnswer
from evidence.synthesis.counts import count_studies
from evidence.synthesis.harm_sentences import harm_sentences
from evidence.synthesis.headline import OutcomeAnswer, headline
from evidence.synthesis.serious_harm import serious_harm
from evidence.synthesis.state_phrases import NO_TRIAL, outcome_state, unused_trials_text
from studies.choices import ClaimKind, CriticalOutcome
from studies.models import Claim, Condition, with_descendants
from studies.reported.outcome_facts import critical_outcome, outcome_of
from studies.selectors import read_arms, read_harms
from studies.selectors.results import measure_row


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """What this site answers on the question of the claim: sentences with figures, or what is unknown."""

    condition: str
    outcome: str
    href: str
    answers: tuple[OwnAnswer, ...]
    sentences: tuple[str, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What is read once for all claims.

    ``answers`` are by the slug of a condition, ``harms`` are sentences by the slug of a root: the widest condition
    above it, which ``roots`` gives by slug.
    """

    works: Mapping[str, LinkedText]
    answers: Mapping[str, Sequence[OutcomeAnswer]]
    harms: Mapping[str, Sequence[str]]
    roots: Mapping[str, Condition]
    ratings: RatedAnswers


def outcome_of_claim(claim: Claim) -> CriticalOutcome | None:
    """The critical outcome that a claim is about; None where it names none."""
    measure = claim.measure
    if measure is None:
        return None
    return critical_outcome(outcome_of(measure_row(measure), ""))


def claim_context(claims: Sequence[Claim]) -> ClaimContext:
    conditions = list(Condition.objects.all())
    roots = {item.slug: _root(item, conditions) for item in conditions}
    requested = {claim.condition.slug: claim.condition for claim in claims if _is_on_benefit(claim)}
    return ClaimContext(
        works=works_named_in(claim.note for claim in claims),
        answers=outcome_answers_by_condition(requested.values(), conditions),
        harms=_harms({roots[claim.condition.slug] for claim in claims if claim.kind == ClaimKind.SAFETY}, conditions),
        roots=roots,
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


def _harms(roots: Iterable[Condition], conditions: Sequence[Condition]) -> dict[str, list[str]]:
    """Sentences on serious harm for each of these conditions with all below it, by slug."""
    arms = read_arms()
    harms = read_harms(arms)
    sentences = {}
    for root in roots:
        scope = {item.slug for item in with_descendants(root, conditions)}
        trials = {study.id for study in count_studies(arm for arm in arms if arm.condition in scope).isolating}
        in_scope = [row for row in harms if row.arm.condition in scope]
        sentences[root.slug] = harm_sentences(serious_harm(in_scope, trials))
    return sentences


def _is_on_benefit(claim: Claim) -> bool:
    return outcome_of_claim(claim) is not None or claim.kind == ClaimKind.EFFICACY


def own_finding(claim: Claim, context: ClaimContext) -> OwnFinding | None:
    """Our own answer to a claim on benefit or on harm; None for any other claim."""
    if claim.kind == ClaimKind.SAFETY:
        root = context.roots[claim.condition.slug]
        words = tuple(context.harms[root.slug])
        label = CriticalOutcome.SERIOUS_HARM.label
        return OwnFinding(root.name, label, reverse("safety"), (), words, certainty="")
    if not _is_on_benefit(claim):
        return None
    answers = context.answers[claim.condition.slug]
    outcome = outcome_of_claim(claim)
    found = next(item for item in answers if item.outcome is outcome) if outcome else headline(answers)
    if found is None:
        href = reverse("condition", args=[claim.condition.slug])
        return OwnFinding(claim.condition.name, "", href, (), (_without_result(answers),), certainty="")
    return _own_benefit(claim.condition, found, context.ratings)


def _without_result(answers: Sequence[OutcomeAnswer]) -> str:
    if any(item.read.trials for item in answers):
        return "The texts read of randomised trials here give no result of a critical outcome."
    return NO_TRIAL


def _own_benefit(condition: Condition, found: OutcomeAnswer, ratings: RatedAnswers) -> OwnFinding:
    leading = found.usable or found.values
    unknown, unused = outcome_state(found), unused_trials_text(found.unused, is_further=bool(leading))
    slug = condition.slug
    answers = [OwnAnswer(ratings.sentence(slug, answer), answer_href(slug, answer)) for answer in leading]
    return OwnFinding(
        condition=condition.name,
        outcome=found.outcome.label,
        href=reverse("condition", args=[condition.slug]),
        answers=tuple(answers),
        sentences=tuple(filter(None, (unknown, unused))),
        certainty=ratings.certainty_words(slug, found.usable),
    )
