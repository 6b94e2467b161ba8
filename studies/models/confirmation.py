"""Numbers that a second person compared with their source, one by one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from studies.models.row_field import ROWS, NamesRowField, names_one_row


class NumberConfirmation(NamesRowField):
    """A person's statement that a number of the record is what its source prints.

    ``value`` is the value as the record had it then, and a mark of what it meant (``with_meaning``): after a change of
    either it says nothing any more.
    """

    value = models.CharField(max_length=60)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            names_one_row("confirmation_names_one_row"),
            models.CheckConstraint(
                name="confirmation_names_a_field",
                condition=~Q(field=""),
                violation_error_message="Name the field that was confirmed.",
            ),
            models.UniqueConstraint(
                fields=["study", "field", "confirmed_by"],
                condition=Q(**{f"{row}__isnull": True for row in ROWS}),
                name="number_of_study_is_confirmed_once",
                violation_error_message="You have confirmed this number already.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[row, "field", "confirmed_by"],
                    condition=Q(**{f"{row}__isnull": False}),
                    name=f"number_of_{row}_is_confirmed_once",
                    violation_error_message="You have confirmed this number already.",
                )
                for row in ROWS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.value}, confirmed by {self.confirmed_by}"
