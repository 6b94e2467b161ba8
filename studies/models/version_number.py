"""The number of the present state of the rows that pages show. Only database triggers write these two tables.

What the triggers do, and on which tables, is said in ``studies/revisions/version_triggers.py``.
"""

from django.db import models


class DataVersion(models.Model):
    """One row: ``number`` changes in the same transaction as any visible row, and only grows.

    It is the time of the change in microseconds since 1970, or one more than before where that is later: a database
    that was put back from a copy goes on with other numbers than those that followed the copy the first time.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class OpenChange(models.Model):
    """A transaction that has changed visible rows and has not committed; PostgreSQL only.

    The row is removed when its transaction commits, so no other transaction ever sees it.
    """

    transaction = models.BigIntegerField(primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"transaction {self.transaction}"
