"""The groups of a study and what each received."""

from django.db import models
from django.db.models import F, Q

from studies.choices import ArmRole, ComponentName, Guidance, Intervention, Route
from studies.models.base import FromDataSet, HasPrintedNumbers
from studies.models.condition import Condition
from studies.models.history import History
from studies.models.source import HasSource
from studies.models.study import Study


class Component(models.Model):
    """One thing that an arm can receive. The list is ``ComponentName``; its rows are made after every migration."""

    slug = models.CharField(max_length=30, unique=True, choices=ComponentName.choices())

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return ComponentName(self.slug).label


class Arm(FromDataSet, HasSource, HasPrintedNumbers):
    """One group of a study: who they were, what they received, how much and by which route."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="arms")
    slug = models.SlugField("short name", max_length=40)
    label = models.CharField(max_length=120)
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="arms")
    stratum = models.SlugField(
        max_length=40,
        blank=True,
        help_text="Patients that the study reports separately, as arms of their own. Empty: the whole study.",
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The arm that this arm is part of.",
    )
    role = models.CharField(max_length=12, choices=ArmRole.choices())
    intervention = models.CharField(max_length=20, choices=Intervention.choices())
    route = models.CharField(max_length=30, choices=Route.choices())
    guidance = models.CharField(max_length=18, choices=Guidance.choices(), blank=True)
    components = models.ManyToManyField(Component, related_name="arms")
    components_certain = models.BooleanField(
        default=True, help_text="No: the text that was read does not say what the arm received."
    )
    co_interventions = models.CharField("co-interventions as printed", max_length=200, blank=True)
    concentration = models.CharField("ozone, ug/ml, as printed", max_length=60, blank=True)
    concentration_low = models.FloatField("ozone, ug/ml, from", null=True, blank=True)
    concentration_high = models.FloatField("ozone, ug/ml, to", null=True, blank=True)
    volume = models.CharField("volume, ml, as printed", max_length=80, blank=True)
    volume_low = models.FloatField("volume, ml, from", null=True, blank=True)
    volume_high = models.FloatField("volume, ml, to", null=True, blank=True)
    sessions = models.CharField("sessions as printed", max_length=40, blank=True)
    sessions_low = models.PositiveIntegerField("sessions from", null=True, blank=True)
    sessions_high = models.PositiveIntegerField("sessions to", null=True, blank=True)
    n_randomised = models.PositiveIntegerField("people randomised", null=True, blank=True)
    n_analysed = models.PositiveIntegerField("people analysed", null=True, blank=True)
    history = History(m2m_fields=[components])

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "slug"], name="arm_short_name_is_unique_in_its_study"),
            models.CheckConstraint(
                name="arm_analysed_do_not_exceed_randomised",
                condition=Q(n_randomised__isnull=True)
                | Q(n_analysed__isnull=True)
                | Q(n_analysed__lte=F("n_randomised")),
                violation_error_message="More people analysed than randomised.",
            ),
            models.CheckConstraint(
                name="arm_is_not_its_own_part",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                violation_error_message="An arm cannot be part of itself.",
            ),
            *(
                models.CheckConstraint(
                    name=f"arm_{what}_range_is_ordered_and_not_negative",
                    condition=(Q(**{f"{what}_low__isnull": True}) | Q(**{f"{what}_low__gte": 0}))
                    & (
                        Q(**{f"{what}_low__isnull": True})
                        | Q(**{f"{what}_high__isnull": True})
                        | Q(**{f"{what}_low__lte": F(f"{what}_high")})
                    ),
                    violation_error_message=f"The range of {what} runs from low to high, and not below zero.",
                )
                for what in ("concentration", "volume", "sessions")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.label}"
