"""Claims of popular sources: what each says and cites, what the evidence here says of it, and a first verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.headline_findings import RatedAnswers, read_rated_answers
from evidence.findings.own_answers import answer_href, live_answers
from evidence.pages.claims.linked_text import LinkedText, works_named_in
from evidence.pages.reviews.review_comparison import OwnAnswer
from evidence.synthesis.counts import count_studies
from evidence.synthesis.harms import harm_sentences, serious_harm
from evidence.synthesis.headline import OutcomeAnswer, headline, outcome_answers
from evidence.synthesis.sentences import further, outcome_state
from studies.choices import ClaimKind, OutcomeDomain
from studies.models import Claim, Condition, with_descendants
from studies.reported.outcome_facts import CriticalOutcome, critical_outcome, outcome_of
from studies.reported.rows import MeasureRow
from studies.selectors import read_arms, read_harms


@dataclass(frozen=True, slots=True)
class LiveFinding:
    """What this site answers today where the claim speaks: sentences with figures, or what is unknown."""

    condition: str
    outcome: str
    href: str
    said: tuple[OwnAnswer, ...]
    words: tuple[str, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class _ClaimContext:
    """What was read once for all claims. ``harms`` are sentences by the slug of a condition that gathers others."""

    works: Mapping[str, LinkedText]
    answers: Mapping[str, Sequence[OutcomeAnswer]]
    harms: Mapping[str, Sequence[str]]
    tops: Mapping[str, Condition]
    ratings: RatedAnswers


def outcome_of_claim(claim: Claim) -> CriticalOutcome | None:
    """The critical outcome that a claim speaks of; None where it names none."""
    measure = claim.measure
    if measure is None:
        return None
    return critical_outcome(outcome_of(MeasureRow(measure.slug, measure.name, OutcomeDomain(measure.domain)), ""))


def claim_context(claims: Sequence[Claim]) -> _ClaimContext:
    conditions = list(Condition.objects.all())
    tops = {item.slug: _top(item, conditions) for item in conditions}
    asked = {claim.condition.slug: claim.condition for claim in claims if _asks_benefit(claim)}
    answers = live_answers(asked.values(), conditions)
    return _ClaimContext(
        works=works_named_in(claim.note for claim in claims),
        answers={slug: outcome_answers(found) for slug, found in answers.items()},
        harms=_harms({tops[claim.condition.slug] for claim in claims if claim.kind == ClaimKind.SAFETY}, conditions),
        tops=tops,
        ratings=read_rated_answers(),
    )


def _top(condition: Condition, conditions: Iterable[Condition]) -> Condition:
    """The widest condition above this one: harm belongs to the injection, not to one kind of pain."""
    by_id = {item.pk: item for item in conditions}
    seen = {condition.pk}
    while condition.parent_id in by_id and condition.parent_id not in seen:
        condition = by_id[condition.parent_id]
        seen.add(condition.pk)
    return condition


def _harms(tops: Iterable[Condition], conditions: Sequence[Condition]) -> dict[str, list[str]]:
    """Serious harm said for each of these conditions with all below it."""
    arms = read_arms()
    harms = read_harms(arms)
    said = {}
    for top in tops:
        scope = {item.slug for item in with_descendants(top, conditions)}
        trials = {study.id for study in count_studies(arm for arm in arms if arm.condition in scope).isolating}
        counted, *told = harm_sentences(serious_harm([row for row in harms if row.arm.condition in scope], trials))
        said[top.slug] = [*told, counted]
    return said


def _asks_benefit(claim: Claim) -> bool:
    return outcome_of_claim(claim) is not None or claim.kind == ClaimKind.EFFICACY


def own_finding(claim: Claim, known: _ClaimContext) -> LiveFinding | None:
    """Our own answer where the claim speaks of benefit or of harm; None where none would speak to it."""
    if claim.kind == ClaimKind.SAFETY:
        top = known.tops[claim.condition.slug]
        words = tuple(known.harms[top.slug])
        label = CriticalOutcome.SERIOUS_HARM.label
        return LiveFinding(top.name, label, reverse("safety"), (), words, certainty="")
    if not _asks_benefit(claim):
        return None
    answers = known.answers[claim.condition.slug]
    outcome = outcome_of_claim(claim)
    found = next(item for item in answers if item.outcome is outcome) if outcome else headline(answers)
    return _own_benefit(claim.condition, found, known.ratings)


def _own_benefit(condition: Condition, found: OutcomeAnswer | None, ratings: RatedAnswers) -> LiveFinding:
    if found is None:
        words: tuple[str, ...] = ("No randomised trial here gives a result of a critical outcome.",)
        return LiveFinding(condition.name, "", condition.get_absolute_url(), (), words, certainty="")
    unknown, unused = outcome_state(found), further(found.unused, beside_others=bool(found.said))
    slug = condition.slug
    said = [OwnAnswer(ratings.sentence(slug, answer), answer_href(slug, answer)) for answer in found.said]
    return LiveFinding(
        condition=condition.name,
        outcome=found.outcome.label,
        href=condition.get_absolute_url(),
        said=tuple(said),
        words=tuple(filter(None, (unknown, unused))),
        certainty=ratings.certainty(slug, found.said),
    )
