"""Changes of a study and its rows: lines of history as readers see them, newest first, a page at a time.

The number of queries does not grow with the history: one for the lines of each kind of row, one for the versions
shown, one for each kind of record that they name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page
from django.db import models

from studies.models import Publication, RetractionNotice, Study
from studies.page_access import name_of
from studies.pages.history.field_words import NOTHING, Field, Names, fields_of, label_of, record_names, value_text
from studies.presentation.list_pages import asked_page
from studies.presentation.study_names import StudyNamer, study_namer
from studies.revisions.reasons import LOADED, RETRACTION_CHECK, public_reason
from studies.revisions.revert import ACTION_FIELDS
from studies.revisions.versions import (
    ADDED,
    CHANGED,
    DELETED,
    ROWS,
    Line,
    changed_fields,
    history_link_names,
    line_values,
    lines_of,
)
from studies.selectors.prepared_query import PreparedQuery

PAGE_SIZE = 40
# Singular and plural of each kind of row.
_NOUNS = {
    "study": ("study", "studies"),
    "arm": ("arm", "arms"),
    "result": ("result", "results"),
    "contrast": ("printed difference", "printed differences"),
    "harm": ("harm", "harms"),
    "bias": ("judgement of bias", "judgements of bias"),
    "pool": ("pooled result", "pooled results"),
    "inclusion": ("included study", "included studies"),
    "trial-row": ("row of a forest plot", "rows of forest plots"),
    "query": ("doubt", "doubts"),
    "publication": ("publication", "publications"),
    "notice": ("notice about a publication", "notices about publications"),
}
# The fields that name a row of each kind.
_NAME_FIELDS = {
    "arm": ("label",),
    "result": ("arm", "measure", "outcome_name", "timepoint_label", "part"),
    "contrast": ("measure", "result_text"),
    "harm": ("arm", "event"),
    "bias": ("tool", "domain"),
    "pool": ("measure", "comparison", "timepoint_label"),
    "inclusion": ("study", "citation"),
    "trial-row": ("pool_locator", "study_label"),
    "query": ("problem",),
    "publication": ("title",),
    "notice": ("publication",),
}
# The kinds of line of a study's history: of its rows, and what lists of retractions say of its publications.
_KINDS: dict[str, type[models.Model]] = {**ROWS, "publication": Publication, "notice": RetractionNotice}
# Of these kinds, the fields that are shown.
_SHOWN_FIELDS = {
    "publication": ("retraction", "retraction_checked_on"),
    "notice": ("kind", "noticed_on", "reasons", "notice_doi", "withdrawn"),
}
_VERBS = {ADDED: "added", CHANGED: "changed", DELETED: "deleted"}


@dataclass(frozen=True, slots=True)
class LineKey:
    """One line of history before its values are read: which, when, by whom and why."""

    at: datetime
    kind: str
    id: int
    type: str
    by: int | None
    reason: str
    # Of a bulk load: how many rows of each kind it added.
    loaded: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row added, changed or deleted. ``kind`` and ``id`` name the line for reverting it."""

    kind: str
    id: int
    row: str
    verb: str
    changes: tuple[FieldChange, ...]
    can_revert: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Lines that one person wrote for one reason within a minute; ``loaded`` counts what a bulk load added."""

    at: datetime
    who: str
    reason: str
    loaded: str
    lines: tuple[HistoryLine, ...]


def history_page(study: Study, number: str | None) -> tuple[Page[LineKey], list[HistoryEntry]]:
    """A page of the history of a study, and its entries."""
    page = asked_page(_keys(study), PAGE_SIZE, number)
    return page, _entries(study, list(page))


def _keys(study: Study) -> list[LineKey]:
    """Every line, newest first; the rows that a load added on one day are one."""
    lines = ((kind, *line) for kind, lines in _lines_by_kind(study) for line in lines)
    keys = [LineKey(at, kind, number, what, by, public_reason(why or "")) for kind, at, number, what, by, why in lines]
    loaded = [key for key in keys if _is_load(key)]
    keys = [*(key for key in keys if not _is_load(key)), *_folded(loaded)]
    return sorted(keys, key=lambda key: (key.at, key.kind, key.id), reverse=True)


def _lines_by_kind(study: Study) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """The lines of every kind of row, those about retractions of its publications, and their notices."""
    for kind, lines in _LINES.items():
        yield kind, lines.rows(study.pk)
    versions = _VERSIONS.rows(study.pk)
    changed = [line for (_, row, was), (line, same, is_) in pairwise(versions) if row == same and was != is_]
    yield "publication", _in_short(Publication.history.filter(history_id__in=changed))


def _in_short(lines: "models.QuerySet[Any]") -> "models.QuerySet[Any, Any]":
    columns = ("history_date", "history_id", "history_type", "history_user", "history_change_reason")
    return lines.order_by().values_list(*columns)


def _query_lines(kind: str, study: int) -> "models.QuerySet[Any, Any]":
    notices = RetractionNotice.history.filter(publication__in=Publication.objects.filter(study=study))
    return _in_short(notices if kind == "notice" else lines_of(ROWS[kind], Study(pk=study)))


_LINES = {kind: PreparedQuery(partial(_query_lines, kind)) for kind in (*ROWS, "notice")}
_VERSIONS = PreparedQuery(
    lambda study: (
        Publication.history.filter(study=study, id__in=Publication.objects.filter(study=study).values("pk"))
        .order_by("id", "history_id")
        .values_list("history_id", "id", "retraction")
    )
)


def _is_load(key: LineKey) -> bool:
    return key.type == ADDED and key.by is None and key.reason == LOADED


def _folded(loaded: Sequence[LineKey]) -> list[LineKey]:
    days = groupby(sorted(loaded, key=lambda key: key.at), key=lambda key: key.at.date())
    return [_fold(list(keys)) for _, keys in days]


def _fold(keys: list[LineKey]) -> LineKey:
    counts = Counter(key.kind for key in keys)
    parts = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}" for kind, (one, many) in _NOUNS.items() if counts[kind]
    ]
    return replace(keys[0], loaded=", ".join(parts))


def _entries(study: Study, keys: list[LineKey]) -> list[HistoryEntry]:
    lines = _read(study, [key for key in keys if not key.loaded])
    people = {user.pk: name_of(user) for user in User.objects.filter(pk__in={key.by for key in keys if key.by})}
    entries = []
    for _, group in groupby(
        keys, key=lambda key: (key.at.replace(second=0, microsecond=0), key.by, key.reason, key.loaded)
    ):
        together = list(group)
        first = together[0]
        visible = tuple(line for key in together if (line := lines.get((key.kind, key.id))) and line.changes)
        if visible or first.loaded:
            of_program = first.loaded or first.reason == RETRACTION_CHECK
            who = people.get(first.by or 0, "" if of_program else "not recorded")
            entries.append(HistoryEntry(first.at, who, first.reason, first.loaded, visible))
    return entries


def _read(study: Study, keys: Iterable[LineKey]) -> dict[tuple[str, int], HistoryLine]:
    """The lines of one page, each compared with the line before it of the same row."""
    versions = {kind: _versions(_KINDS[kind], ids) for kind, ids in _ids_by_kind(keys).items()}
    all_values = [
        (_KINDS[kind], values)
        for kind, every in versions.items()
        for _, before, after in every
        for values in (before, after)
    ]
    names = record_names(all_values, study)
    name_studies = study_namer(text for _, values in all_values for text in values.values() if isinstance(text, str))
    return {
        (kind, line.history_id): _line(kind, line, before, after, names, name_studies)
        for kind, every in versions.items()
        for line, before, after in every
    }


def _ids_by_kind(keys: Iterable[LineKey]) -> dict[str, set[int]]:
    ids = defaultdict(set)
    for key in keys:
        ids[key.kind].add(key.id)
    return ids


def _versions(model: type[models.Model], ids: set[int]) -> list[tuple[Line, dict[str, Any], dict[str, Any]]]:
    """The lines with these ids and the values before and after: two queries, one more for a many-to-many field."""
    history: Any = model.history  # type: ignore[attr-defined]
    rows = history.filter(history_id__in=ids).values("id")
    lines = history.filter(id__in=rows).order_by("id", "history_id").prefetch_related(*history_link_names(model))
    versions = []
    before: dict[str, Any] = {}
    row = None
    for line in lines:
        after = line_values(line)
        if line.id != row:
            before, row = {}, line.id
        if line.history_id in ids:
            versions.append((line, {} if line.history_type == ADDED else before, after))
        before = after
    return versions


def _line(
    kind: str, line: Line, before: dict[str, Any], after: dict[str, Any], names: Names, name_studies: StudyNamer
) -> HistoryLine:
    fields = [field for field in fields_of(_KINDS[kind]) if field.name in after]
    shown = [field for field in fields if field.name in _SHOWN_FIELDS.get(kind, (field.name,))]
    deleted = line.history_type == DELETED
    changes = _changes(kind, shown, after if deleted else before, {} if deleted else after, names, name_studies)
    return HistoryLine(
        kind=kind,
        id=line.history_id,
        row=_row_label(
            kind, {field.name: value_text(field, after[field.name], names, name_studies) for field in fields}
        ),
        verb=_VERBS[line.history_type],
        changes=tuple(changes),
        can_revert=_can_revert(kind, line, before, after),
    )


def _can_revert(kind: str, line: Line, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether reverting is possible: an added row is deleted by an admin, an action is reverted on its own page."""
    if kind not in ROWS:
        return False
    if line.history_type == DELETED:
        return kind != "study"
    return line.history_type == CHANGED and not ACTION_FIELDS.issuperset(changed_fields(before, after))


def _changes(
    kind: str,
    fields: list[Field],
    before: dict[str, Any],
    after: dict[str, Any],
    names: Names,
    name_studies: StudyNamer,
) -> list[FieldChange]:
    """Fields with another value than before; of a row added or deleted, all with a value."""
    changes = []
    for field in fields:
        was, is_ = before.get(field.name), after.get(field.name)
        texts = [value_text(field, value, names, name_studies) for value in (was, is_)]
        if was != is_ and texts != [NOTHING, NOTHING]:
            changes.append(FieldChange(label_of(kind, field), *texts))
    return changes


def _row_label(kind: str, texts: dict[str, str]) -> str:
    """The label of a row: its kind, and the fields that distinguish it."""
    parts = [texts[name] for name in _NAME_FIELDS.get(kind, ()) if texts.get(name, NOTHING) != NOTHING]
    # The printed name of an outcome is often that of its measure.
    distinct = list({part.lower(): part for part in reversed(parts)}.values())[::-1]
    return f"{_NOUNS[kind][0].capitalize()}{': ' if distinct else ''}{', '.join(distinct)}"
