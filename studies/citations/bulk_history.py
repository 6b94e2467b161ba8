"""Lines of history of many records at once, copied by the database from their rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models

ADDED, CHANGED, DELETED = "+", "~", "-"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes records, when and why; ``by`` is None where nobody was logged in."""

    reason: str
    by: User | None
    at: datetime


def write_history(records: models.QuerySet[Any], signature: Signature, *, kind: str) -> None:
    """Write a line of history for each record of a queryset, of one kind: added, changed or deleted.

    A line keeps the values of the row at this moment: write it after a record is saved, and before it is deleted. Made
    in Python, as the library does it, these lines take as long as the records.
    """
    history = records.model.history.model
    tracked = [field.attname for field in history.tracked_fields]
    values = {
        "history_date": models.Value(signature.at, models.DateTimeField()),
        "history_type": models.Value(kind),
        "history_change_reason": models.Value(signature.reason),
        "history_user_id": models.Value(signature.by.pk if signature.by else None, models.IntegerField()),
    }
    rows = records.order_by("pk").values_list(*tracked, *values.values())
    select, parameters = rows.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(history._meta.get_field(name).column) for name in (*tracked, *values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(history._meta.db_table)} ({columns}) {select}", parameters)


def delete_last_lines(model: type[models.Model], numbers: Collection[int], *, reason: str) -> set[int]:
    """Delete the lines with a reason of the records with these numbers, where no other line follows the first of them.

    The numbers of the records whose lines were deleted: their history is as it was before.
    """
    history: models.QuerySet[Any] = model.history.all()  # type: ignore[attr-defined]  # the library's manager
    key = model._meta.pk.attname
    lines = history.filter(**{f"{key}__in": numbers}).order_by("history_id")
    last: dict[int, list[int]] = {}
    for number, line, why in lines.values_list(key, "history_id", "history_change_reason"):
        if why == reason:
            last.setdefault(number, []).append(line)
        elif number in last:
            last[number] = []
    # A record whose lines are followed by another's keeps all of them.
    deleted = {number: own for number, own in last.items() if own}
    history.filter(history_id__in=[line for own in deleted.values() for line in own]).delete()
    return set(deleted)
