"""Trials announced in a registry, without a results paper here."""

from django.db import models

from studies.models.base import FromDataSet, web_address
from studies.models.condition import Condition
from studies.models.history import History


class Registration(FromDataSet):
    """A registered trial whose results are not in this set. Its status is as read, and may be out of date."""

    registration = models.CharField("registry number", max_length=40, unique=True)
    title = models.CharField("title or topic", max_length=250)
    design = models.CharField("design as registered", max_length=80, blank=True)
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="registrations")
    n_planned = models.PositiveIntegerField("people planned", null=True, blank=True)
    arms = models.CharField("arms as registered", max_length=200, blank=True)
    status_as_read = models.CharField(max_length=40, blank=True)
    url = models.CharField("registry page", max_length=600, validators=[web_address])
    source_url = models.CharField("source", max_length=600, blank=True, validators=[web_address])
    note = models.TextField(blank=True)
    history = History()

    class Meta:
        ordering = ["registration"]

    def __str__(self) -> str:
        return f"{self.registration}: {self.title}"
