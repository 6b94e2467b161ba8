"""Claims of popular sources: what each says and cites, what this site finds, and a first verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse

from evidence.pages.claims.linked_text import LinkedText, link_works
from evidence.pages.claims.own_findings import ClaimContext, OwnFinding, claim_context, own_finding
from studies.choices import CitationStatus, ClaimVerdict
from studies.models import Claim, ClaimSource, Study
from studies.presentation.show_page import Context, show_page

VERDICT_MEANINGS: dict[ClaimVerdict, str] = {
    ClaimVerdict.SUPPORTED: "the records named with the claim say the same",
    ClaimVerdict.PARTLY_SUPPORTED: "some records agree, others do not, or they agree with less than is claimed",
    ClaimVerdict.NOT_SUPPORTED: "the records read do not show it, or contradict it",
    ClaimVerdict.LABORATORY_ONLY: "seen in animals or in the laboratory; no study in people was located",
    ClaimVerdict.PLAUSIBLE: "fits what is known, but no study has tested it",
    ClaimVerdict.CITATION_NOT_LOCATED: "the work that it cites was not found among the records read",
    ClaimVerdict.OMITS_HARMS: "leaves out harms that published records report",
}
CITATION_MEANINGS: dict[CitationStatus, str] = {
    CitationStatus.FOUND: "the work cited was located",
    CitationStatus.NEAREST_MATCH: "the work cited was not located; the nearest works that were found are shown with it",
    CitationStatus.NOT_FOUND: "the work cited was not located, and nothing near it",
    CitationStatus.NOT_CITED: "the source cites no work",
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One study, review or laboratory work that is relevant to a claim."""

    label: str
    href: str
    kind: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim with its verdict and the reason for it. ``considered`` counts the works by their kind.

    ``same_finding`` is an earlier claim of the same source on the same question, whose finding is told in full there.
    """

    number: int
    slug: str
    text: str
    kind: str
    condition: str
    condition_href: str
    cited_work: str
    citation: CitationStatus
    citation_meaning: str
    verdict: ClaimVerdict
    reason: tuple[LinkedText, ...]
    works: tuple[WorkLine, ...]
    considered: str
    own_finding: OwnFinding | None
    same_finding: "ClaimLine | None" = None


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
    """Read every claim, each with this site's own finding, by a fixed number of queries."""
    claims = list(
        Claim.objects.select_related("source", "condition", "measure__complement_of").prefetch_related(
            Prefetch("evidence", Study.objects.visible())
        )
    )
    if not claims:
        return ClaimsPage(())
    context = claim_context(claims)
    # Claims come ordered by source, and are numbered within it.
    sources = [list(group) for _, group in groupby(claims, key=lambda claim: claim.source_id)]
    return ClaimsPage(
        tuple(
            _source(group[0].source, [_line(number, claim, context) for number, claim in enumerate(group, start=1)])
            for group in sources
        )
    )


def _line(number: int, claim: Claim, context: ClaimContext) -> ClaimLine:
    verdict, citation = ClaimVerdict(claim.verdict), CitationStatus(claim.citation_status)
    studies = claim.evidence.all()
    return ClaimLine(
        number=number,
        slug=claim.slug,
        text=claim.text,
        kind=claim.get_kind_display(),
        condition=claim.condition.name,
        condition_href=reverse("condition", args=[claim.condition.slug]),
        cited_work="" if citation is CitationStatus.NOT_CITED else claim.cited_work,
        citation=citation,
        citation_meaning=CITATION_MEANINGS[citation],
        verdict=verdict,
        reason=link_works(claim.note, context.works),
        works=tuple(WorkLine(study.label, study.get_absolute_url(), study.get_design_display()) for study in studies),
        considered=considered_text([study.get_design_display() for study in studies]),
        own_finding=own_finding(claim, context),
    )


def considered_text(designs: Sequence[str]) -> str:
    """How many works of each design were considered, the most first.

    >>> considered_text(["case report", "meta-analysis", "case report"]), considered_text([])
    ('Considered: 2 × case report, 1 × meta-analysis.', 'No record is named with it.')
    """
    if not designs:
        return "No record is named with it."
    return f"Considered: {', '.join(f'{number} × {design}' for design, number in Counter(designs).most_common())}."


def _told_once(lines: Sequence[ClaimLine]) -> list[ClaimLine]:
    """The same claims; of those with the same finding the first tells it, the others name the first."""
    first: dict[OwnFinding, ClaimLine] = {}
    told = []
    for line in lines:
        earlier = first.setdefault(line.own_finding, line) if line.own_finding else line
        told.append(line if earlier is line else replace(line, same_finding=earlier))
    return told


def _source(source: ClaimSource, claims: Sequence[ClaimLine]) -> SourceClaims:
    lines = _told_once(claims)
    groups = (
        VerdictGroup(verdict, meaning, tuple(line for line in lines if line.verdict is verdict))
        for verdict, meaning in VERDICT_MEANINGS.items()
    )
    return SourceClaims(source.title, source.get_kind_display(), tuple(lines), tuple(groups))


@show_page("evidence/pages/claims/claims_page.html", shared=True)
def claims(request: HttpRequest) -> Context:
    return {"page": claims_page()}
