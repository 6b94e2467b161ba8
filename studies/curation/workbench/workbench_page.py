"""Everything that the workbench shows of one study, prepared once."""

from dataclasses import dataclass

from studies.checks.check_finding import CheckFinding
from studies.choices import QueryState
from studies.curation.workbench.cell_view import CellOptions
from studies.curation.workbench.columns import Choices
from studies.curation.workbench.concurrent_edits import PageRevision, current_revision, last_lines
from studies.curation.workbench.deleted_rows import DeletedRow, deleted_rows
from studies.curation.workbench.derived_values import derived_sentences
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.live_checks import LiveFindings, check_form
from studies.curation.workbench.merge_edits import ChangedCell
from studies.curation.workbench.pairs import Pair, typed_pairs
from studies.curation.workbench.paste_panel import PastePanel, paste_panel
from studies.curation.workbench.results_overview import OutcomeOverview, results_overview
from studies.curation.workbench.row_view import RowTableView, RowView, read_results, sheet_view
from studies.curation.workbench.typed_evidence import form_evidence
from studies.curation.workbench.typed_marks import TypedMark
from studies.models import DataQuery, Publication, Study
from studies.presentation.study_status import StatusHistory, StatusMark, status_history, status_mark
from studies.reported.reference_values import ReferenceValues
from studies.reported.rows import Evidence
from studies.selectors.study_numbers import read_number_shares


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """One study on the workbench. ``changed`` is what others saved in the meantime."""

    study: Study
    mark: StatusMark
    status_history: StatusHistory
    publications: tuple[Publication, ...]
    open_queries: tuple[DataQuery, ...]
    other_queries: int
    facts: RowTableView
    arms: RowTableView
    results: RowTableView
    contrasts: RowTableView
    harms: RowTableView
    pairs: tuple[Pair, ...]
    study_findings: tuple[CheckFinding, ...]
    n_row_findings: int
    faulty: tuple[RowView, ...]
    revision: PageRevision
    reason: str
    reason_fault: str
    paste: PastePanel
    changed: tuple[ChangedCell, ...]
    is_compared: bool
    deleted: tuple[DeletedRow, ...]
    spread: str
    overview: tuple[OutcomeOverview, ...]
    marks: tuple[TypedMark, ...]

    @property
    def spreads(self) -> tuple[tuple[str, str], ...]:
        """What a number after ± can be, in a cell typed as printed."""
        return (("", "not said"), ("sd", "the SD"), ("se", "the SE"))

    @property
    def arm_choices(self) -> Choices:
        """The arms for which new results can be added."""
        return self.results.sheet.column("arm").choices

    @property
    def measure_choices(self) -> Choices:
        """The outcomes for which new results can be added."""
        return self.results.sheet.column("measure").choices


def workbench_page(
    form: WorkbenchForm,
    stored: StoredStudy,
    *,
    others: ReferenceValues | None = None,
    reason_fault: str = "",
    changed: tuple[ChangedCell, ...] = (),
) -> WorkbenchPage:
    """Prepare the page. The study is checked alone, and against the others when they were read."""
    study = stored.study
    read = read_results(form, stored)
    findings = check_form(study, read.values(), stored.measures, others or ReferenceValues())
    evidence = form_evidence(form, stored, read)
    queries = list(study.queries.all())
    last = last_lines(study)
    views = _sheet_views(form, stored, findings, evidence)
    return WorkbenchPage(
        study=study,
        mark=status_mark(study, read_number_shares([study.pk])[study.pk]),
        status_history=status_history(study),
        publications=tuple(study.publications.all()),
        open_queries=tuple(query for query in queries if query.state != QueryState.RESOLVED),
        other_queries=sum(query.state == QueryState.RESOLVED for query in queries),
        facts=views["study"],
        arms=views["arms"],
        results=views["results"],
        contrasts=views["contrasts"],
        harms=views["harms"],
        pairs=tuple(typed_pairs(evidence.arms)),
        study_findings=findings.elsewhere,
        n_row_findings=sum(map(len, findings.by_row.values())),
        faulty=tuple(row for view in views.values() for row in view.rows if row.faults),
        revision=current_revision(study, last),
        reason=form.reason,
        reason_fault=reason_fault,
        paste=paste_panel(form, stored),
        changed=changed,
        is_compared=others is not None,
        deleted=tuple(deleted_rows(stored, last)),
        spread=form.spread,
        marks=tuple(form.marks),
        overview=results_overview(stored.records["results"].values()),
    )


def _sheet_views(
    form: WorkbenchForm, stored: StoredStudy, findings: LiveFindings, evidence: Evidence
) -> dict[str, RowTableView]:
    """Each sheet as shown; results have the findings of the checks, and what follows from them, next to them."""
    return {
        name: sheet_view(form, stored, sheet, CellOptions(), findings.by_row, derived_sentences(evidence))
        if name == "results"
        else sheet_view(form, stored, sheet, CellOptions())
        for name, sheet in stored.sheets.items()
    }
