"""The data version inside the transaction of a test."""

from django.db import connection

from studies.models import OpenChange
from studies.revisions.data_version import read_number


def number_now() -> int:
    """The number as a commit would leave it: PostgreSQL counts what was noted when its deferred triggers fire."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not OpenChange.objects.exists()
    number = read_number(connection)
    assert number is not None
    return number
