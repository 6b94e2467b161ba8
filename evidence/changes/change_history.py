"""When and why a row was last changed, from its history. Who did it is told where it always was: in the history."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from evidence.changes.differences import RecordChange
from evidence.releases.public_records import NAMED_BY_SLUG, OTHER_RECORDS, STUDY_ROWS
from studies.revisions.reasons import public_reason

_MODELS = {**STUDY_ROWS, **OTHER_RECORDS}
# The most keys of one query; SQLite takes some thousands.
_KEYS = 500


class ChangeReason(NamedTuple):
    """The day of the last change of a row within a period, and its reason; '' where none was given."""

    at: datetime
    why: str


Reasons = dict[tuple[str, str], ChangeReason]


def change_reasons(changes: Iterable[RecordChange], *, since: datetime, until: datetime | None = None) -> Reasons:
    """By the kind and key of each changed row; a row that was changed past all history has none."""
    keys: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        keys[change.kind].add(change.key or change.study)
    found: Reasons = {}
    for kind, wanted in keys.items():
        listed = sorted(wanted)
        for start in range(0, len(listed), _KEYS):
            found |= _of_kind(kind, listed[start : start + _KEYS], since=since, until=until)
    return found


def _of_kind(kind: str, keys: list[str], *, since: datetime, until: datetime | None) -> Reasons:
    history: Any = _MODELS[kind].history  # type: ignore[attr-defined]  # all of them have one
    column = "slug" if kind in NAMED_BY_SLUG else "row_key"
    lines = history.filter(**{f"{column}__in": keys}, history_date__gt=since)
    lines = lines.filter(history_date__lte=until) if until else lines
    rows = lines.order_by("history_date", "history_id").values_list(column, "history_date", "history_change_reason")
    return {(kind, key): ChangeReason(at, public_reason(why or "")) for key, at, why in rows}
