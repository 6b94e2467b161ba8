"""The rows of a forest plot, recorded from a pasted table that a curator has looked through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from studies.curation.reviews.forest_table import PlottedRow
from studies.models import ReportedPool, ReviewTrialRow, Study
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError, record_change

_COUNTS = ("arm_a_n", "arm_a_events", "arm_b_n", "arm_b_events")


@dataclass(frozen=True, slots=True)
class PlotRecord:
    """A row to be recorded, and the number of the study that it is here, where there is one."""

    row: PlottedRow
    study: int | None = None


@transaction.atomic
def record_plot(
    *,
    review: Study,
    records: Sequence[PlotRecord],
    figure: str,
    pool: ReportedPool | None,
    by: User,
    now: datetime,
    expected_revision: int,
) -> int:
    """Add the rows of one figure; returns how many.

    Raises ``ActionRefusedError`` where one is recorded already, or its values cannot be; ``StaleRevisionError``.
    """
    labels = [record.row.label for record in records]
    stored = set(review.trial_rows.filter(pool_locator=figure).values_list("study_label", flat=True))
    repeated = sorted({label for label in labels if label in stored or labels.count(label) > 1})
    if repeated:
        raise ActionRefusedError(f"Recorded already, or twice in the text: {', '.join(repeated)}. Nothing was saved.")
    reason = f"Rows of {figure}"
    record_change(study=review, by=by, now=now, reason=reason, expected_revision=expected_revision)
    for record in records:
        row = ReviewTrialRow(review=review, pool=pool, pool_locator=figure, study_label=record.row.label)
        row.study_id, row.locator, row.source_url, row.extracted_by = record.study, figure, review.source_url, by
        row.printed = dict(record.row.figures)
        for name, value in values_of(record.row.figures).items():
            setattr(row, name, value)
        try:
            row.clean_fields(exclude=["review", "pool", "study", "extracted_by"])
        except ValidationError as error:
            raise ActionRefusedError(f"{record.row.label}: {' '.join(error.messages)}") from error
        save_with_reason(row, reason=reason, by=by)
    return len(records)


def values_of(figures: Mapping[str, str]) -> dict[str, Any]:
    """The figures of a row as numbers."""
    return {name: int(text) if name in _COUNTS else float(text) for name, text in figures.items()}
