"""Changes of studies since a moment of which no release exists: from the history of each row.

History tells what a row said before. What an answer said before does not follow from it. A study that was a draft then
counts as new; what was done to it while nobody could see it is not told.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from evidence.changes.differences import Document, RecordChange, record_changes
from evidence.releases.public_records import (
    STUDY_PATHS,
    STUDY_ROWS,
    common_names,
    documents_of_studies,
    key_of,
    naming_of,
    row_of,
    seen_rows,
)
from evidence.releases.state_names import STUDY_STATE
from studies.choices import StudyStatus
from studies.models import Arm, Condition, OutcomeResult, Study
from studies.revisions.versions import DELETED, history_link_names, line_values

Line = Any


class TouchedRow(NamedTuple):
    """A row of a study that was written since, and its last line before; None where it was not there."""

    kind: str
    key: str
    before: Line | None


def changes_since(since: datetime) -> list[RecordChange]:
    """What changed in the records of studies, by a fixed number of queries."""
    then = _visible_studies(since)
    labels = {pk: (slug, label) for pk, slug, label in Study.objects.visible().values_list("pk", "slug", "label")}
    now = {pk: slug for pk, (slug, _) in labels.items()}
    touched = _touched_rows(since, then.keys() & now.keys())
    slugs = dict(Condition.objects.values_list("pk", "slug"))
    conditions = _conditions_of(since, then, now.keys() ^ then.keys(), slugs)
    found: list[RecordChange] = []
    for number in sorted({*then, *now}, key=lambda each: now.get(each) or then[each].slug):
        if number not in then or number not in now:
            name = STUDY_STATE + (now.get(number) or then[number].slug)
            label = then[number].label if number in then else labels[number][1]
            shown: Document = {"label": label, "conditions": sorted(conditions[number]), "rows": {}}
            found += record_changes(name, shown if number in then else None, shown if number in now else None)
    numbers = sorted(touched, key=now.__getitem__)
    names = {**common_names(), **_names_of(numbers, touched)}
    naming = naming_of(row.before for rows in touched.values() for row in rows if row.before)
    by_slug = {now[number]: touched[number] for number in numbers}
    for slug, after in documents_of_studies(numbers, names):
        before = _document_before(after, by_slug[slug], names, naming, slugs)
        found += record_changes(STUDY_STATE + slug, before, after)
    return found


def _conditions_of(
    since: datetime, then: Mapping[int, Line], studies: Set[int], slugs: Mapping[int, str]
) -> dict[int, set[str]]:
    """The conditions (slugs) of studies that came or went: as they were, or as they are."""
    lines = _last_lines(Arm, Arm.history.filter(study_id__in=studies & then.keys(), history_date__lte=since))
    came = studies - then.keys()
    rows = [
        *((line.study_id, line.condition_id) for line in lines.values()),
        *((number, then[number].condition_id) for number in studies & then.keys()),
        *Arm.objects.filter(study__in=came).values_list("study_id", "condition_id"),
        *Study.objects.filter(pk__in=came).values_list("pk", "condition_id"),
    ]
    found: dict[int, set[str]] = defaultdict(set)
    for number, condition in rows:
        if condition in slugs:
            found[number].add(slugs[condition])
    return found


def _visible_studies(at: datetime) -> dict[int, Line]:
    """The studies that readers saw at that moment, by number, each with its line of then."""
    lines = _last_lines(Study, Study.history.filter(history_date__lte=at))
    return {number: line for number, line in lines.items() if line.standing != StudyStatus.DRAFT}


def _last_lines(model: type[models.Model], lines: "models.QuerySet[Any]") -> dict[int, Line]:
    """The last of these lines of each row, unless it tells that the row was deleted."""
    ordered = lines.order_by("id", "history_date", "history_id").prefetch_related(*history_link_names(model))
    return {key: line for key, line in {line.id: line for line in ordered}.items() if line.history_type != DELETED}


def _touched_rows(since: datetime, studies: Collection[int]) -> dict[int, list[TouchedRow]]:
    """The rows of these studies that have a line since, by the number of the study."""
    arms = dict(Arm.history.order_by("history_id").values_list("id", "study_id"))
    found: dict[int, list[TouchedRow]] = defaultdict(list)
    for kind, model in STUDY_ROWS.items():
        history: Any = model.history  # type: ignore[attr-defined]  # all of them have one
        later = seen_rows(kind, history.filter(history_date__gt=since))
        earlier = seen_rows(kind, history.filter(id__in=later.values("id"), history_date__lte=since))
        before = _last_lines(model, earlier)
        for line in {line.id: line for line in later.order_by("history_id")}.values():
            study = _study_of(kind, line, arms)
            if study in studies:
                found[study].append(TouchedRow(kind, key_of(kind, line), before.get(line.id)))
    return dict(found)


def _study_of(kind: str, line: Line, arms: Mapping[int, int]) -> int:
    if kind == "study":
        return int(line.id)
    if kind == "result":
        return arms.get(line.arm_id, 0)
    return getattr(line, f"{STUDY_PATHS.get(kind, 'study')}_id") or 0


def _names_of(studies: Collection[int], touched: Mapping[int, list[TouchedRow]]) -> dict[type[models.Model], Any]:
    """The names of arms and results of these studies, deleted arms too."""
    labels = {
        row.before.id: row.before.label for rows in touched.values() for row in rows if row.before and row.kind == "arm"
    }
    labels |= dict(Arm.objects.filter(study__in=studies).values_list("pk", "label"))
    results = OutcomeResult.objects.filter(arm__study__in=studies).select_related("arm__study", "measure")
    return {Arm: labels, OutcomeResult: {record.pk: str(record) for record in results}}


def _document_before(
    after: Document, touched: list[TouchedRow], names: Any, naming: Any, slugs: Mapping[int, str]
) -> Document:
    """The document of a study as it was: today's, with each row that was written since as it was."""
    rows = {kind: dict(of_kind) for kind, of_kind in after["rows"].items()}
    for row in touched:
        rows.setdefault(row.kind, {}).pop(row.key, None)
    # A row that was deleted and typed in again has the key of the one before.
    for row in touched:
        if row.before is not None:
            rows[row.kind][row.key] = row_of(row.kind, STUDY_ROWS[row.kind], line_values(row.before), names, naming)
    # The conditions of both states are asked for together.
    numbers = {row.before.condition_id for row in touched if row.before and row.kind in ("study", "arm")}
    conditions = {*after["conditions"], *(slugs[number] for number in numbers if number in slugs)}
    return {**after, "rows": rows, "conditions": sorted(conditions)}
