"""Downloads of publications as citation files."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from types import MappingProxyType

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from studies.citations.export.citation import Citation, SearchOfDatabase, citations
from studies.citations.export.write_bibtex import write_bibtex
from studies.citations.export.write_csl import write_csl
from studies.citations.export.write_csv_table import write_citation_table
from studies.citations.export.write_ris import write_ris
from studies.filters import STUDY_LIST_PARAMETERS, study_filter
from studies.models import ImportBatch, ImportedEntry, Publication, Study
from studies.models.publication import PublicationQuerySet
from studies.page_access import importers_only
from studies.presentation.csv_text import BYTE_ORDER_MARK, CSV
from studies.presentation.file_download import file_download
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page
from studies.revisions.data_version import read_snapshot

Writer = Callable[[Iterable[Citation]], Iterator[str]]
FORMATS: dict[str, tuple[Writer, str]] = {
    "bib": (write_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (write_ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (write_csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
    "csv": (write_citation_table, CSV),
}


# Publications that are read together.
_BATCH = 500


class CitationList:
    """The citations of publications, read some hundred at a time whenever they are gone through; a short list is held.

    Only a ``private`` one, for people who are logged in, has abstracts.
    """

    def __init__(
        self, publications: PublicationQuerySet, searches: Mapping[int, Sequence[SearchOfDatabase]], *, private: bool
    ) -> None:
        publications = publications.prefetch_related("sources")
        self._publications = publications.select_related("abstract_record") if private else publications
        self._searches, self._private = searches, private
        self._held: list[Citation] | None = None

    def __iter__(self) -> Iterator[Citation]:
        return self._read() if self._held is None else iter(self._held)

    def _read(self) -> Iterator[Citation]:
        publications = self._publications.iterator(chunk_size=_BATCH)
        read = citations(publications, private=self._private, searches=self._searches)
        first = list(islice(read, _BATCH))
        yield from first
        yield from read
        if len(first) < _BATCH:
            self._held = first


@public_page
@require_safe
@query_parameters(*STUDY_LIST_PARAMETERS)
def publication_export(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The publications of the studies that a filter of the study list finds."""
    filters = study_filter(request)
    if not filters.is_valid():
        raise Http404("unknown value of a filter")
    publications = Publication.objects.visible().filter(study__in=filters.qs.values("pk")).order_by("pk")
    return citation_file(publications, suffix, name="ozone-publications")


@public_page
@require_safe
def study_publications(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """The publications of one study."""
    study = get_object_or_404(Study.objects.visible(), slug=slug)
    return citation_file(study.publications.order_by("pk"), suffix, name=study.slug)


@importers_only
@require_safe
@read_snapshot()
def import_export(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
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
) -> HttpResponseBase:
    """A file of publications; only a ``private`` one, for people who are logged in, has abstracts."""
    if suffix not in FORMATS:
        raise Http404("no such format")
    write, _ = FORMATS[suffix]
    return text_download(write(CitationList(publications, searches, private=private)), suffix, name=name)


def text_download(pieces: Iterable[str], suffix: str, *, name: str) -> HttpResponseBase:
    """Text in one of the formats as a file to save. Citations are one file, however long: programs read it at once."""
    _, content_type = FORMATS[suffix]
    beginning = [BYTE_ORDER_MARK] if suffix == "csv" else []
    return file_download(chain(beginning, pieces), content_type=content_type, name=f"{name}.{suffix}")
