"""The form that makes a study from a publication."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.curation.make_study import make_study
from studies.curation.workbench.cell_view import CellOptions
from studies.curation.workbench.row_contradictions import kind_faults
from studies.curation.workbench.row_parsing import CellFault, Texts, TypedRow, posted_rows, read_row
from studies.curation.workbench.row_tables import RowTable, sheets_of
from studies.curation.workbench.row_view import RowView, row_view
from studies.models import Condition, Publication, Study
from studies.numerics.whole_number import whole_number
from studies.page_access import curators_only, person
from studies.presentation.query_parameters import query_parameters
from studies.presentation.study_labels import RESERVED_SLUGS, study_label, study_slug
from studies.revisions.record_change import ActionRefusedError

_KEY = "new1"


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("publication")
def workbench_new(request: HttpRequest) -> HttpResponse:
    """The form of a new study, prefilled from its publication; when posted, a draft with that main report."""
    publication = requested_publication(request)
    sheet = sheets_of((), (), Condition.objects.all())["study"]
    if request.method != "POST":
        return render_page(request, sheet, TypedRow(_KEY, publication_texts(sheet, publication)), publication)
    row = next(iter(posted_rows(request.POST, sheet)), TypedRow(_KEY, {}))
    read = read_row(row, sheet.columns)
    faults: list[CellFault] = [*read.faults, *kind_faults(read.values)]
    if not faults:
        try:
            return redirect("workbench", create_from_row(request, sheet, row, publication).slug)
        except ActionRefusedError as sentence:
            faults = [CellFault("", str(sentence))]
        except ValidationError as error:
            faults = [CellFault("", sentence) for sentence in error.messages]
    return render_page(request, sheet, row, publication, faults)


def requested_publication(request: HttpRequest) -> Publication | None:
    """The publication named in the address; 404 for an unknown one."""
    number_text = request.GET.get("publication", "")
    if not number_text:
        return None
    return get_object_or_404(Publication.objects.select_related("study"), pk=whole_number(number_text))


def create_from_row(request: HttpRequest, sheet: RowTable, row: TypedRow, publication: Publication | None) -> Study:
    """Create the study. Raises ``ActionRefusedError`` and ``ValidationError``."""
    values: dict[str, Any] = read_row(row, sheet.columns).values
    taken = {*Study.objects.values_list("slug", flat=True), *RESERVED_SLUGS}
    return make_study(
        publication=publication,
        values=values,
        slug=study_slug(values["label"], taken),
        by=person(request),
        now=timezone.now(),
        reason="Made of a publication" if publication else "Made",
    )


def publication_texts(sheet: RowTable, publication: Publication | None) -> Texts:
    """Texts known from the publication and its entry in a citation file."""
    texts = {column.name: column.initial for column in sheet.columns}
    if publication is None:
        return texts
    entry = publication.entries.first()
    known = {
        "label": study_label(publication.authors, publication.year)[:120],
        "source_url": f"https://doi.org/{publication.doi}" if publication.doi else publication.url,
        "registration": (entry.candidate_value("registrations") or [""])[0] if entry else "",
    }
    return texts | {name: text for name, text in known.items() if text}


def render_page(
    request: HttpRequest,
    sheet: RowTable,
    row: TypedRow,
    publication: Publication | None,
    faults: list[CellFault] | None = None,
) -> HttpResponse:
    view: RowView = row_view(sheet, row, CellOptions(), faults=faults or [], is_open=True)
    context = {"row": view, "sheet": sheet, "publication": publication}
    return render(request, "studies/curation/workbench/new_study_page.html", context, status=400 if faults else 200)
