"""Who compared a study with its source, and what of it they read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from studies.choices import ReadAs
from studies.models.study import Study


class Verification(models.Model):
    """A person's statement that they compared a study with its source, and which source they read.

    Which numbers they found there, ``NumberConfirmation`` says, one by one. A later change of the study withdraws a
    verification, which stays on record; the confirmations of numbers that did not change still count.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="verifications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_as = models.CharField("what was read", max_length=12, choices=ReadAs.choices())
    note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["study", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "by"],
                condition=Q(withdrawn_at__isnull=True),
                name="verification_of_one_person_stands_once",
                violation_error_message="You have already verified this study.",
            ),
            models.CheckConstraint(
                name="verification_withdrawn_says_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                violation_error_message="A withdrawn verification needs a time and a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}, verified by {self.by}"
