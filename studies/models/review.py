"""What reviews printed: pooled results, the studies they included, rows of their forest plots."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from studies.choices import PoolMeasure, PoolModel, PositiveIs, Relation
from studies.models.base import FromDataSet, HasPrintedNumbers
from studies.models.condition import Condition
from studies.models.history import History
from studies.models.measure import OutcomeMeasure
from studies.models.publication import Publication
from studies.models.row_key import HasRowKey, has_key
from studies.models.source import HasSource
from studies.models.study import Study
from studies.reported.row_keys import key_word, time_word


class ReportedPool(HasRowKey, HasSource, HasPrintedNumbers):
    """The pooled result that a review printed, as printed."""

    review = models.ForeignKey(Study, models.CASCADE, related_name="reported_pools")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="reported_pools")
    comparison = models.CharField("comparison as printed", max_length=120)
    controlled = models.BooleanField(help_text="No: change from baseline, or single arms, without a comparison.")
    measure = models.ForeignKey(OutcomeMeasure, models.PROTECT, related_name="reported_pools")
    outcome_name = models.CharField("outcome as printed", max_length=120, blank=True)
    timepoint_label = models.CharField("time as printed", max_length=80, blank=True)
    weeks = models.FloatField(null=True, blank=True)
    effect_measure = models.CharField(max_length=16, choices=PoolMeasure.choices())
    model = models.CharField(max_length=32, choices=PoolModel.choices())
    estimate = models.FloatField()
    positive_is = models.CharField(max_length=20, choices=PositiveIs.choices())
    ci_low = models.FloatField("interval from", null=True, blank=True)
    ci_high = models.FloatField("interval to", null=True, blank=True)
    p_text = models.CharField("P as printed", max_length=20, blank=True)
    p_relation = models.CharField("sign of P", max_length=10, choices=Relation.choices(), blank=True)
    p_value = models.FloatField("P as a number", null=True, blank=True)
    k = models.PositiveIntegerField("trials", null=True, blank=True)
    n = models.PositiveIntegerField("people", null=True, blank=True)
    i2 = models.FloatField("I², percent", null=True, blank=True)
    tau2 = models.FloatField("τ²", null=True, blank=True)
    q = models.FloatField("Q", null=True, blank=True)
    history = History()

    class Meta:
        ordering = ["review", "id"]
        constraints = [
            has_key("pool_has_a_key"),
            models.CheckConstraint(
                name="pool_interval_is_ordered",
                condition=Q(ci_low__isnull=True) | Q(ci_high__isnull=True) | Q(ci_low__lte=F("ci_high")),
                violation_error_message="The interval runs from low to high.",
            ),
            models.CheckConstraint(
                name="pool_i2_is_a_percentage",
                condition=Q(i2__isnull=True) | Q(i2__range=(0, 100)),
                violation_error_message="I² lies between 0 and 100 percent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.effect_measure} {self.estimate:g}"

    def key_words(self) -> tuple[str, ...]:
        words = (self.measure.slug, self.outcome_name, self.effect_measure)
        return self.review.key, *map(key_word, words), time_word(self.weeks, self.timepoint_label)


class ReviewInclusion(FromDataSet, HasSource):
    """A study that a review says it included, found here or known only as the review cites it."""

    review = models.ForeignKey(Study, models.CASCADE, related_name="inclusions")
    study = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="included_in")
    publication = models.ForeignKey(
        Publication,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cited_in",
        help_text="Where no study is made.",
    )
    citation = models.CharField(max_length=250, blank=True)
    list_complete = models.BooleanField(default=False, help_text="Yes only if the review's whole list was read.")
    history = History()

    class Meta:
        ordering = ["review", "id"]
        constraints = [
            models.CheckConstraint(
                name="inclusion_names_a_study_or_a_citation",
                condition=Q(study__isnull=False) | ~Q(citation=""),
                violation_error_message="Name the study, or cite it as the review does.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review} included {self.study or self.citation}"


class ReviewTrialRow(FromDataSet, HasSource, HasPrintedNumbers):
    """One row of a forest plot that a review printed."""

    review = models.ForeignKey(Study, models.CASCADE, related_name="trial_rows")
    pool = models.ForeignKey(ReportedPool, models.SET_NULL, null=True, blank=True, related_name="trial_rows")
    pool_locator = models.CharField("figure", max_length=120)
    study_label = models.CharField("study as printed", max_length=120)
    study = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="review_rows")
    arm_a_n = models.PositiveIntegerField(null=True, blank=True)
    arm_a_mean = models.FloatField(null=True, blank=True)
    arm_a_sd = models.FloatField(null=True, blank=True)
    arm_a_events = models.PositiveIntegerField(null=True, blank=True)
    arm_b_n = models.PositiveIntegerField(null=True, blank=True)
    arm_b_mean = models.FloatField(null=True, blank=True)
    arm_b_sd = models.FloatField(null=True, blank=True)
    arm_b_events = models.PositiveIntegerField(null=True, blank=True)
    effect = models.FloatField(null=True, blank=True)
    ci_low = models.FloatField("interval from", null=True, blank=True)
    ci_high = models.FloatField("interval to", null=True, blank=True)
    weight_pct = models.FloatField("weight, percent", null=True, blank=True)
    history = History()

    class Meta:
        ordering = ["review", "id"]

    def __str__(self) -> str:
        return f"{self.review}, {self.pool_locator}: {self.study_label}"

    def clean(self) -> None:
        """Raises ``ValidationError`` for a pooled result of another review, which would be recomputed from this row."""
        super().clean()
        if self.pool and self.pool.review_id != self.review_id:
            raise ValidationError("The pooled result is of another review.")
