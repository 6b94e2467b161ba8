"""Deleting records, only with a reason: admins delete any, curators rows of the workbench."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, router, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector

from studies.models import Study
from studies.revisions.reasons import give_reason
from studies.revisions.record_change import ActionRefusedError, record_change
from studies.revisions.versions import is_reported_row, study_of


@transaction.atomic
def delete_records(*, records: Iterable[models.Model], by: User, now: datetime, reason: str) -> None:
    """Delete records and what belongs to them; each leaves a last line of history with the reason.

    The study of a deleted row becomes unverified. Raises ``ActionRefusedError`` without a reason, and when other
    records refer to one of these; nothing is deleted then.
    """
    if not reason.strip():
        raise ActionRefusedError("Give a reason for deleting this: it is kept in its history.")
    for record in records:
        # A row can have been deleted with the one before it.
        if models.QuerySet(type(record)).filter(pk=record.pk).exists():
            _delete(record, by=by, now=now, reason=reason.strip())


def _delete(record: models.Model, *, by: User, now: datetime, reason: str) -> None:
    study = study_of(record)
    if study is not None and not isinstance(record, Study) and is_reported_row(record):
        record_change(study=study, by=by, now=now, reason=f"Deleted: {reason}")
    collector = Collector(using=router.db_for_write(type(record), instance=record))
    try:
        collector.collect([record])
    except (ProtectedError, RestrictedError) as error:
        raise ActionRefusedError(
            f"Nothing was deleted, because other records refer to {record}: {_some(error.args[1])}. "
            "Delete or change those first."
        ) from error
    for each in _collected(collector):
        give_reason(each, reason=reason, by=by)
    collector.delete()


def _collected(collector: Collector) -> Iterable[Any]:
    """The records whose deletion is written to their history; those deleted without being read have none."""
    return [record for records in collector.data.values() for record in records]


def _some(records: Iterable[models.Model]) -> str:
    names = sorted(str(record) for record in records)
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
