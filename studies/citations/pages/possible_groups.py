"""Possible duplicates of an import in groups: all entries that resemble the same record, or one another.

A group is a tree: each entry resembles one record, a publication or an earlier entry of the import, and the record at
the *root* resembles nothing. All groups are found from a few columns; the records of one page alone are read whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from studies.choices import ImportVerdict
from studies.citations.entry_mapping import values_of
from studies.citations.fill_fields import FILLED_FIELDS
from studies.citations.plan import DuplicateOf
from studies.citations.publication_values import FIELD_LABELS, field_value
from studies.models import ImportBatch, ImportedEntry, Publication

# A group with more entries is shown in parts, each beside the same record: more columns than these fit no screen.
MOST_TOGETHER = 8
_COLUMNS_OF_A_SCREEN = 5
# The fields by which a person recognises a work.
_IDENTIFYING = ("authors", "year", "journal", "volume", "number", "pages", "doi", "pmid")


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """The indexes of entries with one root, at most ``MOST_TOGETHER``.

    ``score`` is the highest similarity of titles among them, 0 to 100.
    """

    indexes: tuple[int, ...]
    score: float
    is_open: bool


def entry_groups(batch: ImportBatch) -> list[EntryGroup]:
    """All groups of an import, the most similar first."""
    possible = batch.entries.filter(verdict=ImportVerdict.POSSIBLE).order_by("index")
    rows = list(possible.values_list("index", "duplicate_of", "duplicate_of_index", "score", "decision"))
    parents = {
        index: DuplicateOf(publication, None if publication else earlier) for index, publication, earlier, _, _ in rows
    }
    members: dict[DuplicateOf, list[int]] = defaultdict(list)
    for index in parents:
        members[_root_of(index, parents)].append(index)
    scores = {index: score or 0.0 for index, _, _, score, _ in rows}
    undecided = {index for index, _, _, _, decision in rows if not decision}
    groups = (
        EntryGroup(indexes, max(scores[index] for index in indexes), not undecided.isdisjoint(indexes))
        for all_indexes in members.values()
        for start in range(0, len(all_indexes), MOST_TOGETHER)
        if (indexes := tuple(all_indexes[start : start + MOST_TOGETHER]))
    )
    return sorted(groups, key=lambda group: (-group.score, group.indexes))


def _root_of(index: int, parents: Mapping[int, DuplicateOf]) -> DuplicateOf:
    """What an entry resembles in the end; itself where the publication that it resembled is gone."""
    while (parent := parents.get(index)) and parent.index:
        index = parent.index
    return parent if parent and parent.publication else DuplicateOf(index=index)


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One record of a group. ``entry`` is None for a publication, ``resembles`` is None for the root.

    ``is_member``: the entry is decided on here, and not only what others resemble. ``chosen`` is the decision on it,
    or the one that is proposed; '' for none.
    """

    heading: str
    title: str
    href: str
    values: Mapping[str, Any]
    entry: ImportedEntry | None = None
    resembles: "RecordColumn | None" = None
    is_member: bool = False
    chosen: str = ""

    @property
    def is_decided_here(self) -> bool:
        """Whether a person decides on it, or can still change the decision."""
        return self.is_member and self.entry is not None and not self.entry.applied


@dataclass(frozen=True, slots=True)
class RecordCell:
    """One field of one record. ``mark`` says how it compares with the record that it resembles.

    ``can_take``: the entry has a value to copy; ``is_taken``: it is chosen, as it is for empty fields by default.
    """

    column: RecordColumn
    value: Any
    mark: str = ""
    can_take: bool = False
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of all records of a group."""

    name: str
    label: str
    cells: tuple[RecordCell, ...]

    @property
    def differs(self) -> bool:
        return any(cell.mark == DIFFERS for cell in self.cells)

    @property
    def is_telling(self) -> bool:
        """Whether the field helps to decide, or can be copied. A title that agrees stands above the group."""
        if self.name in _IDENTIFYING:
            return any(cell.value for cell in self.cells)
        return self.differs or any(cell.can_take for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """A group as it is shown: its records side by side, the root first."""

    score: float
    columns: tuple[RecordColumn, ...]
    rows: tuple[ComparedField, ...]

    @property
    def title(self) -> str:
        return self.columns[0].title

    @property
    def is_wide(self) -> bool:
        """Whether its columns need more room than a screen has."""
        return len(self.columns) > _COLUMNS_OF_A_SCREEN

    @property
    def is_alone(self) -> bool:
        """Whether the record that its only entry resembled is no longer here."""
        return len(self.columns) == 1


AGREES, DIFFERS, WRITTEN_DIFFERENTLY = "agrees", "differs", "written differently"
ONLY_HERE, NOT_HERE = "only here", "not here"


Choose = Callable[[ImportedEntry], str]


def record_groups(batch: ImportBatch, groups: Sequence[EntryGroup], choose: Choose) -> list[RecordGroup]:
    """The records of these groups, by a number of queries that does not grow with them.

    ``choose`` gives the decision on an entry, or the one to propose.
    """
    indexes = [index for group in groups for index in group.indexes]
    entries = _entries_at(batch, indexes)
    roots = {entry.duplicate_of_index for entry in entries.values() if entry.duplicate_of_index} - entries.keys()
    entries |= _entries_at(batch, roots)
    return [_record_group(group, entries, choose) for group in groups]


def _entries_at(batch: ImportBatch, indexes: Iterable[int]) -> dict[int, ImportedEntry]:
    rows = batch.entries.filter(index__in=list(indexes)).select_related("file", "duplicate_of__abstract_record")
    return {entry.index: entry for entry in rows}


def _record_group(group: EntryGroup, entries: Mapping[int, ImportedEntry], choose: Choose) -> RecordGroup:
    columns: dict[tuple[str, int], RecordColumn] = {}
    for index in group.indexes:
        entry = entries[index]
        parent = None
        if entry.duplicate_of:
            key = ("publication", entry.duplicate_of.pk)
            parent = columns.setdefault(key, _publication_column(entry.duplicate_of))
        elif other := entries.get(entry.duplicate_of_index or 0):
            parent = columns.setdefault(("entry", other.index), _entry_column(other))
        member = replace(_entry_column(entry), resembles=parent, is_member=True, chosen=choose(entry))
        columns["entry", index] = member
    shown = tuple(columns.values())
    rows = (ComparedField(name, FIELD_LABELS[name], _cells(name, shown)) for name in FILLED_FIELDS)
    return RecordGroup(group.score, shown, tuple(row for row in rows if row.is_telling))


def _publication_column(publication: Publication) -> RecordColumn:
    href = reverse("screening-detail", args=[publication.pk])
    values = {name: field_value(publication, name) for name in FILLED_FIELDS}
    return RecordColumn(f"Publication {publication.pk}", publication.title, href, values)


def _entry_column(entry: ImportedEntry) -> RecordColumn:
    href = f"{reverse('import', args=[entry.batch_id])}?entry={entry.index}#entries"
    return RecordColumn(f"Entry {entry.index}", entry.title, href, values_of(entry), entry)


def _cells(name: str, columns: Sequence[RecordColumn]) -> tuple[RecordCell, ...]:
    return tuple(_cell(column, column.values[name], name) for column in columns)


def _cell(column: RecordColumn, value: Any, name: str) -> RecordCell:
    if column.resembles is None:
        return RecordCell(column, value)
    other = column.resembles.values[name]
    can_take = bool(value) and value != other and column.is_decided_here
    entry = column.entry
    is_taken = name in entry.fields_taken if entry and entry.decision else not other
    return RecordCell(column, value, mark_of(value, other), can_take, is_taken)


def mark_of(value: Any, other: Any) -> str:
    """How a value compares with that of the record that it is compared with; '' where both are empty.

    >>> mark_of("Eur. Spine J", "EUR SPINE J"), mark_of(2012, 2015), mark_of("7", ""), mark_of(7, 7)
    ('written differently', 'differs', 'only here', 'agrees')
    """
    if not (value or other):
        return ""
    if value == other:
        return AGREES
    if not other:
        return ONLY_HERE
    if not value:
        return NOT_HERE
    return WRITTEN_DIFFERENTLY if _letters(value) == _letters(other) else DIFFERS


def _letters(value: Any) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, str(value).casefold()))
