"""Doubts about reported numbers."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from studies.models.arm import Arm
from studies.models.base import Loaded
from studies.models.outcome import OutcomeMeasure
from studies.models.study import Study
from studies.vocabulary import QueryState, Severity


class DataQuery(Loaded):
    """A doubt about a reported number, with its arithmetic.

    It concerns every result of the study that its arm, measure, time and part name; an empty one names all.
    An open error leaves such a result out, an open doubt shows it beside the answer and in no pool.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="queries")
    arm = models.ForeignKey(Arm, models.CASCADE, null=True, blank=True, related_name="queries")
    measure = models.ForeignKey(OutcomeMeasure, models.PROTECT, null=True, blank=True, related_name="queries")
    timepoint_label = models.CharField("time as printed", max_length=80, blank=True)
    part = models.SlugField(max_length=40, blank=True)
    field = models.CharField(max_length=30)
    problem = models.CharField(max_length=160)
    severity = models.CharField(max_length=8, choices=Severity.choices())
    state = models.CharField(max_length=10, choices=QueryState.choices(), default=QueryState.OPEN)
    detected_how = models.CharField("how it was found", max_length=80, blank=True)
    detail = models.TextField("arithmetic")
    history = HistoricalRecords()

    class Meta:
        ordering = ["study", "id"]
        verbose_name_plural = "data queries"
        constraints = [
            models.CheckConstraint(
                name="query_that_acts_names_its_outcome",
                condition=~Q(state=QueryState.OPEN, severity__in=[Severity.ERROR, Severity.DOUBT])
                | Q(measure__isnull=False),
                violation_error_message="An open error or doubt names the outcome that it concerns.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.problem}"
