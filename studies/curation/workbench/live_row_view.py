"""Notes on a row, or on the arms, while a curator types: the same as on the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from studies.access import curators_only
from studies.checks.check_finding import CheckFinding
from studies.curation.workbench.cell_view import CellOptions
from studies.curation.workbench.derived_values import derived_from
from studies.curation.workbench.form_state import WorkbenchForm
from studies.curation.workbench.live_checks import check_row
from studies.curation.workbench.pairs import pairs_of_ticked
from studies.curation.workbench.row_parsing import PostData, posted_rows, read_row
from studies.curation.workbench.row_tables import Sheets, sheets_of
from studies.curation.workbench.row_view import RowView, row_view
from studies.curation.workbench.workbench_page import ticked_arms
from studies.models import Condition, OutcomeMeasure, Study


@curators_only
@require_POST
def workbench_row(request: HttpRequest, slug: str) -> HttpResponse:
    """Derived values and findings of one row of results. Nothing is saved."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    measures = {measure.pk: measure for measure in OutcomeMeasure.objects.all()}
    sheets = sheets_of(study.arms.all(), measures.values(), Condition.objects.all())
    row = posted_result(request.POST, sheets, measures)
    return render(request, "studies/curation/workbench/_notes.html", {"row": row})


@curators_only
@require_POST
def workbench_pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """Comparisons of the arms with the ticked components. Nothing is saved."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    sheets = sheets_of(study.arms.all(), (), ())
    form = WorkbenchForm({"arms": posted_rows(request.POST, sheets["arms"])})
    return render(request, "studies/curation/workbench/_pairs.html", {"pairs": pairs_of_ticked(ticked_arms(form))})


def posted_result(posted: PostData, sheets: Sheets, measures: dict[int, OutcomeMeasure]) -> RowView | None:
    """The first posted row of results; None without one."""
    sheet = sheets["results"]
    row = next(iter(posted_rows(posted, sheet)), None)
    if row is None:
        return None
    read = read_row(row, sheet.columns)
    measure = measures.get(read.values.get("measure") or 0)
    found: list[CheckFinding] = check_row(read, measure)
    # A choice that is not made yet is no fault while a curator types.
    faults = [fault for fault in read.faults if row.texts.get(fault.column)]
    derived = tuple(derived_from(read.values, measure))
    return row_view(sheet, row, CellOptions(), faults=faults, found=tuple(found), derived=derived)
