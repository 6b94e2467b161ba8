"""What the workbench says of a row, or of the arms, while they are typed: the same as the page itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from studies.choices import Retraction
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_time import weeks_named
from studies.curation.workbench.cell_view import CellOptions
from studies.curation.workbench.derived_values import derived_sentences
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.inherited_texts import with_weeks
from studies.curation.workbench.live_checks import check_row
from studies.curation.workbench.pairs import typed_pairs
from studies.curation.workbench.row_parsing import PostData, Texts, TypedRow, posted_rows, read_row
from studies.curation.workbench.row_tables import sheets_of
from studies.curation.workbench.row_view import RowView, row_view
from studies.curation.workbench.typed_cells import with_cells
from studies.curation.workbench.typed_evidence import form_evidence, row_number, saved_study, typed_arms
from studies.models import Condition, OutcomeMeasure, Study
from studies.page_access import curators_only
from studies.reported.rows import Evidence
from studies.selectors.arms import bias_of_study

# The tables of which a value can follow.
_TABLES = ("arms", "results", "contrasts")


@curators_only
@require_POST
def workbench_row(request: HttpRequest, slug: str) -> HttpResponse:
    """What follows from one row of results, and what does not fit in it. Nothing is saved."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    row, filled = typed_result(request.POST, unread_study(study))
    return render(request, "studies/curation/workbench/_typed_row.html", {"row": row, "filled": filled})


@curators_only
@require_POST
def workbench_pairs(request: HttpRequest, slug: str) -> HttpResponse:
    """What the arms compare as they are ticked. Nothing is saved."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    arms = typed_arms(saved_study(study), posted_rows(request.POST, sheets_of(study.arms.all(), (), ())["arms"]))
    return render(request, "studies/curation/workbench/_pairs.html", {"pairs": typed_pairs(arms)})


def unread_study(study: Study) -> StoredStudy:
    """A study, its arms prefetched, with what can be chosen in its sheets, and without its rows: a page sends them."""
    measures = {measure.pk: measure for measure in OutcomeMeasure.objects.select_related("complement_of")}
    sheets = sheets_of(study.arms.all(), measures.values(), Condition.objects.all())
    return StoredStudy(study, sheets, measures, records={})


def posted_evidence(study: Study, sent: PostData) -> Evidence:
    """The rows of a posted form of which an effect can follow, as a save would complete them."""
    stored = unread_study(study)
    form = WorkbenchForm({name: posted_rows(sent, stored.sheets[name]) for name in _TABLES})
    notation, columns = Notation(spread=str(sent.get("spread", ""))), stored.sheets["results"].columns
    # An arm in which nothing is ticked is not known yet.
    form.rows["arms"] = [row for row in form.rows["arms"] if row.texts["components"]]
    rows = [_completed(row, notation) for row in form.rows["results"]]
    # What an answer knows of a study beside its rows: its papers, and the risk of bias.
    of_study = saved_study(study)._replace(
        retracted=study.publications.filter(retraction=Retraction.RETRACTED).exists(),
        bias=bias_of_study(study.pk).get(study.pk, ()),
    )
    return form_evidence(form, stored, {row.key: read_row(row, columns) for row in rows}, of_study)


def typed_result(sent: PostData, stored: StoredStudy) -> tuple[RowView | None, Texts]:
    """The row of results that was named, else the first that was sent, and the texts that its other texts fill in.

    None when no row was sent.
    """
    form = WorkbenchForm({name: posted_rows(sent, stored.sheets[name]) for name in _TABLES})
    typed_rows, sheet = {row.key: row for row in form.rows["results"]}, stored.sheets["results"]
    named = typed_rows.get(str(sent.get("row", ""))) or next(iter(typed_rows.values()), None)
    if named is None:
        return None, {}
    rows = typed_rows | {named.key: _completed(named, Notation(spread=str(sent.get("spread", ""))))}
    row, read = rows[named.key], {key: read_row(each, sheet.columns) for key, each in rows.items()}
    typed = read[row.key]
    view = row_view(
        sheet,
        row,
        CellOptions(),
        # A choice that is not made yet is no fault while the row is typed.
        faults=[fault for fault in typed.faults if row.texts.get(fault.column)],
        found=tuple(check_row(typed, stored.measures.get(typed.values.get("measure") or 0))),
        derived=derived_sentences(form_evidence(form, stored, read))[row_number(row.key)],
    )
    return view, filled_texts(named.texts, row.texts)


def _completed(row: TypedRow, notation: Notation) -> TypedRow:
    """The row as a save would complete it. Only a new row is known to have its time typed now."""
    texts = with_cells(row.texts, notation)
    return TypedRow(row.key, with_weeks(texts, {} if row.pk is None else texts))


def filled_texts(typed: Texts, completed: Texts) -> Texts:
    """The texts that differ from what was typed, and the weeks of the time in any case."""
    weeks = weeks_named(typed.get("timepoint_label", ""))
    changed = {name: text for name, text in completed.items() if text != typed.get(name, "")}
    return ({"weeks": weeks} if weeks else {}) | changed
