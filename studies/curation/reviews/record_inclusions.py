"""The included trials of a review, recorded from a list of references that a curator has looked through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.models import ReviewInclusion, Study
from studies.revisions.reasons import save_with_reason, shortened
from studies.revisions.record_change import ActionRefusedError, record_change

# The length of the column.
LONGEST_CITATION = 250


@dataclass(frozen=True, slots=True)
class InclusionDecision:
    """One reference of the list: the study, else the publication that it is (by number), and how it is cited."""

    citation: str
    study: int | None = None
    publication: int | None = None


@dataclass(frozen=True, slots=True)
class InclusionCounts:
    """How many included trials were added, and how many the record had already."""

    added: int
    known: int


@transaction.atomic
def record_inclusions(
    *,
    review: Study,
    decisions: Sequence[InclusionDecision],
    list_complete: bool,
    locator: str,
    by: User,
    now: datetime,
    expected_revision: int,
) -> InclusionCounts:
    """Add what the record of the review does not have yet, and state for all whether the whole list was read.

    Raises ``ActionRefusedError`` for an empty list, and ``StaleRevisionError``.
    """
    if not decisions:
        raise ActionRefusedError("Every line is left out: nothing was saved.")
    reason = "Included trials from the list of references"
    record_change(study=review, by=by, now=now, reason=reason, expected_revision=expected_revision)
    stored = list(review.inclusions.all())
    known = {key for row in stored for key in _keys(row.study_id, row.publication_id, row.citation)}
    added = 0
    for decision in decisions:
        citation = shortened(decision.citation, LONGEST_CITATION)
        keys = _keys(decision.study, decision.publication, citation)
        if not known.isdisjoint(keys):
            continue
        known.update(keys)
        row = ReviewInclusion(review=review, study_id=decision.study, publication_id=decision.publication)
        row.citation, row.list_complete, row.locator = citation, list_complete, locator
        row.source_url, row.extracted_by = review.source_url, by
        save_with_reason(row, reason=reason, by=by)
        added += 1
    for row in stored:
        if row.list_complete != list_complete:
            row.list_complete = list_complete
            save_with_reason(row, reason=reason, by=by)
    return InclusionCounts(added, len(decisions) - added)


def _keys(study: int | None, publication: int | None, citation: str) -> list[tuple[str, object]]:
    """By what two inclusions of a review are the same: the study, else the publication, else the citation."""
    if study is not None:
        return [("study", study)]
    return [("publication", publication)] if publication is not None else [("citation", citation)]
