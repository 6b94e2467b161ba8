"""Rows of a study, deleted by the curator who added them by mistake."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction

from studies.models import AdverseEvent, Arm, NumberConfirmation, OutcomeResult, ReportedContrast, SourceMark, Study
from studies.numerics.number_formatting import plural
from studies.revisions.delete import delete_records
from studies.revisions.record_change import ActionRefusedError, locked_study

# Rows that a curator can delete, those that others belong to last.
DELETION_ORDER: tuple[type[models.Model], ...] = (OutcomeResult, ReportedContrast, AdverseEvent, Arm)
# What is said of one row alone goes with it.
_OF_ONE_ROW = (SourceMark, NumberConfirmation)


@transaction.atomic
def delete_rows(
    *, study: Study, rows: Sequence[models.Model], by: User, now: datetime, reason: str, expected_revision: int
) -> None:
    """Delete rows of a study; the history keeps each with the reason, and from there each can be restored.

    Raises ``ActionRefusedError`` without a reason and where other records belong to a row, and says the next step;
    ``StaleRevisionError`` after another person's save. Nothing is deleted then.
    """
    if not reason.strip():
        raise ActionRefusedError("Nothing was deleted. Say why, in the box above: the history keeps the reason.")
    locked_study(study, expected_revision)
    for row in sorted(rows, key=lambda each: DELETION_ORDER.index(type(each))):
        if refusal := deletion_refusal(row):
            raise ActionRefusedError(refusal)
        delete_records(records=[row], by=by, now=now, reason=reason)


def deletion_refusal(row: models.Model) -> str:
    """Why a row cannot be deleted, and what to do; '' where nothing belongs to it."""
    counts = Counter[type[models.Model]]()
    for relation in _relations(row):
        of_row = {relation.field.name: row.pk}
        counts[relation.related_model] += models.QuerySet(relation.related_model).filter(**of_row).count()
    belonging = {model: count for model, count in counts.items() if count}
    if not belonging:
        return ""
    words = " and ".join(
        plural(count, str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
        for model, count in belonging.items()
    )
    is_one = sum(belonging.values()) == 1
    step = "Delete them first: each can be restored."
    if not belonging.keys() <= set(DELETION_ORDER):
        step = "An admin can delete the row with what belongs to it, in the admin."
    return f"“{row}” was not deleted, because {words} belong{'s' if is_one else ''} to it. {step}"


def _relations(row: models.Model) -> Iterator[models.ManyToOneRel]:
    """The relations by which other records belong to the row, hidden ones too."""
    for each in row._meta.get_fields(include_hidden=True):
        if not isinstance(each, models.ManyToOneRel) or each.on_delete is models.DO_NOTHING:
            continue
        model = each.related_model
        if model not in _OF_ONE_ROW and not model._meta.auto_created:
            yield each
