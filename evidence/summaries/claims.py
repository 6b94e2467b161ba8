"""Claims of popular sources: what each says and cites, what the evidence here says of it, and a first verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.urls import reverse

from evidence.findings.headline_findings import RatedAnswers, read_rated_answers
from evidence.findings.own_answers import answer_href, live_answers
from evidence.summaries.pools_beside import OwnAnswer
from evidence.summaries.remarks import Piece, in_pieces, works_named_in
from evidence.synthesis.counts import count_studies
from evidence.synthesis.harms import harm_sentences, serious_harm
from evidence.synthesis.headline import OutcomeAnswer, headline, outcome_answers
from evidence.synthesis.sentences import further, outcome_state
from studies.choices import CitationStatus, ClaimKind, Domain, Verdict
from studies.models import Claim, Condition, Study, with_descendants
from studies.reported.outcome_facts import CriticalOutcome, critical_outcome, outcome_of
from studies.reported.rows import MeasureRow
from studies.selectors import read_arms, read_harms

VERDICT_MEANINGS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "the records named beside the claim say the same",
    Verdict.PARTLY_SUPPORTED: "some records agree, others do not, or they agree with less than is claimed",
    Verdict.NOT_SUPPORTED: "the records read do not show it, or speak against it",
    Verdict.LABORATORY_ONLY: "seen in animals or in the laboratory; no study in people was located",
    Verdict.PLAUSIBLE: "fits what is known, but no study has put it to the test",
    Verdict.CITATION_NOT_LOCATED: "the work that it points to was not found among the records read",
    Verdict.OMITS_HARMS: "leaves out harms that published records tell of",
}
CITATION_MEANINGS: dict[CitationStatus, str] = {
    CitationStatus.FOUND: "the work cited was located",
    CitationStatus.NEAREST_MATCH: "the work cited was not located; the nearest works that were found stand beside it",
    CitationStatus.NOT_FOUND: "the work cited was not located, and nothing near it",
    CitationStatus.NOT_CITED: "the source points to no work",
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One study, review or laboratory work that bears on a claim."""

    label: str
    href: str
    kind: str


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
class ClaimLine:
    """One claim with its verdict and the reason for it."""

    number: int
    slug: str
    text: str
    kind: str
    condition: str
    condition_href: str
    cites: str
    citation: CitationStatus
    citation_means: str
    verdict: Verdict
    verdict_means: str
    reason: tuple[Piece, ...]
    works: tuple[WorkLine, ...]
    live: LiveFinding | None


@dataclass(frozen=True, slots=True)
class VerdictGroup:
    """A verdict, what it means, and the claims that have it."""

    verdict: Verdict
    meaning: str
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class SourceClaims:
    """The claims of one source, in its order, and by verdict."""

    title: str
    kind: str
    claims: tuple[ClaimLine, ...]
    verdicts: tuple[VerdictGroup, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Every claim of every source."""

    sources: tuple[SourceClaims, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read once for all claims. ``harms`` are sentences by the slug of a condition that gathers others."""

    works: Mapping[str, Piece]
    answers: Mapping[str, Sequence[OutcomeAnswer]]
    harms: Mapping[str, Sequence[str]]
    tops: Mapping[str, Condition]
    ratings: RatedAnswers


def claims_page() -> ClaimsPage:
    """Read every claim and set the live findings beside it, by a fixed number of queries."""
    claims = list(
        Claim.objects.select_related("source", "condition", "measure").prefetch_related(
            Prefetch("evidence", Study.objects.visible())
        )
    )
    known = _known(claims)
    numbered = [(claim, _line(number, claim, known)) for _, of in _by_source(claims) for number, claim in of]
    return ClaimsPage(tuple(_source(list(group)) for _, group in groupby(numbered, key=lambda pair: pair[0].source_id)))


def outcome_of_claim(claim: Claim) -> CriticalOutcome | None:
    """The critical outcome that a claim speaks of; None where it names none."""
    measure = claim.measure
    if measure is None:
        return None
    return critical_outcome(outcome_of(MeasureRow(measure.slug, measure.name, Domain(measure.domain)), ""))


def _by_source(claims: Iterable[Claim]) -> list[tuple[int, list[tuple[int, Claim]]]]:
    """Claims numbered within their source; they come ordered by source."""
    return [(key, list(enumerate(of, start=1))) for key, of in groupby(claims, key=lambda claim: claim.source_id)]


def _known(claims: Sequence[Claim]) -> _Known:
    conditions = list(Condition.objects.all())
    tops = {item.slug: _top(item, conditions) for item in conditions}
    asked = {claim.condition.slug: claim.condition for claim in claims if _asks_benefit(claim)}
    answers = live_answers(asked.values(), conditions)
    return _Known(
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
    arms, harms = read_arms(), read_harms()
    said = {}
    for top in tops:
        scope = {item.slug for item in with_descendants(top, conditions)}
        trials = {study.id for study in count_studies(arm for arm in arms if arm.condition in scope).isolating}
        counted, *told = harm_sentences(serious_harm([row for row in harms if row.condition in scope], trials))
        said[top.slug] = [*told, counted]
    return said


def _asks_benefit(claim: Claim) -> bool:
    return outcome_of_claim(claim) is not None or claim.kind == ClaimKind.EFFICACY


def _line(number: int, claim: Claim, known: _Known) -> ClaimLine:
    verdict, citation = Verdict(claim.verdict), CitationStatus(claim.citation_status)
    return ClaimLine(
        number=number,
        slug=claim.slug,
        text=claim.text,
        kind=claim.get_kind_display(),
        condition=claim.condition.name,
        condition_href=claim.condition.get_absolute_url(),
        cites="" if citation is CitationStatus.NOT_CITED else claim.cited_work,
        citation=citation,
        citation_means=CITATION_MEANINGS[citation],
        verdict=verdict,
        verdict_means=VERDICT_MEANINGS[verdict],
        reason=in_pieces(claim.note, known.works),
        works=tuple(
            WorkLine(study.label, study.get_absolute_url(), study.get_design_display())
            for study in claim.evidence.all()
        ),
        live=_live(claim, known),
    )


def _live(claim: Claim, known: _Known) -> LiveFinding | None:
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
    return _live_benefit(claim.condition, found, known.ratings)


def _live_benefit(condition: Condition, found: OutcomeAnswer | None, ratings: RatedAnswers) -> LiveFinding:
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


def _source(pairs: Sequence[tuple[Claim, ClaimLine]]) -> SourceClaims:
    source, lines = pairs[0][0].source, tuple(line for _, line in pairs)
    groups = (
        VerdictGroup(verdict, meaning, tuple(line for line in lines if line.verdict is verdict))
        for verdict, meaning in VERDICT_MEANINGS.items()
    )
    return SourceClaims(source.title, source.get_kind_display(), lines, tuple(groups))
