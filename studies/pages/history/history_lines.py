"""What was changed in a study and its rows: lines of history in readers' words, newest first, a page at a time.

The number of queries does not grow with the history: one for the lines of each kind of row, one for the versions
shown, one for each kind of record that they name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db import models

from studies.access import name_of
from studies.dataset.write import REASON as LOADED
from studies.models import Study
from studies.pages.history.field_words import NOTHING, Field, Names, fields_of, in_words, label_of, names_for
from studies.presentation.links import Naming, naming_for
from studies.revisions.revert import OF_ACTIONS
from studies.revisions.versions import ADDED, CHANGED, DELETED, ROWS, Line, differing, lines_of, links_of, said_by

PAGE_SIZE = 40
# What makes up a study in a sentence: one, several.
_WORDS = {
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
}
# Which fields name a row of each kind.
_NAMED_BY = {
    "arm": ("label",),
    "result": ("arm", "measure", "outcome_name", "timepoint_label", "part"),
    "contrast": ("measure", "result_text"),
    "harm": ("arm", "event"),
    "bias": ("tool", "domain"),
    "pool": ("measure", "comparison", "timepoint_label"),
    "inclusion": ("study", "citation"),
    "trial-row": ("pool_locator", "study_label"),
    "query": ("problem",),
}
_VERBS = {ADDED: "added", CHANGED: "changed", DELETED: "deleted"}


@dataclass(frozen=True, slots=True)
class Key:
    """One line of history, before it is read: which, when, by whom and why."""

    at: datetime
    kind: str
    id: int
    type: str
    by: int | None
    why: str
    # Of a bulk load: how many rows of each kind came with it, in words.
    loaded: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row added, changed or deleted. ``kind`` and ``id`` name the line where it is taken back."""

    kind: str
    id: int
    row: str
    verb: str
    changes: tuple[FieldChange, ...]
    can_be_taken_back: bool


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Lines that one person wrote for one reason within a minute; ``loaded`` is what a bulk load brought."""

    at: datetime
    who: str
    why: str
    loaded: str
    lines: tuple[HistoryLine, ...]


def history_page(study: Study, number: str | None) -> tuple[Page[Key], list[HistoryEntry]]:
    """A page of the history of a study, and its entries."""
    page = Paginator(_keys(study), PAGE_SIZE).get_page(number)
    return page, _entries(study, list(page))


def _keys(study: Study) -> list[Key]:
    """Every line, newest first; the rows that a load brought on one day are one."""
    columns = ("history_date", "history_id", "history_type", "history_user", "history_change_reason")
    keys = [
        Key(at, kind, number, type_, by, why or "")
        for kind, model in ROWS.items()
        for at, number, type_, by, why in lines_of(model, study).order_by().values_list(*columns)
    ]
    brought = [key for key in keys if _is_load(key)]
    keys = [*(key for key in keys if not _is_load(key)), *_folded(brought)]
    return sorted(keys, key=lambda key: (key.at, key.kind, key.id), reverse=True)


def _is_load(key: Key) -> bool:
    return key.type == ADDED and key.by is None and key.why == LOADED


def _folded(brought: Sequence[Key]) -> list[Key]:
    days = groupby(sorted(brought, key=lambda key: key.at), key=lambda key: key.at.date())
    return [_fold(list(keys)) for _, keys in days]


def _fold(keys: list[Key]) -> Key:
    counts = Counter(key.kind for key in keys)
    said = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}" for kind, (one, many) in _WORDS.items() if counts[kind]
    ]
    return replace(keys[0], loaded=", ".join(said))


def _entries(study: Study, keys: list[Key]) -> list[HistoryEntry]:
    lines = _read(study, [key for key in keys if not key.loaded])
    people = {user.pk: name_of(user) for user in User.objects.filter(pk__in={key.by for key in keys if key.by})}
    entries = []
    for _, group in groupby(
        keys, key=lambda key: (key.at.replace(second=0, microsecond=0), key.by, key.why, key.loaded)
    ):
        together = list(group)
        first = together[0]
        told = tuple(line for key in together if (line := lines.get((key.kind, key.id))) and line.changes)
        if told or first.loaded:
            who = people.get(first.by or 0, "" if first.loaded else "not recorded")
            entries.append(HistoryEntry(first.at, who, first.why, first.loaded, told))
    return entries


def _read(study: Study, keys: Iterable[Key]) -> dict[tuple[str, int], HistoryLine]:
    """The lines of one page, each set against the line before it of the same row."""
    versions = {kind: _versions(ROWS[kind], ids) for kind, ids in _ids_by_kind(keys).items()}
    told = [
        (ROWS[kind], said) for kind, every in versions.items() for _, before, after in every for said in (before, after)
    ]
    names = names_for(told, study)
    naming = naming_for(text for _, said in told for text in said.values() if isinstance(text, str))
    return {
        (kind, line.history_id): _line(kind, line, before, after, names, naming)
        for kind, every in versions.items()
        for line, before, after in every
    }


def _ids_by_kind(keys: Iterable[Key]) -> dict[str, set[int]]:
    ids = defaultdict(set)
    for key in keys:
        ids[key.kind].add(key.id)
    return ids


def _versions(model: type[models.Model], ids: set[int]) -> list[tuple[Line, dict[str, Any], dict[str, Any]]]:
    """Each line asked for, with what its row said before it and after it: two queries, and one a many-to-many field."""
    history: Any = model.history  # type: ignore[attr-defined]
    rows = history.filter(history_id__in=ids).values("id")
    lines = history.filter(id__in=rows).order_by("id", "history_id").prefetch_related(*links_of(model))
    found = []
    before: dict[str, Any] = {}
    row = None
    for line in lines:
        after = said_by(line)
        if line.id != row:
            before, row = {}, line.id
        if line.history_id in ids:
            found.append((line, {} if line.history_type == ADDED else before, after))
        before = after
    return found


def _line(
    kind: str, line: Line, before: dict[str, Any], after: dict[str, Any], names: Names, naming: Naming
) -> HistoryLine:
    shown = [field for field in fields_of(ROWS[kind]) if field.name in after]
    deleted = line.history_type == DELETED
    changes = _changes(kind, shown, after if deleted else before, {} if deleted else after, names, naming)
    return HistoryLine(
        kind=kind,
        id=line.history_id,
        row=_row_named(kind, {field.name: in_words(field, after[field.name], names, naming) for field in shown}),
        verb=_VERBS[line.history_type],
        changes=tuple(changes),
        can_be_taken_back=_can_be_taken_back(kind, line, before, after),
    )


def _can_be_taken_back(kind: str, line: Line, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether it is worth asking: what was added is deleted by an admin, what an action did is taken back there."""
    if line.history_type == DELETED:
        return kind != "study"
    return line.history_type == CHANGED and not OF_ACTIONS.issuperset(differing(before, after))


def _changes(
    kind: str, fields: list[Field], before: dict[str, Any], after: dict[str, Any], names: Names, naming: Naming
) -> list[FieldChange]:
    """Fields that say something else than before; of a row added or deleted, those that said anything."""
    changes = []
    for field in fields:
        was, is_ = before.get(field.name), after.get(field.name)
        words = [in_words(field, value, names, naming) for value in (was, is_)]
        if was != is_ and words != [NOTHING, NOTHING]:
            changes.append(FieldChange(label_of(kind, field), *words))
    return changes


def _row_named(kind: str, words: dict[str, str]) -> str:
    """What a row is called: its kind, and the fields that tell it from others."""
    said = [words[name] for name in _NAMED_BY.get(kind, ()) if words.get(name, NOTHING) != NOTHING]
    # An outcome is often printed by the very name of its measure.
    once = list({word.lower(): word for word in reversed(said)}.values())[::-1]
    return f"{_WORDS[kind][0].capitalize()}{': ' if once else ''}{', '.join(once)}"
