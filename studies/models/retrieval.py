"""Whether the full texts of reports were sought and had."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef

from studies.choices import Retrieval
from studies.models.publication import Publication
from studies.models.screening_decision import ScreeningDecision


class ReportRetrievalQuerySet(models.QuerySet["ReportRetrieval"]):
    """Statements by who may read them."""

    def visible_to(self, person: User) -> "ReportRetrievalQuerySet":
        """Those on publications without a decision that is hidden: only what one included is sought."""
        hidden = ScreeningDecision.objects.hidden_from(person).filter(publication=OuterRef("publication"))
        return self.exclude(Exists(hidden))


class ReportRetrieval(models.Model):
    """A person's statement about the full text of a publication; the last one counts."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="retrievals")
    state = models.CharField(max_length=16, choices=Retrieval.choices())
    note = models.TextField(blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    objects = ReportRetrievalQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "id"]
        verbose_name = "retrieval of a report"
        verbose_name_plural = "retrievals of reports"

    def __str__(self) -> str:
        return f"full text of {self.publication}"
