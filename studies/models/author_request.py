"""Requests to the authors of studies for numbers that their papers do not print."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from studies.choices import RequestState
from studies.models.history import History
from studies.models.study import Study


class AuthorRequest(models.Model):
    """One letter to the authors of a study, with a table to fill in, and its state."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="author_requests")
    addressee = models.CharField("to", max_length=200, help_text="Name and address of the corresponding author.")
    letter = models.TextField()
    state = models.CharField(max_length=10, choices=RequestState.choices(), default=RequestState.DRAFTED)
    sent_on = models.DateField("sent on", null=True, blank=True)
    answered_on = models.DateField("answered on", null=True, blank=True)
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    history = History()

    class Meta:
        ordering = ["study", "id"]
        verbose_name = "request to authors"
        verbose_name_plural = "requests to authors"
        constraints = [
            models.CheckConstraint(
                name="author_request_sent_has_a_date",
                condition=Q(state=RequestState.DRAFTED, sent_on__isnull=True)
                | (~Q(state=RequestState.DRAFTED) & Q(sent_on__isnull=False)),
                violation_error_message="A request that was sent needs the date.",
            ),
            models.CheckConstraint(
                name="author_request_answered_has_a_date",
                condition=Q(state__in=(RequestState.ANSWERED, RequestState.DECLINED), answered_on__isnull=False)
                | (~Q(state__in=(RequestState.ANSWERED, RequestState.DECLINED)) & Q(answered_on__isnull=True)),
                violation_error_message="An answer needs its date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}, request to {self.addressee}"
