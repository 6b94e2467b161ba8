"""The list of studies as a CSV file, in parts."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.exports.data_origin import SOURCE_COLUMNS, data_origin, source_cells
from evidence.exports.whole_studies import WholeStudy, whole_study, with_related
from studies.citations.searches import last_search, search_sentence
from studies.filters import STUDY_LIST_PARAMETERS, Listed, StudyFilter, study_filter
from studies.pages.study_list import study_list
from studies.presentation.data_notice import DATA_NOTICE
from studies.presentation.download_parts import (
    AFTER,
    KeyedRow,
    address_after,
    after_key,
    csv_part,
    csv_part_download,
    rows_in_batches,
)
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.selectors.study_numbers import read_number_shares

# In every line of the file, so that it goes with each line.
TERMS = f"{DATA_NOTICE} An empty cell: not in the text that was read."
# Studies that are read together.
_BATCH = 200

_COLUMNS: dict[str, Callable[[WholeStudy], object]] = {
    "study": lambda row: row.study.label,
    "standing": lambda row: row.mark.label,
    "numbers": lambda row: row.share.total,
    "numbers_confirmed": lambda row: row.share.confirmed,
    "title": lambda row: row.title.text,
    "title_is_description": lambda row: "yes" if row.title.is_description else "no",
    "authors": lambda row: row.publication.authors if row.publication else "",
    "journal": lambda row: row.publication.journal if row.publication else "",
    "year": lambda row: row.year,
    "doi": lambda row: row.publication.doi if row.publication else "",
    "pmid": lambda row: row.publication.pmid if row.publication else "",
    "pmcid": lambda row: row.publication.pmcid if row.publication else "",
    "source": lambda row: row.study.source_url,
    "kind": lambda row: row.study.get_kind_display(),
    "design": lambda row: row.study.get_design_display(),
    "condition": lambda row: row.study.condition.name,
    "further_conditions": lambda row: "; ".join(other.name for other in row.study.secondary_conditions.all()),
    "compared": lambda row: "; ".join(each.label for each in row.comparisons),
    "routes_of_ozone": lambda row: "; ".join(row.routes),
    "people_randomised": lambda row: row.study.n_randomised,
    "people_analysed": lambda row: row.study.n_analysed,
    "country": lambda row: row.study.country,
    "registration": lambda row: row.study.registration,
    "may_share_patients_group": lambda row: row.study.cohort_group,
    "results_here": lambda row: "yes" if row.has_results else "no",
    "record_changed": lambda row: row.study.updated_at.date().isoformat(),
}
CSV_COLUMNS = (*_COLUMNS, "last_search", "page", "terms", "selection", *SOURCE_COLUMNS)


@public_page
@require_safe
@query_parameters(*STUDY_LIST_PARAMETERS, AFTER)
def study_list_csv(request: HttpRequest) -> HttpResponse:
    """A line for each study, in the order of their names in addresses."""
    filters = study_filter(request)
    if not filters.is_valid():
        return study_list(request)
    rows = rows_in_batches(_read_batch(filters, request), after_key(request))
    stem = "ozone-studies-selected" if _chosen(filters) else "ozone-studies"
    return csv_part_download(csv_part(CSV_COLUMNS, rows, address_after(request)), request, stem=stem)


def _read_batch(filters: StudyFilter, request: HttpRequest) -> Callable[[str], list[KeyedRow]]:
    """How the lines of the studies after one of them are read, some hundred at a time."""
    studies: Listed = with_related(filters.qs).order_by("slug")
    searched, site = search_sentence(last_search()), request.build_absolute_uri("/").removesuffix("/")
    behind = (TERMS, "; ".join(_chosen(filters)), *source_cells(data_origin(_list_address(request))))

    @pause_gc
    def read(after: str) -> list[KeyedRow]:
        batch = list(studies.filter(slug__gt=after)[:_BATCH])
        shares = read_number_shares([study.pk for study in batch])
        rows = [whole_study(study, shares[study.pk]) for study in batch]
        return [
            (row.study.slug, (*_cells(row), searched, f"{site}{row.study.get_absolute_url()}", *behind)) for row in rows
        ]

    return read


def _chosen(filters: StudyFilter) -> list[str]:
    """The filters that the reader chose, in words."""
    fields = filters.form.fields
    given = {name: filters.data.getlist(name) for name in fields}
    return [
        f"{fields[name].label}: {', '.join(_words(fields[name], value) for value in values)}"
        for name, values in given.items()
        if any(values)
    ]


def _words(field: Any, value: str) -> str:
    """A value as the form prints it."""
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _list_address(request: HttpRequest) -> str:
    """The address of the list with the same filters."""
    chosen = request.GET.copy()
    for name in (AFTER, "page"):
        chosen.pop(name, None)
    query = chosen.urlencode()
    return request.build_absolute_uri(reverse("study-list")) + (f"?{query}" if query else "")


def _cells(row: WholeStudy) -> list[object]:
    return [read(row) for read in _COLUMNS.values()]
