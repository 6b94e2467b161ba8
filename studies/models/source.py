"""Where a number was read: every record that holds numbers names its source."""

from django.conf import settings
from django.db import models

from studies.choices import ReadAs
from studies.models.base import web_address


class HasSource(models.Model):
    """A record read from a source: the address, the place in it, what was read, and by whom."""

    source_url = models.CharField("source", max_length=600, blank=True, validators=[web_address])
    locator = models.CharField("place in the source", max_length=200, blank=True)
    read_as = models.CharField(
        "what was read", max_length=12, choices=ReadAs.choices(), blank=True, help_text="Empty: as for the study."
    )
    note = models.TextField(blank=True)
    extracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
