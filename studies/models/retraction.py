"""Lists of a retraction database that were read, and their notices about our publications."""

from django.db import models

from studies.choices import NoticeKind
from studies.models.base import web_address
from studies.models.history import History
from studies.models.publication import Publication


class RetractionList(models.Model):
    """A list of retractions that was accepted: on which day it was read, and how many notices it held."""

    read_on = models.DateField("day of the list")
    n_notices = models.PositiveIntegerField("notices")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.read_on}: {self.n_notices} notices"


class RetractionNotice(models.Model):
    """One notice about a publication, as the database that was read prints it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24, choices=NoticeKind.choices())
    record_id = models.CharField("number in the database", max_length=40)
    noticed_on = models.DateField("date of the notice", null=True, blank=True)
    reasons = models.TextField("reasons as printed", blank=True)
    notice_doi = models.CharField("DOI of the notice", max_length=200, blank=True)
    source_url = models.CharField("source", max_length=600, blank=True, validators=[web_address])
    # Whether it is missing from the file last read.
    withdrawn = models.BooleanField(default=False)
    history = History()

    class Meta:
        ordering = ["publication", "noticed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "record_id"],
                name="notice_is_kept_once",
                violation_error_message="This notice is already stored.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.publication}"
