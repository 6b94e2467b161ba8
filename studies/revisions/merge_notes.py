"""Putting the notes of each study together, so that reading its version stays cheap (``StudyChange``)."""

from django.db import DEFAULT_DB_ALIAS, connections, transaction

# One statement, so that every snapshot has either the notes or their sum. A note that another transaction deletes at
# the same time is returned to that one alone.
_MERGE = """
WITH merged AS (
    DELETE FROM studies_studychange WHERE study_id IN (
        SELECT study_id FROM studies_studychange GROUP BY study_id HAVING count(*) > 1
    )
    RETURNING study_id, number
)
INSERT INTO studies_studychange (study_id, number)
SELECT study_id, sum(number) FROM merged GROUP BY study_id"""
# Two that delete the same rows in another order would wait for each other for ever. No other lock has this number.
_LOCK = 7_501_734


def merge_notes(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Put the notes of each study together on PostgreSQL; of how many studies. No version changes.

    SQLite has one note for each study anyway. While another process does it, nothing is done.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return 0
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(_MERGE)
        return int(cursor.rowcount)
