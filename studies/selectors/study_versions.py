"""The version of each study: a number that is the same for as long as nothing of the study has changed.

Database triggers count the changes, however a row is written: ``studies/revisions/study_triggers.py`` says which rows
belong to a study. Nothing of the rows themselves is read here.
"""

from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from studies.choices import Kind, StudyStatus
from studies.models import Arm, Condition, Study

# Of study 0 are the changes of what all studies share.
_VERSIONS = """
SELECT listed.id, CAST(coalesce(sum(note.number), 0) AS bigint) + (
    SELECT CAST(coalesce(sum(number), 0) AS bigint) FROM studies_studychange WHERE study_id = 0
)
FROM ({studies}) AS listed LEFT JOIN studies_studychange AS note ON note.study_id = listed.id GROUP BY listed.id"""


def study_versions(conditions: Collection[str] | None = None) -> dict[int, int]:
    """The version of each primary study that readers see with an arm of these conditions (slugs), by its id.

    Without conditions, of every study, drafts and reviews too. Equal versions of two states mean an equal study: rows,
    publications, judgements, and what all studies share, such as instruments. The numbers have no order.
    """
    studies = Study.objects.order_by() if conditions is None else _with_conditions(conditions)
    connection = connections[studies.db]
    try:
        listed, parameters = studies.values("id").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        # No condition has one of these slugs, as on a site without any.
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS.format(studies=listed), parameters)
        return dict(cursor.fetchall())


def _with_conditions(slugs: Collection[str]) -> "QuerySet[Study]":
    seen = Study.objects.filter(kind=Kind.PRIMARY).exclude(standing=StudyStatus.DRAFT).order_by()
    conditions = list(Condition.objects.order_by().filter(slug__in=slugs).values_list("pk", flat=True))
    return seen.filter(pk__in=Arm.objects.order_by().filter(condition__in=conditions).values("study"))
