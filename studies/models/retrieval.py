"""Whether the full texts of reports were sought and had."""

from django.conf import settings
from django.db import models

from studies.choices import Retrieval
from studies.models.publication import Publication


class ReportRetrieval(models.Model):
    """A person's statement about the full text of a publication; the last one counts."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="retrievals")
    state = models.CharField(max_length=16, choices=Retrieval.choices())
    note = models.TextField(blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["publication", "id"]
        verbose_name = "retrieval of a report"
        verbose_name_plural = "retrievals of reports"

    def __str__(self) -> str:
        return f"{self.state}: {self.publication}"
