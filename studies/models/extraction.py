"""A second person's extraction of a study's numbers, blind to the first."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from studies.choices import ExtractionState, ReadAs, Settlement
from studies.models.history import History
from studies.models.outcome import OutcomeResult
from studies.models.study import Study


class ExtractionQuerySet(models.QuerySet["Extraction"]):
    """Extractions by what a person may read of them."""

    def visible_to(self, person: User) -> "ExtractionQuerySet":
        """What is finished, and the person's own."""
        return self.filter(~Q(state=ExtractionState.OPEN) | Q(by=person.pk))


class Extraction(models.Model):
    """One person extracts a study a second time. They see its arms, outcomes and times, but none of its numbers."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="extractions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_as = models.CharField("what was read", max_length=12, choices=ReadAs.choices())
    state = models.CharField(max_length=10, choices=ExtractionState.choices(), default=ExtractionState.OPEN)
    note = models.TextField("what is missing in the record", blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExtractionQuerySet.as_manager()

    class Meta:
        ordering = ["study", "started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "by"],
                condition=~Q(state=ExtractionState.SETTLED),
                name="extraction_of_one_person_is_under_way_once",
                violation_error_message="You have already started to extract this study.",
            ),
            models.CheckConstraint(
                name="extraction_finished_has_a_time",
                condition=Q(state=ExtractionState.OPEN, finished_at__isnull=True)
                | (~Q(state=ExtractionState.OPEN) & Q(finished_at__isnull=False)),
                violation_error_message="A finished extraction needs the time when it was finished.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}, read by {self.by}"


class ExtractedValueQuerySet(models.QuerySet["ExtractedValue"]):
    """Values by what a person may read of their extractions."""

    def visible_to(self, person: User) -> "ExtractedValueQuerySet":
        return self.filter(extraction__in=Extraction.objects.visible_to(person))


class ExtractedValue(models.Model):
    """The second extraction of one field of one result, as typed; empty is "not reported"."""

    extraction = models.ForeignKey(Extraction, models.CASCADE, related_name="values")
    result = models.ForeignKey(OutcomeResult, models.CASCADE, related_name="second_readings")
    field = models.CharField(max_length=30)
    # The value of the record when the second extraction was finished: agreement is always counted between these two.
    first = models.CharField("value of the first extraction", max_length=60, blank=True, editable=False)
    typed = models.CharField(max_length=60, blank=True)
    settlement = models.CharField(max_length=8, choices=Settlement.choices(), blank=True)
    settled_value = models.CharField(max_length=60, blank=True)
    settled_because = models.TextField(blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    history = History()

    objects = ExtractedValueQuerySet.as_manager()

    class Meta:
        ordering = ["extraction", "result", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["extraction", "result", "field"],
                name="extracted_value_is_given_once",
                violation_error_message="This field is already extracted.",
            ),
            models.CheckConstraint(
                name="extracted_value_settled_names_who_and_when",
                condition=Q(settlement="", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(settlement="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                violation_error_message="A settled difference needs the person who settled it and the time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extraction}, {self.field}"
