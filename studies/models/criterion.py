"""Criteria by which publications are included or excluded."""

from django.db import models

from studies.choices import CriterionKind, ExclusionReason
from studies.models.history import History


class InclusionCriterion(models.Model):
    """One criterion, with the words that are highlighted in a record, one on each line.

    A criterion of exclusion can name the reason that a decision by it gives.
    """

    kind = models.CharField(max_length=8, choices=CriterionKind.choices())
    text = models.CharField(max_length=300, unique=True)
    words = models.TextField(blank=True, help_text="Words to highlight in a record, one on each line.")
    reason_code = models.CharField("reason", max_length=24, choices=ExclusionReason.choices(), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = History()

    class Meta:
        ordering = ["kind", "position", "id"]
        verbose_name_plural = "inclusion criteria"
        constraints = [
            models.CheckConstraint(
                name="criterion_has_text",
                condition=~models.Q(text=""),
                violation_error_message="A criterion is a sentence.",
            ),
            models.CheckConstraint(
                name="criterion_of_inclusion_has_no_reason",
                condition=models.Q(kind=CriterionKind.EXCLUDE) | models.Q(reason_code=""),
                violation_error_message="Only a criterion of exclusion gives a reason.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
