"""Lists of what studies reported: studies, their rows and publications, found by the filters of the list of studies."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from evidence.api.data_answers import KeyedItem, absolute, page_answer
from evidence.api.endpoint import endpoint
from evidence.api.listed_rows import ARMS, DIFFERENCES, HARMS, QUERIES, RESULTS, RecordTable, row_items
from evidence.api.query_fields import (
    PAGE_FIELDS,
    STUDY_FIELD,
    QueryField,
    check_form,
    fields_of,
    page_limit,
    page_start,
)
from evidence.api.record_fields import UNITS
from evidence.api.record_schemas import (
    ArmSchema,
    DifferenceSchema,
    HarmSchema,
    MeasureSchema,
    PublicationSchema,
    QuerySchema,
    ResultSchema,
    StudySchema,
)
from evidence.api.reference_items import measure_items
from evidence.api.schema_base import page_schema
from evidence.api.study_items import publication_items, publications_of, study_items
from evidence.exports.whole_studies import with_related
from studies.filters import StudyFilter, for_listing, study_filter
from studies.models import OutcomeMeasure, Study

_OF_STUDIES = "What studies reported"
_WORDS = {
    "q": "Whole words, in any form and spelling, as in the search of the site: of a title, author, journal, treatment, "
    "condition or harm, or an identifier; `intra*` finds words that begin so",
    "condition": "Studies of this condition or one below it: an id of /conditions/",
    "comparison": "What the arms of the study compare",
    "route": "The route of an arm with ozone",
    "has_results": "Whether any number of an outcome is here",
}
# Of a copy: fields that the class had would be copied for every request.
STUDY_FIELDS = fields_of({name: each.field for name, each in StudyFilter().filters.items()}, _WORDS)
ROW_FIELDS: tuple[QueryField, ...] = (*STUDY_FIELDS, STUDY_FIELD, *PAGE_FIELDS)
_UNITS: dict[str, Any] = {"units": (dict[str, str], ...)}

ReadRows = Callable[[str, int], Sequence[KeyedItem]]


def chosen_studies(request: HttpRequest) -> "QuerySet[Study]":
    """The studies that the query finds.

    Raises ``QueryParameterError``, and ``Http404`` for a study that is not here.
    """
    filters = study_filter(request)
    check_form(filters.form)
    studies: QuerySet[Study] = filters.qs
    slug = request.GET.get(STUDY_FIELD.name)
    if not slug:
        return studies
    if not Study.objects.visible().filter(slug=slug).exists():
        raise Http404(f"There is no study “{slug}”. /api/v1/studies/ lists all.")
    return studies.filter(slug=slug)


def page_of(request: HttpRequest, read: ReadRows, **others: Any) -> HttpResponse:
    """A page of the rows that ``read`` gives after a key, in the order of keys."""
    # One more tells whether there is a next page.
    limit = page_limit(request.GET)
    return page_answer(request, read(page_start(request.GET), limit + 1), limit, **others)


def _rows(request: HttpRequest, table: RecordTable) -> HttpResponse:
    studies, whole = chosen_studies(request), absolute(request)

    def read(after: str, most: int) -> Sequence[KeyedItem]:
        return row_items(table, table.rows(studies, after, most), whole)

    return page_of(request, read, units=UNITS.get(table.kind, {}))


@endpoint(
    "/studies/",
    "api-studies",
    page_schema(StudySchema, "StudyPage", **_UNITS),
    tag=_OF_STUDIES,
    query=(*STUDY_FIELDS, *PAGE_FIELDS),
)
def studies(request: HttpRequest) -> HttpResponse:
    """Studies with their main report, by the filters of the list of studies."""
    chosen, whole = chosen_studies(request), absolute(request)
    listed = with_related(for_listing(Study.objects.visible())).filter(pk__in=chosen.values("pk")).order_by("slug")

    def read(after: str, most: int) -> Sequence[KeyedItem]:
        return study_items(listed.filter(slug__gt=after)[:most], whole)

    return page_of(request, read, units=UNITS["study"])


@endpoint("/arms/", "api-arms", page_schema(ArmSchema, "ArmPage", **_UNITS), tag=_OF_STUDIES, query=ROW_FIELDS)
def arms(request: HttpRequest) -> HttpResponse:
    """The groups of studies: what each received, how much and by which route."""
    return _rows(request, ARMS)


@endpoint(
    "/results/", "api-results", page_schema(ResultSchema, "ResultPage", **_UNITS), tag=_OF_STUDIES, query=ROW_FIELDS
)
def results(request: HttpRequest) -> HttpResponse:
    """What each arm reported of each outcome at each time, as printed, with the place where it was read."""
    return _rows(request, RESULTS)


@endpoint(
    "/differences/",
    "api-differences",
    page_schema(DifferenceSchema, "DifferencePage", **_UNITS),
    tag=_OF_STUDIES,
    query=ROW_FIELDS,
)
def differences(request: HttpRequest) -> HttpResponse:
    """Differences between two arms as their trial printed them."""
    return _rows(request, DIFFERENCES)


@endpoint("/harms/", "api-harms", page_schema(HarmSchema, "HarmPage", **_UNITS), tag=_OF_STUDIES, query=ROW_FIELDS)
def harms(request: HttpRequest) -> HttpResponse:
    """Harms as studies counted or described them."""
    return _rows(request, HARMS)


@endpoint(
    "/queries/", "api-queries", page_schema(QuerySchema, "QueryPage", **_UNITS), tag=_OF_STUDIES, query=ROW_FIELDS
)
def queries(request: HttpRequest) -> HttpResponse:
    """Doubts about reported numbers, open and resolved, with their arithmetic."""
    return _rows(request, QUERIES)


@endpoint(
    "/publications/",
    "api-publications",
    page_schema(PublicationSchema, "PublicationPage"),
    tag=_OF_STUDIES,
    query=ROW_FIELDS,
)
def publications(request: HttpRequest) -> HttpResponse:
    """Papers that report the studies, with their identifiers and what a check for retraction said."""
    studies, whole = chosen_studies(request), absolute(request)

    def read(after: str, most: int) -> Sequence[KeyedItem]:
        return publication_items(publications_of(studies, after, most), whole)

    return page_of(request, read)


@endpoint(
    "/measures/",
    "api-measures",
    page_schema(MeasureSchema, "MeasurePage", **_UNITS),
    tag=_OF_STUDIES,
    query=PAGE_FIELDS,
)
def measures(request: HttpRequest) -> HttpResponse:
    """Instruments: what results are measured with, their range and which way is better."""
    listed = OutcomeMeasure.objects.select_related("complement_of", "excludes").order_by("slug")

    def read(after: str, most: int) -> Sequence[KeyedItem]:
        return measure_items(listed.filter(slug__gt=after)[:most])

    return page_of(request, read, units=UNITS["measure"])
