"""What others changed in a study since a page of it was drawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model

from studies.models import AdverseEvent, Arm, OutcomeResult, ReportedContrast, Study
from studies.revisions.versions import changed_fields, line_values, lines_of

# The rows of a workbench, by the names of its sheets.
WATCHED: dict[str, type[Model]] = {
    "study": Study,
    "arms": Arm,
    "results": OutcomeResult,
    "contrasts": ReportedContrast,
    "harms": AdverseEvent,
}


@dataclass(frozen=True, slots=True)
class SeenRevision:
    """What a page was drawn from: the study's revision, and the last line of history of each kind of row.

    Lines of one study are written one transaction after another, for each locks the study: what is newer than a line
    that was seen was not seen.
    """

    revision: int
    lines: tuple[int, ...]

    def __str__(self) -> str:
        return "-".join(map(str, (self.revision, *self.lines)))


@dataclass(frozen=True, slots=True)
class ConcurrentChange:
    """One row that somebody changed since: by name of its sheet, with the record as it was seen and as it is now.

    ``before`` is None for a row that was not there; ``was_deleted`` for one that is there no more.
    """

    sheet: str
    pk: int
    before: Any
    after: Any
    fields: tuple[str, ...]
    was_deleted: bool
    who: str
    why: str
    when: datetime


def seen_now(study: Study) -> SeenRevision:
    """What a page drawn from this record sees. The record was read first: whoever is faster is told, never missed."""
    latest = [lines_of(model, study).aggregate(last=Max("history_id"))["last"] or 0 for model in WATCHED.values()]
    return SeenRevision(study.revision, tuple(latest))


def read_seen(text: str) -> SeenRevision | None:
    """What ``str`` wrote; None of anything else."""
    numbers = text.split("-")
    if len(numbers) != len(WATCHED) + 1 or not all(each.isascii() and each.isdigit() for each in numbers):
        return None
    revision, *lines = (int(each[:18]) for each in numbers)
    return SeenRevision(revision, tuple(lines))


def changes_since(study: Study, seen: SeenRevision) -> list[ConcurrentChange]:
    """Rows of the study that were changed, added or deleted since, in the order of the sheets."""
    return [
        change
        for (sheet, model), line in zip(WATCHED.items(), seen.lines, strict=True)
        for change in _changes(sheet, model, study, line)
    ]


def _changes(sheet: str, model: type[Model], study: Study, seen: int) -> list[ConcurrentChange]:
    lines = lines_of(model, study).select_related("history_user").order_by("history_id")
    newest = {line.id: line for line in lines.filter(history_id__gt=seen)}
    known = lines.filter(history_id__lte=seen, id__in=list(newest))
    seen_lines = {line.id: line for line in known}
    found = [_change(sheet, seen_lines.get(pk), line) for pk, line in newest.items()]
    return [each for each in found if each.fields or each.was_deleted or each.before is None]


def _change(sheet: str, before: Any, after: Any) -> ConcurrentChange:
    return ConcurrentChange(
        sheet=sheet,
        pk=after.id,
        before=before,
        after=after,
        fields=tuple(changed_fields(line_values(before), line_values(after))) if before else (),
        was_deleted=after.history_type == "-",
        who=after.history_user.get_username() if after.history_user else "somebody",
        why=after.history_change_reason or "no reason given",
        when=after.history_date,
    )
