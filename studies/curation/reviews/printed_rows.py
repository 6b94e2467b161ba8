"""The kinds of row that a review prints, each with its form; and the writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction

from studies.curation.record_form import FieldsForm, fields_form
from studies.curation.save_rows import BESIDES_ITS_NUMBERS
from studies.models import ReportedPool, ReviewInclusion, ReviewTrialRow, RiskOfBias, Study
from studies.models.base import REFUSALS, refusal_reason
from studies.revisions.delete import delete_records
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError, record_change
from studies.revisions.versions import current_values


@dataclass(frozen=True, slots=True)
class ReviewRowKind:
    """One kind of row: its name in the table of fields, its model, and the field that names the review."""

    name: str
    title: str
    model: type[models.Model]
    review_field: str = "review"
    fixed: tuple[str, ...] = ()

    def form(self) -> type[FieldsForm]:
        return fields_form(self.name, self.model, fixed=(self.review_field, *self.fixed))

    def rows_of(self, review: Study) -> "models.QuerySet[Any]":
        """The rows of this kind that the review printed."""
        return models.QuerySet(self.model).filter(**{self.review_field: review})


KINDS: Mapping[str, ReviewRowKind] = {
    kind.name: kind
    for kind in (
        ReviewRowKind("pool", "Pooled result", ReportedPool),
        # A publication is linked by the list of references, which finds it.
        ReviewRowKind("inclusion", "Included study", ReviewInclusion, fixed=("publication",)),
        ReviewRowKind("trial-row", "Row of a forest plot", ReviewTrialRow),
        ReviewRowKind("bias", "Judgement of risk of bias", RiskOfBias, review_field="judged_by"),
    )
}


@transaction.atomic
def save_review_row(
    *, review: Study, record: Any, by: User, now: datetime, reason: str, expected_revision: int | None = None
) -> None:
    """Save a new or changed row of a review; a row that changes nothing is not written.

    Raises ``ActionRefusedError`` for an exact copy of another row, and for what the database refuses;
    ``StaleRevisionError`` after another person's change of the review.
    """
    _refuse_copy(record)
    stored = type(record).objects.filter(pk=record.pk).first() if record.pk else None
    if stored and current_values(stored) == current_values(record):
        return
    record_change(study=review, by=by, now=now, reason=reason, expected_revision=expected_revision)
    if isinstance(record, RiskOfBias) and record.study_id != review.pk:
        # A judgement is a row of the study that it is about.
        record_change(study=record.study, by=by, now=now, reason=reason)
    record.extracted_by = by
    try:
        with transaction.atomic():
            save_with_reason(record, reason=reason, by=by)
    except REFUSALS as error:
        raise ActionRefusedError(refusal_reason(record, error)[1]) from error


def _refuse_copy(record: Any) -> None:
    """Raise ``ActionRefusedError`` where another row of the review says exactly the same."""
    besides = BESIDES_ITS_NUMBERS | {"printed"}
    values = {name: value for name, value in current_values(record).items() if name not in besides}
    if type(record).objects.filter(**values).exclude(pk=record.pk).exists():
        raise ActionRefusedError("The review has this row already, with the same values: nothing was saved.")


@transaction.atomic
def delete_review_row(*, record: models.Model, by: User, now: datetime, reason: str) -> None:
    """Delete a row. Its last line of history keeps the reason, and brings it back.

    Raises ``ActionRefusedError`` without a reason, and for a pooled result that has rows of its forest plot.
    """
    if isinstance(record, ReportedPool) and record.trial_rows.exists():
        raise ActionRefusedError("Rows of its forest plot belong to this pooled result: move or delete those first.")
    delete_records(records=[record], by=by, now=now, reason=reason)
