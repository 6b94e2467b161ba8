"""Everything that the workbench shows of one study, prepared once."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from studies.checks.check_finding import CheckFinding
from studies.choices import ComponentName, QueryState
from studies.curation.pasting.headings import SHORT_NAMES, NameIndex
from studies.curation.pasting.table_parts import TableReading
from studies.curation.workbench.cell_view import CellOptions
from studies.curation.workbench.concurrent_edits import SeenRevision, seen_now
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.live_checks import check_typed
from studies.curation.workbench.merge import ChangedCell
from studies.curation.workbench.pairs import Pair, TickedArm, pairs_of_ticked
from studies.curation.workbench.row_view import RowTableView, RowView, read_results, sheet_view
from studies.models import Arm, DataQuery, OutcomeResult, Publication, Study
from studies.presentation.study_status import StatusHistory, StatusMark, status_history, status_mark
from studies.reported.reference_values import ReferenceValues

# What the marks of a pasted table mean, where its headings do not say.
MARKS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "alone": (
        "A number alone is",
        (
            ("", "as headed"),
            ("mean", "a mean"),
            ("median", "a median"),
            ("events", "a count"),
            ("percent", "a percentage"),
        ),
    ),
    "spread": (
        "After ± or alone in brackets stands",
        (("", "as headed"), ("sd", "the SD"), ("se", "the SE"), ("percent", "a percentage, after a count")),
    ),
    "pair": (
        "Two limits are",
        (("", "as headed"), ("ci", "a 95% interval"), ("quartiles", "the quartiles"), ("range", "lowest and highest")),
    ),
}


@dataclass(frozen=True, slots=True)
class PasteField:
    """One choice beside the box for pasting."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class WorkbenchPage:
    """One study on the workbench. ``unread`` are cells of a pasted table; ``changed`` what others did meanwhile."""

    study: Study
    mark: StatusMark
    story: StatusHistory
    publications: tuple[Publication, ...]
    open_queries: tuple[DataQuery, ...]
    other_queries: int
    facts: RowTableView
    arms: RowTableView
    results: RowTableView
    contrasts: RowTableView
    harms: RowTableView
    pairs: tuple[Pair, ...]
    found: tuple[CheckFinding, ...]
    found_in_rows: int
    faulty: tuple[RowView, ...]
    seen: SeenRevision
    reason: str
    reason_fault: str
    pasted: dict[str, str]
    paste_fields: tuple[PasteField, ...]
    unread: tuple[TableReading, ...]
    changed: tuple[ChangedCell, ...]
    compared: bool


def studies_to_curate() -> QuerySet[Study]:
    """Studies, drafts too, with all that the workbench reads of them."""
    return Study.objects.select_related("condition", "signed_off_by").prefetch_related(
        "publications",
        Prefetch("arms", Arm.objects.select_related("condition")),
        "arms__components",
        Prefetch("arms__results", OutcomeResult.objects.select_related("measure").order_by("id")),
        "reported_contrasts__measure",
        "adverse_events",
        "reported_pools",
        Prefetch("queries", DataQuery.objects.select_related("arm", "measure").prefetch_related("replies__by")),
        "verifications__by",
    )


def workbench_page(
    desk: WorkbenchForm,
    stored: StoredStudy,
    *,
    others: ReferenceValues | None = None,
    reason_fault: str = "",
    changed: tuple[ChangedCell, ...] = (),
) -> WorkbenchPage:
    """Prepare the page. The study is checked by itself, and beside the others where they were read."""
    study, options = stored.study, CellOptions()
    read = read_results(desk, stored)
    found = check_typed(study, read.values(), stored.measures, others or ReferenceValues())
    queries = list(study.queries.all())
    views = {
        name: sheet_view(desk, stored, sheet, options, found.by_row, read)
        if name == "results"
        else sheet_view(desk, stored, sheet, CellOptions())
        for name, sheet in stored.sheets.items()
    }
    return WorkbenchPage(
        study=study,
        mark=status_mark(study),
        story=status_history(study),
        publications=tuple(study.publications.all()),
        open_queries=tuple(query for query in queries if query.state != QueryState.RESOLVED),
        other_queries=sum(query.state == QueryState.RESOLVED for query in queries),
        facts=views["study"],
        arms=views["arms"],
        results=views["results"],
        contrasts=views["contrasts"],
        harms=views["harms"],
        pairs=tuple(pairs_of_ticked(ticked_arms(desk))),
        found=found.elsewhere,
        found_in_rows=sum(map(len, found.by_row.values())),
        faulty=tuple(row for view in views.values() for row in view.rows if row.faults),
        seen=seen_now(study),
        reason=desk.reason,
        reason_fault=reason_fault,
        pasted=desk.pasted,
        paste_fields=tuple(_paste_fields(desk, stored)),
        unread=desk.unread,
        changed=changed,
        compared=others is not None,
    )


def ticked_arms(desk: WorkbenchForm) -> list[TickedArm]:
    """The arms as they are ticked."""
    known = {word.value for word in ComponentName}
    return [
        TickedArm(
            key=row.key,
            label=row.texts["label"] or "the new arm",
            stratum=row.texts["stratum"],
            part_of=row.texts["part_of"],
            components=frozenset(ComponentName(word) for word in row.texts["components"].split() if word in known),
        )
        for row in desk.rows["arms"]
    ]


def known_names(stored: StoredStudy) -> tuple[list[NameIndex], list[NameIndex]]:
    """By what names a pasted table may call the arms and the outcomes of a study."""
    arms = [
        NameIndex(str(arm.pk), (arm.label, arm.slug, arm.slug.replace("-", " "))) for arm in stored.study.arms.all()
    ]
    measures = [
        NameIndex(
            str(pk),
            (measure.name, measure.slug, *SHORT_NAMES.get(measure.slug, ())),
            is_length="visual analogue" in measure.instrument.lower(),
        )
        for pk, measure in stored.measures.items()
    ]
    return arms, measures


def _paste_fields(desk: WorkbenchForm, stored: StoredStudy) -> list[PasteField]:
    results = stored.sheets["results"]
    about = [
        PasteField(name, label, (("", "as the table says"), *results.column(name).choices), desk.pasted.get(name, ""))
        for name, label in (("arm", "Arm of the whole table"), ("measure", "Outcome of the whole table"))
    ]
    marks = [PasteField(name, label, choices, desk.pasted.get(name, "")) for name, (label, choices) in MARKS.items()]
    return about + marks
