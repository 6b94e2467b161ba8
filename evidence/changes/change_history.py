"""When and why a cell or a row was last changed, from its history. Who did it is told where it always was: there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Q

from evidence.changes.differences import RecordChange
from evidence.releases.public_records import ASSESSMENT, NAMED_BY_SLUG, OTHER_RECORDS, STUDY_ROWS, key_of
from studies.revisions.reasons import public_reason
from studies.revisions.versions import CHANGED, changed_fields, history_link_names, line_values

_MODELS = {**STUDY_ROWS, **OTHER_RECORDS}
# The most keys of one query; SQLite takes some thousands.
_KEYS = 500


class ChangeReason(NamedTuple):
    """The day of the last change of a cell or row within a period, and its reason; '' where none was given."""

    at: datetime
    why: str


# By the kind and key of the row, and the name of the field; the field is '' of a row that came or went.
Reasons = dict[tuple[str, str, str], ChangeReason]


def change_reasons(changes: Iterable[RecordChange], *, since: datetime, until: datetime | None = None) -> Reasons:
    """The reason of each change; what was changed past all history has none."""
    keys: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        keys[change.kind].add(change.key or change.study)
    found: Reasons = {}
    for kind, wanted in keys.items():
        listed = sorted(wanted)
        for start in range(0, len(listed), _KEYS):
            found |= _of_kind(kind, listed[start : start + _KEYS], since=since, until=until)
    return found


def reason_of(change: RecordChange, reasons: Reasons) -> ChangeReason | None:
    """The reason of a change; None where it has none."""
    return reasons.get((change.kind, change.key or change.study, change.field))


def _of_kind(kind: str, keys: list[str], *, since: datetime, until: datetime | None) -> Reasons:
    model = _MODELS[kind]
    history: Any = model.history  # type: ignore[attr-defined]  # all of them have one
    lines = history.filter(_with_keys(kind, keys)).order_by("id", "history_date", "history_id")
    lines = lines.filter(history_date__lte=until) if until else lines
    found: Reasons = {}
    for _, of_row in groupby(lines.prefetch_related(*history_link_names(model)), key=attrgetter("id")):
        for line, fields in _fields_by_line(of_row):
            if line.history_date > since:
                reason = ChangeReason(line.history_date, public_reason(line.history_change_reason or ""))
                found |= {(kind, key_of(kind, line), name): reason for name in fields}
    return found


def _with_keys(kind: str, keys: list[str]) -> Q:
    """The lines of the rows with these keys (``key_of``)."""
    if kind in NAMED_BY_SLUG:
        return Q(slug__in=keys)
    # A record that came from no data set may have no key but its number; assessments never have another.
    numbers = [int(key) for key in keys if key.isdecimal()]
    if kind == ASSESSMENT:
        return Q(id__in=numbers)
    return Q(row_key__in=keys) | Q(row_key__isnull=True, id__in=numbers)


def _fields_by_line(lines: Iterable[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Each line with the fields that it changed; '' of one that added or deleted the row."""
    before: dict[str, Any] = {}
    for line in lines:
        values = line_values(line)
        fields = changed_fields(before, values)
        yield line, fields if line.history_type == CHANGED else ["", *fields]
        before = values
