"""The decisions of people who screen, as files: a table with one row a decision, or the citations with their decisions.

A file holds what its reader may see: another person's decision only once they have given their own.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import tee

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from studies.choices import Screening
from studies.citations.export.citation import Citation, citations
from studies.citations.export.downloads import text_download
from studies.citations.export.write_ris import write_ris
from studies.models import Publication, ScreeningDecision
from studies.page_access import importers_only, name_of, person
from studies.presentation.csv_text import csv_lines
from studies.revisions.data_version import read_snapshot

COLUMNS = (
    *("key", "title", "authors", "year", "journal", "doi", "pmid"),
    *("stage", "decision", "reason", "note", "settles", "report_of", "person", "date"),
)
# Publications that are read together.
_BATCH = 500
DecidedCitation = tuple[Citation, list[ScreeningDecision]]


def decided_citations(decisions: QuerySet[ScreeningDecision]) -> Iterator[DecidedCitation]:
    """Each publication with its decisions, in the order of publications; read some hundred at a time."""
    shown = Prefetch("screening_decisions", decisions.order_by("pk"), to_attr="shown_decisions")
    papers = Publication.objects.filter(pk__in=decisions.order_by().values("publication_id")).order_by("pk")
    papers = papers.select_related("abstract_record").prefetch_related("sources", shown)
    listed, cited = tee(papers.iterator(chunk_size=_BATCH))
    for paper, citation in zip(listed, citations(cited, private=True), strict=True):
        yield citation, paper.shown_decisions  # type: ignore[attr-defined]  # made by the prefetch


def decision_row(citation: Citation, decision: ScreeningDecision) -> Sequence[object]:
    """One decision as a row of the table."""
    return (
        *(citation.key, citation.title, "; ".join(citation.authors), citation.year, citation.journal),
        *(citation.doi, citation.pmid, decision.get_stage_display(), decision_word(decision)),
        *(decision.get_reason_code_display(), decision.reason, "yes" if decision.settles else ""),
        decision.study.label if decision.study else "",
        *(name_of(decision.decided_by), f"{decision.decided_at:%Y-%m-%d}"),
    )


def decision_word(decision: ScreeningDecision) -> str:
    """What was decided, in one word or two."""
    return "left open" if decision.decision == Screening.UNSCREENED else Screening(decision.decision).label


def decision_note(decision: ScreeningDecision) -> str:
    """One decision as a line of the notes of a citation."""
    report = f" as a report of {decision.study.label}" if decision.study else ""
    settles = ", settling a difference" if decision.settles else ""
    why = f": {decision.reason}" if decision.reason else ""
    who = f"{name_of(decision.decided_by)}, {decision.decided_at:%Y-%m-%d}"
    return f"Screening, {decision.get_stage_display()}: {decision_word(decision)}{report}{settles} ({who}){why}"


def with_notes(record: str, notes: Iterable[str]) -> str:
    """A record of RIS with further notes before its end."""
    body, end, rest = record.rpartition("ER  -")
    return body + "".join(f"N1  - {' '.join(note.split())}\n" for note in notes) + end + rest


@importers_only
@require_safe
@read_snapshot()
def screening_export(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The decisions as CSV or RIS."""
    if suffix not in ("csv", "ris"):
        raise Http404("no such format")
    shown = ScreeningDecision.objects.visible_to(person(request))
    decided = decided_citations(shown.select_related("study", "decided_by"))
    pieces = decisions_csv(decided) if suffix == "csv" else decisions_ris(decided)
    return text_download(pieces, suffix, name="screening-decisions")


def decisions_csv(decided: Iterable[DecidedCitation]) -> Iterator[str]:
    """One row a decision."""
    return csv_lines(COLUMNS, (decision_row(citation, each) for citation, decisions in decided for each in decisions))


def decisions_ris(decided: Iterable[DecidedCitation]) -> Iterator[str]:
    """The citations, each with its decisions as notes."""
    for place, (citation, decisions) in enumerate(decided):
        record = with_notes("".join(write_ris([citation])), map(decision_note, decisions))
        yield f"\n{record}" if place else record
