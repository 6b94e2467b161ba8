"""The first line of history of many records at once."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models


def note_made(made: models.QuerySet[Any], *, reason: str, by: User | None, now: datetime) -> None:
    """Write the first line of history of records that were just inserted, given as a queryset of their model.

    The database copies it from the rows themselves. Made in Python and sent there, as the library does it, these lines
    took as long as the records.
    """
    history = made.model.history.model
    kept = [field.attname for field in history.tracked_fields]
    told = {
        "history_date": models.Value(now, models.DateTimeField()),
        "history_type": models.Value("+"),
        "history_change_reason": models.Value(reason),
        "history_user_id": models.Value(by.pk if by else None, models.IntegerField()),
    }
    rows = made.order_by("pk").values_list(*kept, *told.values())
    select, parameters = rows.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(history._meta.get_field(name).column) for name in (*kept, *told))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(history._meta.db_table)} ({columns}) {select}", parameters)
