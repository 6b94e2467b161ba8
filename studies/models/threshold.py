"""Published thresholds: changes that matter to one person, and bands for differences between groups."""

from django.db import models
from django.db.models import F, Q

from studies.choices import ChangeUnit, EffectBand, OutcomeDomain, ThresholdUse
from studies.models.base import FromDataSet
from studies.models.history import History
from studies.models.measure import OutcomeMeasure
from studies.models.publication import Publication
from studies.models.source import HasSource


class MinimalImportantChange(FromDataSet, HasSource):
    """The smallest change of one person over time that matters. Never a difference between groups."""

    measure = models.ForeignKey(
        OutcomeMeasure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="important_changes",
        help_text="Empty: any outcome.",
    )
    scale = models.CharField(max_length=80)
    change = models.FloatField()
    unit = models.CharField(max_length=16, choices=ChangeUnit.choices())
    use = models.CharField(max_length=14, choices=ThresholdUse.choices(), default=ThresholdUse.WITHIN_PERSON)
    display_range = models.CharField(max_length=20, blank=True)
    on_display = models.FloatField("on the scale that pages show", null=True, blank=True)
    is_default = models.BooleanField("used for this instrument", default=False)
    is_harmonised_default = models.BooleanField("used on the harmonised pain scale", default=False)
    basis = models.TextField()
    citation = models.TextField()
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="important_changes")
    history = History()

    class Meta:
        ordering = ["measure", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(is_default=True),
                name="one_important_change_is_used_for_an_instrument",
                violation_error_message="Another change is used for this instrument already.",
            ),
            models.CheckConstraint(
                name="important_change_is_within_one_person",
                condition=Q(use=ThresholdUse.WITHIN_PERSON),
                violation_error_message="This record is for changes of one person, not for differences between groups.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scale}: {self.change:g} {self.get_unit_display()}"


class BetweenGroupThreshold(FromDataSet):
    """A band in which a difference between groups is called small, medium or large."""

    domain = models.CharField(max_length=16, choices=OutcomeDomain.choices())
    display_range = models.CharField(max_length=20)
    size = models.CharField(max_length=8, choices=EffectBand.choices())
    lower = models.FloatField()
    upper = models.FloatField()
    lower_included = models.BooleanField()
    upper_included = models.BooleanField()
    use = models.CharField(max_length=14, choices=ThresholdUse.choices(), default=ThresholdUse.BETWEEN_GROUP)
    source = models.TextField()
    note = models.TextField(blank=True)
    history = History()

    class Meta:
        ordering = ["domain", "lower"]
        constraints = [
            models.CheckConstraint(
                name="threshold_band_is_ordered",
                condition=Q(lower__lt=F("upper")),
                violation_error_message="The band runs from a smaller to a larger number.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_domain_display()}, {self.get_size_display()}: {self.lower:g} to {self.upper:g}"
