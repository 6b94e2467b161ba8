"""Claims of popular sources: what each says and cites, what the evidence here says of it, and a first verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.pages.claims.linked_text import LinkedText, in_pieces
from evidence.pages.claims.own_findings import LiveFinding, _ClaimContext, claim_context, own_finding
from evidence.pages.gc_paused import without_collecting
from studies.choices import CitationStatus, ClaimVerdict
from studies.models import Claim, Study

VERDICT_MEANINGS: dict[ClaimVerdict, str] = {
    ClaimVerdict.SUPPORTED: "the records named beside the claim say the same",
    ClaimVerdict.PARTLY_SUPPORTED: "some records agree, others do not, or they agree with less than is claimed",
    ClaimVerdict.NOT_SUPPORTED: "the records read do not show it, or speak against it",
    ClaimVerdict.LABORATORY_ONLY: "seen in animals or in the laboratory; no study in people was located",
    ClaimVerdict.PLAUSIBLE: "fits what is known, but no study has put it to the test",
    ClaimVerdict.CITATION_NOT_LOCATED: "the work that it points to was not found among the records read",
    ClaimVerdict.OMITS_HARMS: "leaves out harms that published records tell of",
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
    verdict: ClaimVerdict
    verdict_means: str
    reason: tuple[LinkedText, ...]
    works: tuple[WorkLine, ...]
    live: LiveFinding | None


@dataclass(frozen=True, slots=True)
class VerdictGroup:
    """A verdict, what it means, and the claims that have it."""

    verdict: ClaimVerdict
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


def claims_page() -> ClaimsPage:
    """Read every claim and set the live findings beside it, by a fixed number of queries."""
    claims = list(
        Claim.objects.select_related("source", "condition", "measure__complement_of").prefetch_related(
            Prefetch("evidence", Study.objects.visible())
        )
    )
    known = claim_context(claims)
    numbered = [(claim, _line(number, claim, known)) for _, of in _by_source(claims) for number, claim in of]
    return ClaimsPage(tuple(_source(list(group)) for _, group in groupby(numbered, key=lambda pair: pair[0].source_id)))


def _by_source(claims: Iterable[Claim]) -> list[tuple[int, list[tuple[int, Claim]]]]:
    """Claims numbered within their source; they come ordered by source."""
    return [(key, list(enumerate(of, start=1))) for key, of in groupby(claims, key=lambda claim: claim.source_id)]


def _line(number: int, claim: Claim, known: _ClaimContext) -> ClaimLine:
    verdict, citation = ClaimVerdict(claim.verdict), CitationStatus(claim.citation_status)
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
        live=own_finding(claim, known),
    )


def _source(pairs: Sequence[tuple[Claim, ClaimLine]]) -> SourceClaims:
    source, lines = pairs[0][0].source, tuple(line for _, line in pairs)
    groups = (
        VerdictGroup(verdict, meaning, tuple(line for line in lines if line.verdict is verdict))
        for verdict, meaning in VERDICT_MEANINGS.items()
    )
    return SourceClaims(source.title, source.get_kind_display(), lines, tuple(groups))


@require_safe
@without_collecting
def claims(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/pages/claims/claims_page.html", {"page": claims_page()})
