"""Rows that were read by queries of their own, given to the records they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import ManyToOneRel, Model


def rows_by(column: str, rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    """Rows by the number that a column of theirs holds."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def give_rows(record: Model, name: str, rows: Iterable[Model]) -> None:
    """Let a record have these rows under a name, as if Django had prefetched them; a row of it points back at it.

    They are no queryset, whose ``filter`` would ask the database again.
    """
    found = tuple(rows)
    relation = record._meta.get_field(name)
    if isinstance(relation, ManyToOneRel):
        for row in found:
            relation.field.set_cached_value(row, record)
    vars(record).setdefault("_prefetched_objects_cache", {})[name] = found


def give_rows_of_each(records: Iterable[Model], name: str, rows: Mapping[int, Sequence[Model]]) -> None:
    """The same for several records, with the rows by the number of their record."""
    for record in records:
        give_rows(record, name, rows.get(record.pk, ()))
