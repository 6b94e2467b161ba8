"""Doubts about reported numbers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from studies.choices import QueryState, Severity
from studies.models.arm import Arm
from studies.models.history import History
from studies.models.measure import OutcomeMeasure
from studies.models.row_key import HasRowKey, has_key
from studies.models.study import Study
from studies.reported.row_keys import key_word


class DataQuery(HasRowKey):
    """A doubt about a reported number, with its arithmetic.

    It concerns every result of the study that its arm, measure, time and part name; an empty one names all.
    An open error excludes such a result; an open doubt shows it next to the answer and in no pool.
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
    # Of a query that a check raised: the check, and the rows and values that it saw, so that it is raised once.
    check_name = models.CharField("check", max_length=60, blank=True, editable=False)
    fingerprint = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    history = History(excluded_fields=["check_name", "fingerprint"])

    class Meta:
        ordering = ["study", "id"]
        verbose_name_plural = "data queries"
        constraints = [
            has_key("query_has_a_key"),
            models.CheckConstraint(
                name="query_that_acts_names_its_outcome",
                condition=~Q(state=QueryState.OPEN, severity__in=[Severity.ERROR, Severity.DOUBT])
                | Q(measure__isnull=False),
                violation_error_message="An open error or doubt needs the outcome that it is about.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.problem}"

    def key_words(self) -> tuple[str, ...]:
        arm, measure = self.arm.slug if self.arm else "", self.measure.slug if self.measure else ""
        words = (arm, self.field, measure, self.timepoint_label, self.part, self.problem)
        return self.study.key, *map(key_word, words)


class QueryReply(models.Model):
    """A person's answer to a data query, or why they resolved or reopened it. The last one set its state."""

    query = models.ForeignKey(DataQuery, models.CASCADE, related_name="replies")
    state = models.CharField(max_length=10, choices=QueryState.choices())
    text = models.TextField(help_text="What the source says, and where. For a resolution: the reason.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["query", "id"]
        verbose_name_plural = "query replies"
        constraints = [
            models.CheckConstraint(
                name="query_reply_says_why",
                condition=~Q(text=""),
                violation_error_message="An answer or a resolution needs a reason.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.query}: {self.text[:60]}"
