"""Downloads of publications as citation files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from studies.citations.export.citation import Citation, SearchOfDatabase, citations
from studies.citations.export.write_bibtex import write_bibtex
from studies.citations.export.write_csl import write_csl
from studies.citations.export.write_csv_table import write_citation_table
from studies.citations.export.write_ris import write_ris
from studies.filters import STUDY_LIST_PARAMETERS, StudyFilter, for_listing
from studies.models import ImportBatch, ImportedEntry, Publication, Study
from studies.models.publication import PublicationQuerySet
from studies.page_access import importers_only
from studies.presentation.csv_text import csv_download
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page

Writer = Callable[[Iterable[Citation]], str]
FORMATS: dict[str, tuple[Writer, str]] = {
    "bib": (write_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (write_ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (write_csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
    "csv": (write_citation_table, "text/csv; charset=utf-8"),
}


@public_page
@require_safe
@query_parameters(*STUDY_LIST_PARAMETERS)
def publication_export(request: HttpRequest, suffix: str) -> HttpResponse:
    """The publications of the studies that a filter of the study list finds."""
    filters = StudyFilter(request.GET, queryset=for_listing(Study.objects.visible()))
    if not filters.is_valid():
        raise Http404("unknown value of a filter")
    publications = Publication.objects.visible().filter(study__in=filters.qs.values("pk")).order_by("pk")
    return citation_file(publications, suffix, name="ozone-publications")


@public_page
@require_safe
def study_publications(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    """The publications of one study."""
    study = get_object_or_404(Study.objects.visible(), slug=slug)
    return citation_file(study.publications.order_by("pk"), suffix, name=study.slug)


@importers_only
@require_safe
def import_export(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The publications that an import made or joined, with abstracts and with the searches that found them."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    publications = Publication.objects.filter(entries__batch=batch).distinct().order_by("pk")
    return citation_file(publications, suffix, name=f"import-{batch.pk}", private=True, searches=_searches(batch))


def _searches(batch: ImportBatch) -> dict[int, list[SearchOfDatabase]]:
    """The searches that found each publication of an import, by its number."""
    entries = ImportedEntry.objects.filter(batch=batch, publication__isnull=False, file__search__isnull=False)
    rows = entries.order_by("file__position").values_list(
        "publication_id", "file__search__database", "file__search__searched_on"
    )
    found: dict[int, list[SearchOfDatabase]] = {}
    for number, database, searched_on in rows.distinct():
        found.setdefault(number, []).append(SearchOfDatabase(database, searched_on))
    return found


def citation_file(
    publications: PublicationQuerySet,
    suffix: str,
    *,
    name: str,
    private: bool = False,
    searches: Mapping[int, Sequence[SearchOfDatabase]] = MappingProxyType({}),
) -> HttpResponse:
    """A file of publications; only a ``private`` one, for people who are logged in, has abstracts."""
    if suffix not in FORMATS:
        raise Http404("no such format")
    write, _ = FORMATS[suffix]
    publications = publications.prefetch_related("sources")
    if private:
        publications = publications.select_related("abstract_record")
    text = write(citations(publications, private=private, searches=searches))
    return text_download(text, suffix, name=name)


def text_download(text: str, suffix: str, *, name: str) -> HttpResponse:
    """Text in one of the formats as a file to save."""
    if suffix == "csv":
        return csv_download(text, name=f"{name}.csv")
    _, content_type = FORMATS[suffix]
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
