"""What a curator typed and has not saved yet."""

from django.conf import settings
from django.db import models

from studies.models.study import Study


class WorkbenchDraft(models.Model):
    """The form of one person on the workbench of one study, kept every few seconds; only they can see it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # The fields of the form, as a browser posts them.
    posted = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "by"],
                name="workbench_draft_is_kept_once",
                violation_error_message="You have a draft of this study already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.study}, draft of {self.by}"
