"""The criteria of inclusion: what a person who screens has beside the record, and what curators write of them."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from studies.choices import CriterionKind
from studies.curation.screening.highlight import Phrase, Piece, highlighted, phrases_of
from studies.models import InclusionCriterion
from studies.revisions.reasons import give_reason, save_with_reason
from studies.revisions.record_change import ActionRefusedError
from studies.revisions.versions import last_line

# The columns that people write.
FIELDS = ("kind", "text", "words", "reason_code", "position")


@dataclass(frozen=True, slots=True)
class Criteria:
    """All criteria, those of inclusion first, with the words that they look for."""

    include: tuple[InclusionCriterion, ...]
    exclude: tuple[InclusionCriterion, ...]
    phrases: tuple[Phrase, ...]

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def marked(self, text: str) -> list[Piece]:
        """A text in pieces, some of which are words of a criterion."""
        return highlighted(text, self.phrases)


def read_criteria() -> Criteria:
    """The criteria now: one query."""
    rows = list(InclusionCriterion.objects.order_by("position", "pk"))
    phrases = [phrase for row in rows for phrase in phrases_of(row.words, CriterionKind(row.kind))]
    of_kind = {kind: tuple(row for row in rows if row.kind == kind) for kind in CriterionKind}
    return Criteria(of_kind[CriterionKind.INCLUDE], of_kind[CriterionKind.EXCLUDE], tuple(phrases))


@transaction.atomic
def save_criterion(*, criterion: InclusionCriterion, seen: int, by: User) -> InclusionCriterion:
    """Save a new or changed criterion with its history.

    Raises ``ActionRefusedError`` with a sentence where it is not whole, where its text is that of another, and where
    another person changed it after ``seen``, the line of history that this person had before them.
    """
    _lock(criterion, seen)
    try:
        criterion.full_clean()
    except ValidationError as errors:
        raise ActionRefusedError(" ".join(errors.messages)) from errors
    save_with_reason(criterion, reason="Criterion of inclusion" if seen else "New criterion of inclusion", by=by)
    return criterion


@transaction.atomic
def delete_criterion(*, criterion: InclusionCriterion, seen: int, by: User) -> None:
    """Delete a criterion; its history stays. Raises ``ActionRefusedError`` where another person changed it."""
    _lock(criterion, seen)
    give_reason(criterion, reason="Criterion deleted", by=by)
    criterion.delete()


def _lock(criterion: InclusionCriterion, seen: int) -> None:
    """Let nobody else write it meanwhile, and see that it is as the person saw it."""
    if criterion.pk:
        found = InclusionCriterion.objects.select_for_update().filter(pk=criterion.pk).exists()
        if not found or last_line(InclusionCriterion.history.filter(id=criterion.pk)) != seen:
            raise ActionRefusedError("Another person changed this criterion after you opened it. Nothing was saved.")
