"""Ratings of findings by people (GRADE)."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from evidence.choices import RATING_UP, Certainty, GradeDomain

_LEVELS = [(level.value, level.label) for level in Certainty]
_DOMAINS = [(domain.value, domain.label) for domain in GradeDomain]


class Ending(models.TextChoices):
    """Why a rating has ended."""

    REPLACED = "replaced", "replaced by a later rating"
    WITHDRAWN = "withdrawn", "withdrawn"


class CertaintyAssessmentQuerySet(models.QuerySet["CertaintyAssessment"]):
    def current(self) -> "CertaintyAssessmentQuerySet":
        """The current ratings: neither replaced nor withdrawn."""
        return self.filter(ended_at__isnull=True)

    def of_finding(self, condition: int, anchor: str) -> "CertaintyAssessmentQuerySet":
        """Every rating of one finding, the latest first."""
        found = self.filter(condition_id=condition, anchor=anchor).order_by("-pk")
        return found.select_related("rated_by", "ended_by").prefetch_related("judgements")


class CertaintyAssessment(models.Model):
    """A person's rating of the certainty of one finding: the default answer to one question of one condition.

    ``anchor`` names the question as in addresses, ``fingerprint`` the data that were rated: if today's data have
    another fingerprint, the rating needs review and is not shown. A finding has one current rating at a time.
    """

    condition = models.ForeignKey("studies.Condition", models.PROTECT, related_name="certainty_assessments")
    anchor = models.SlugField("finding", max_length=200)
    title = models.CharField("question in words", max_length=300)
    start = models.CharField("starting level", max_length=10, choices=_LEVELS)
    level = models.CharField("certainty", max_length=10, choices=_LEVELS)
    fingerprint = models.CharField("fingerprint of the data", max_length=64, editable=False)
    reason = models.TextField("why it was rated again", blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()
    ending = models.CharField("why it ended", max_length=10, choices=Ending.choices, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField("why it was withdrawn", blank=True)
    history = HistoricalRecords()

    objects = CertaintyAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["condition", "anchor", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "anchor"],
                condition=Q(ended_at__isnull=True),
                name="one_rating_of_a_finding_stands",
                violation_error_message="This finding already has a current rating.",
            ),
            models.CheckConstraint(
                name="certainty_is_one_of_four_levels",
                condition=Q(
                    level__in=[level.value for level in Certainty],
                    start__in=[Certainty.HIGH.value, Certainty.LOW.value],
                ),
                violation_error_message="Certainty starts high or low and ends at one of four levels.",
            ),
            models.CheckConstraint(
                name="ended_rating_says_how_by_whom_and_when",
                condition=Q(ending="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(ending__in=Ending.values, ended_at__isnull=False, ended_by__isnull=False),
                violation_error_message="A rating that has ended needs a reason, a person and a time.",
            ),
            models.CheckConstraint(
                name="withdrawn_rating_says_why",
                condition=~Q(ending=Ending.WITHDRAWN) | ~Q(ended_because=""),
                violation_error_message="A withdrawn rating needs a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_level_display()}"


class CertaintyJudgementQuerySet(models.QuerySet["CertaintyJudgement"]):
    def of_current_ratings(self, conditions: Collection[str] | None = None) -> "CertaintyJudgementQuerySet":
        """Every domain of the current ratings for these conditions (slugs; all when None), with its rating."""
        rows = self.filter(assessment__ended_at__isnull=True)
        if conditions is not None:
            rows = rows.filter(assessment__condition__slug__in=conditions)
        return rows.select_related("assessment__rated_by", "assessment__condition").order_by("id")


class CertaintyJudgement(models.Model):
    """One domain of a rating: what the facts suggested at that time, and what the person decided.

    ``levels`` are lost, or gained in the domains that rate up. ``suggested`` is empty where nothing could be suggested.
    """

    assessment = models.ForeignKey(CertaintyAssessment, models.CASCADE, related_name="judgements")
    domain = models.CharField(max_length=24, choices=_DOMAINS)
    suggested = models.PositiveSmallIntegerField("levels suggested", null=True, blank=True)
    suggestion = models.TextField("reason for the suggestion")
    arithmetic = models.TextField("calculated facts at that time", blank=True)
    levels = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = CertaintyJudgementQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "domain"],
                name="certainty_domain_is_judged_once",
                violation_error_message="This domain has been judged already.",
            ),
            models.CheckConstraint(
                name="certainty_against_the_suggestion_says_why",
                # SQL accepts a constraint that is unknown, so a missing suggestion is excluded explicitly.
                condition=Q(suggested__isnull=False, levels=F("suggested")) | ~Q(reason=""),
                violation_error_message="A decision that does not follow a suggestion needs a reason.",
            ),
            models.CheckConstraint(
                name="certainty_moves_by_as_many_levels_as_its_domain_may",
                condition=Q(levels__lte=1)
                | Q(levels__lte=2, domain__in=[domain.value for domain in GradeDomain if domain.most >= 2])
                | Q(levels__lte=3, domain__in=[domain.value for domain in GradeDomain if domain.most >= 3]),
                violation_error_message="This domain cannot change certainty by so many levels.",
            ),
        ]

    def __str__(self) -> str:
        sign = "+" if self.domain in RATING_UP else "−"
        return f"{self.get_domain_display()}: {sign}{self.levels}"
