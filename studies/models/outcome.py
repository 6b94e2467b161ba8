"""What each arm reported, and the differences that trials printed, as reported."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from studies.choices import (
    Clock,
    DefinedBy,
    HigherIs,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    Relation,
    ResultKind,
    StudyStatus,
)
from studies.models.arm import Arm
from studies.models.base import HasPrintedNumbers, not_negative, ordered
from studies.models.history import History
from studies.models.measure import OutcomeMeasure
from studies.models.row_key import HasRowKey, has_key
from studies.models.source import HasSource
from studies.models.study import Study
from studies.reported.row_keys import key_word, time_word


class OutcomeResultQuerySet(models.QuerySet["OutcomeResult"]):
    def visible(self) -> "OutcomeResultQuerySet":
        """What a reader may see: results of studies that are not drafts."""
        return self.exclude(arm__study__standing=StudyStatus.DRAFT)


class OutcomeResult(HasRowKey, HasSource, HasPrintedNumbers):
    """What one arm reported of one outcome at one time, exactly as printed. Nothing derived is stored here."""

    arm = models.ForeignKey(Arm, models.CASCADE, related_name="results")
    measure = models.ForeignKey(OutcomeMeasure, models.PROTECT, related_name="results")
    outcome_name = models.CharField("outcome as printed", max_length=120, blank=True)
    part = models.SlugField(max_length=40, blank=True, help_text="Some people of the arm, reported separately.")
    scale_min = models.FloatField(null=True, blank=True)
    scale_max = models.FloatField(null=True, blank=True)
    higher_is = models.CharField(max_length=6, choices=HigherIs.choices(), blank=True)
    weeks = models.FloatField(null=True, blank=True, help_text="0: before treatment. Empty: not stated.")
    timepoint_label = models.CharField("time as printed", max_length=80, blank=True)
    clock = models.CharField(max_length=10, choices=Clock.choices(), default=Clock.NOT_STATED)
    kind = models.CharField(max_length=11, choices=ResultKind.choices())
    n = models.PositiveIntegerField("people", null=True, blank=True)
    mean = models.FloatField(null=True, blank=True)
    sd = models.FloatField("standard deviation", null=True, blank=True)
    se = models.FloatField("standard error", null=True, blank=True)
    ci_low = models.FloatField("interval from", null=True, blank=True)
    ci_high = models.FloatField("interval to", null=True, blank=True)
    ci_level = models.FloatField(
        "level of the interval, percent", null=True, blank=True, help_text="Empty: not stated."
    )
    median = models.FloatField(null=True, blank=True)
    q1 = models.FloatField("lower quartile", null=True, blank=True)
    q3 = models.FloatField("upper quartile", null=True, blank=True)
    minimum = models.FloatField(null=True, blank=True)
    maximum = models.FloatField(null=True, blank=True)
    events = models.PositiveIntegerField("people with the outcome", null=True, blank=True)
    events_derived = models.BooleanField("computed from a percentage", null=True, blank=True)
    percent = models.FloatField("percent as printed", null=True, blank=True)
    is_change = models.BooleanField("change from baseline", default=False)
    quote = models.TextField("quotation", blank=True, help_text="The sentence or the table cells as printed.")
    history = History()

    objects = OutcomeResultQuerySet.as_manager()

    class Meta:
        ordering = ["arm", "id"]
        constraints = [
            has_key("outcome_has_a_key"),
            ordered("outcome_events_do_not_exceed_participants", "events", "n", "More events than participants."),
            ordered("outcome_interval_is_ordered", "ci_low", "ci_high", "The interval runs from low to high."),
            ordered("outcome_quartiles_are_ordered", "q1", "q3", "The quartiles run from low to high."),
            ordered("outcome_range_is_ordered", "minimum", "maximum", "The range runs from low to high."),
            ordered("outcome_scale_is_ordered", "scale_min", "scale_max", "The scale runs from low to high."),
            not_negative("outcome_sd_is_not_negative", "sd", "A standard deviation is not negative."),
            not_negative("outcome_se_is_not_negative", "se", "A standard error is not negative."),
            not_negative("outcome_time_is_not_negative", "weeks", "A time in weeks is not negative."),
            models.CheckConstraint(
                name="outcome_percent_is_a_percentage",
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)),
                violation_error_message="A percentage lies between 0 and 100.",
            ),
            models.CheckConstraint(
                name="outcome_interval_level_is_a_percentage",
                condition=Q(ci_level__isnull=True) | Q(ci_level__gt=0, ci_level__lt=100),
                violation_error_message="The level of an interval lies between 0 and 100 percent.",
            ),
            models.CheckConstraint(
                name="outcome_count_has_no_mean",
                condition=~Q(kind=ResultKind.DICHOTOMOUS) | Q(mean__isnull=True, sd__isnull=True, se__isnull=True),
                violation_error_message="A count of people has no mean, deviation or error.",
            ),
            models.CheckConstraint(
                name="outcome_events_say_whether_derived",
                condition=Q(events__isnull=True, events_derived__isnull=True)
                | Q(events__isnull=False, events_derived__isnull=False),
                violation_error_message="A count, and nothing else, states whether it was computed from a percentage.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arm}, {self.outcome_name or self.measure}, {self.timepoint_label or 'time not stated'}"

    def key_words(self) -> Iterator[str]:
        yield from (self.arm.study.key, key_word(self.arm.slug))
        yield from _outcome_words(self.measure, self.outcome_name)
        yield time_word(self.weeks, self.timepoint_label)
        yield from (key_word(self.part), "change" if self.is_change else "")


class ReportedContrast(HasRowKey, HasSource, HasPrintedNumbers):
    """A difference between two arms as the trial itself printed it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="reported_contrasts")
    arm_a = models.ForeignKey(Arm, models.CASCADE, related_name="+")
    arm_b = models.ForeignKey(Arm, models.CASCADE, related_name="+")
    measure = models.ForeignKey(OutcomeMeasure, models.PROTECT, related_name="reported_contrasts")
    outcome_name = models.CharField("outcome as printed", max_length=120, blank=True)
    weeks = models.FloatField(null=True, blank=True)
    part = models.SlugField(max_length=40, blank=True)
    printed_form = models.CharField(max_length=16, choices=PrintedForm.choices())
    result_text = models.CharField("result as printed", max_length=250)
    direction = models.CharField(max_length=20, choices=PrintedDirection.choices(), default=PrintedDirection.NOT_STATED)
    effect_measure = models.CharField(
        "measure of the estimate",
        max_length=12,
        choices=PrintedEffectMeasure.choices(),
        blank=True,
        help_text="Empty: not stated.",
    )
    estimate = models.FloatField(null=True, blank=True)
    se = models.FloatField(
        "standard error", null=True, blank=True, help_text="Of the estimate; of a ratio, of its natural logarithm."
    )
    ci_low = models.FloatField("interval from", null=True, blank=True)
    ci_high = models.FloatField("interval to", null=True, blank=True)
    ci_level = models.FloatField(
        "level of the interval, percent", null=True, blank=True, help_text="Empty: not stated."
    )
    degrees_of_freedom = models.FloatField(null=True, blank=True, help_text="Of the test that gave P.")
    p_text = models.CharField("P as printed", max_length=20, blank=True)
    p_relation = models.CharField("sign of P", max_length=10, choices=Relation.choices(), blank=True)
    p_value = models.FloatField("P as a number", null=True, blank=True)
    compares_means = models.BooleanField(
        "P compares the means",
        default=False,
        help_text="Yes: P is of a test that compares the means of these two arms at this time.",
    )
    history = History()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            has_key("contrast_has_a_key"),
            ordered("contrast_interval_is_ordered", "ci_low", "ci_high", "The interval runs from low to high."),
            not_negative("contrast_time_is_not_negative", "weeks", "A time in weeks is not negative."),
            not_negative("contrast_se_is_not_negative", "se", "A standard error is not negative."),
            models.CheckConstraint(
                name="contrast_interval_level_is_a_percentage",
                condition=Q(ci_level__isnull=True) | Q(ci_level__gt=0, ci_level__lt=100),
                violation_error_message="The level of an interval lies between 0 and 100 percent.",
            ),
            models.CheckConstraint(
                name="contrast_degrees_of_freedom_are_positive",
                condition=Q(degrees_of_freedom__isnull=True) | Q(degrees_of_freedom__gt=0),
                violation_error_message="Degrees of freedom are above 0.",
            ),
            models.CheckConstraint(
                name="contrast_p_is_a_probability",
                condition=Q(p_value__isnull=True) | Q(p_value__range=(0, 1)),
                violation_error_message="P lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="contrast_has_two_arms",
                condition=~Q(arm_a=F("arm_b")),
                violation_error_message="A contrast has two different arms.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.result_text}"

    def key_words(self) -> Iterator[str]:
        yield from (self.study.key, f"{key_word(self.arm_a.slug)}-v-{key_word(self.arm_b.slug)}")
        yield from _outcome_words(self.measure, self.outcome_name)
        yield from (time_word(self.weeks), key_word(self.part))


def _outcome_words(measure: OutcomeMeasure, name: str) -> tuple[str, str]:
    """An outcome in a key: its instrument, and its name where results of the instrument are told apart by it."""
    return key_word(measure.slug), "" if measure.defined_by == DefinedBy.INSTRUMENT else key_word(name)
