"""Numbers of the present state of the rows that pages show, and of each study. Only database triggers write them.

What the triggers do, and on which tables, is said in ``studies/revisions/version_triggers.py`` and
``study_triggers.py`` beside it.
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


class StudyChange(models.Model):
    """A note that something of a study has changed; of study 0, something that all studies share.

    The version of a study is the sum of ``number`` over its notes and those of study 0. Each change adds a random
    number, so a sum does not come back, not even in a database that was put back from a copy. PostgreSQL adds a note
    for each change: so no transaction waits for another one, and each sees exactly what is committed for it. The worker
    puts the notes of a study together. SQLite, with one writer at a time, has one note for each study.
    """

    study_id = models.BigIntegerField(db_index=True)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"study {self.study_id}"
