"""A new draft with the facts and the arms of another study, for a study that is much like it."""

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import models, transaction

from studies.choices import StudyStatus
from studies.models import Arm, Study
from studies.revisions.reasons import save_with_reason

# What is of one record alone: its number and keys, who checked it, how often it changed.
_OF_ONE_RECORD = frozenset(
    {"id", "row_key", "loaded_digest", "revision", "updated_at", "verified_by", "verified_at"}
    | {"signed_off_by", "signed_off_at", "aliases", "registration", "extracted_by"}
)
Copied = TypeVar("Copied", Study, Arm)


@transaction.atomic
def copy_study(
    *, study: Study, label: str, slug: str, by: User, now: datetime, reason: str
) -> tuple[Study, dict[int, Arm]]:
    """Make a draft with the facts and arms of a study. Returns it with its arms, by the number of the first one's.

    Publications, registration, results and harms stay with the first study: they are reported once.
    """
    draft = _copy_of(study, label=label, slug=slug, standing=StudyStatus.DRAFT, extracted_by=by)
    save_with_reason(draft, reason=reason, by=by)
    draft.secondary_conditions.set(study.secondary_conditions.all())
    arms: dict[int, Arm] = {}
    # An arm comes after the arm that it is part of.
    originals = Arm.objects.filter(study=study).order_by(models.F("part_of").asc(nulls_first=True), "id")
    for arm in originals.prefetch_related("components"):
        whole = arms.get(arm.part_of_id or 0)
        copied = _copy_of(arm, study=draft, part_of=whole, extracted_by=by)
        save_with_reason(copied, reason=reason, by=by)
        copied.components.set(arm.components.all())
        arms[arm.pk] = copied
    Study.objects.filter(pk=draft.pk).update(updated_at=now)
    return draft, arms


def _copy_of(record: Copied, **changed: Any) -> Copied:
    """A new record with the values of another, but for those that are of one record alone."""
    fields = [each for each in record._meta.concrete_fields if each.name not in _OF_ONE_RECORD]
    return type(record)(**{each.name: getattr(record, each.name) for each in fields} | changed)
