"""What the workbench says of a row, or of the arms, while they are typed: the same as the page itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from studies.curation.pasting.read_time import weeks_named
from studies.curation.workbench.cell_view import CellOptions
from studies.curation.workbench.derived_values import derived_sentences
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.inherited_texts import with_weeks
from studies.curation.workbench.live_checks import check_row
from studies.curation.workbench.pairs import typed_pairs
from studies.curation.workbench.row_parsing import PostData, TypedRow, posted_rows, read_row
from studies.curation.workbench.row_tables import sheets_of
from studies.curation.workbench.row_view import RowView, row_view
from studies.curation.workbench.typed_evidence import form_evidence, row_number, typed_arms
from studies.models import Condition, OutcomeMeasure, Study
from studies.page_access import curators_only

# The tables of which a value can follow.
_TABLES = ("arms", "results", "contrasts")


@curators_only
@require_POST
def workbench_row(request: HttpRequest, slug: str) -> HttpResponse:
    """What follows from one row of results, and what does not fit in it. Nothing is saved."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    measures = {measure.pk: measure for measure in OutcomeMeasure.objects.select_related("complement_of")}
    sheets = sheets_of(study.arms.all(), measures.values(), Condition.objects.all())
    row = typed_result(request.POST, StoredStudy(study, sheets, measures, records={}))
    return render(request, "studies/curation/workbench/_typed_row.html", {"row": row, "weeks": _weeks(row)})


@curators_only
@require_POST
def workbench_pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """What the arms compare as they are ticked. Nothing is saved."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    arms = typed_arms(study, posted_rows(request.POST, sheets_of(study.arms.all(), (), ())["arms"]))
    return render(request, "studies/curation/workbench/_pairs.html", {"pairs": typed_pairs(arms)})


def _weeks(row: RowView | None) -> str:
    """The weeks that the typed time of a row names."""
    labels = [cell.text for cell in row.cells if cell.column.name == "timepoint_label"] if row else []
    return weeks_named("".join(labels))


def typed_result(sent: PostData, stored: StoredStudy) -> RowView | None:
    """The row of results that was named, else the first that was sent; None when none was."""
    form = WorkbenchForm({name: posted_rows(sent, stored.sheets[name]) for name in _TABLES})
    form.rows["results"] = [
        TypedRow(row.key, with_weeks(row.texts, {})) if row.pk is None else row for row in form.rows["results"]
    ]
    rows, sheet = {row.key: row for row in form.rows["results"]}, stored.sheets["results"]
    row = rows.get(str(sent.get("row", ""))) or next(iter(rows.values()), None)
    if row is None:
        return None
    read = {key: read_row(each, sheet.columns) for key, each in rows.items()}
    typed = read[row.key]
    return row_view(
        sheet,
        row,
        CellOptions(),
        # A choice that is not made yet is no fault while the row is typed.
        faults=[fault for fault in typed.faults if row.texts.get(fault.column)],
        found=tuple(check_row(typed, stored.measures.get(typed.values.get("measure") or 0))),
        derived=derived_sentences(form_evidence(form, stored, read))[row_number(row.key)],
    )
