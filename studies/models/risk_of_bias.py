"""Judgements on how far a study or a result can be trusted."""

from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from studies.choices import EffectOfInterest, SignallingResponse, Tool
from studies.models.base import FromDataSet
from studies.models.history import History
from studies.models.measure import OutcomeMeasure
from studies.models.outcome import OutcomeResult
from studies.models.source import HasSource
from studies.models.study import Study

Part = TypeVar("Part", bound=models.Model)


class RiskOfBias(FromDataSet, HasSource):
    """A printed judgement of one domain about a study or one of its results, in its author's words."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="risks_of_bias")
    result = models.ForeignKey(OutcomeResult, models.CASCADE, null=True, blank=True, related_name="risks_of_bias")
    tool = models.CharField(max_length=30, choices=Tool.choices())
    version = models.CharField(max_length=40, blank=True)
    domain = models.CharField(max_length=80)
    judgement = models.CharField("judgement as printed", max_length=120)
    judged_by = models.ForeignKey(
        Study,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="judgements_printed",
        help_text="The review that printed the judgement.",
    )
    history = History()

    class Meta:
        ordering = ["study", "id"]
        verbose_name_plural = "risks of bias"

    def __str__(self) -> str:
        return f"{self.study}, {self.domain}: {self.judgement}"


class BiasAssessmentQuerySet(models.QuerySet["BiasAssessment"]):
    """Assessments by what a person may read of them."""

    def visible_to(self, person: User) -> "BiasAssessmentQuerySet":
        """The person's own, and what others have finished; nobody else's of a study that the person is assessing.

        The consensus is written with both assessments in sight: it hides nothing from its author.
        """
        unfinished = BiasAssessment.objects.filter(
            study=OuterRef("study"), assessed_by=person, finished_at=None, is_consensus=False
        )
        return self.filter(Q(assessed_by=person) | Q(finished_at__isnull=False) & ~Exists(unfinished))


class BiasAssessment(models.Model):
    """One person's assessment of a study with one tool: of one outcome at one time, or of the study as a whole.

    It counts once it is finished. Of one scope a consensus counts, or else the latest finished one of each person.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="bias_assessments")
    tool = models.CharField(max_length=30, choices=Tool.choices())
    version = models.CharField(max_length=40, blank=True)
    measure = models.ForeignKey(OutcomeMeasure, models.PROTECT, null=True, blank=True, related_name="+")
    weeks = models.FloatField(null=True, blank=True, help_text="Empty: all timepoints of the outcome.")
    effect_of_interest = models.CharField(max_length=12, choices=EffectOfInterest.choices(), blank=True)
    # What two assessors agreed on: it counts, whoever assessed last.
    is_consensus = models.BooleanField(default=False)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    history = History()

    objects = BiasAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            models.CheckConstraint(
                name="bias_assessment_of_a_time_names_its_outcome",
                condition=Q(weeks__isnull=True) | Q(measure__isnull=False),
                violation_error_message="An assessment of one timepoint needs an outcome.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.study}, {self.tool}"


class AssessmentPartQuerySet(models.QuerySet[Part]):
    """Answers and judgements, by what a person may read of their assessments."""

    def visible_to(self, person: User) -> "AssessmentPartQuerySet[Part]":
        return self.filter(assessment__in=BiasAssessment.objects.visible_to(person))


class SignallingAnswer(models.Model):
    """The answer to one question of a tool, with the text of the source that supports it."""

    assessment = models.ForeignKey(BiasAssessment, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=8, help_text="The number of the question in the tool, such as 2.3.")
    answer = models.CharField(max_length=16, choices=SignallingResponse.choices())
    support = models.TextField(blank=True)
    history = History()

    objects = AssessmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                name="signalling_question_is_answered_once",
                violation_error_message="This question has been answered already.",
            )
        ]

    def __str__(self) -> str:
        return f"question {self.question}"


class BiasJudgement(models.Model):
    """One domain of an assessment, or "overall": what the tool's published algorithm proposes, and what was judged."""

    assessment = models.ForeignKey(BiasAssessment, models.CASCADE, related_name="judgements")
    domain = models.CharField(
        max_length=24, help_text="The short name of the domain in the tool, such as D1, or overall."
    )
    proposed = models.CharField("what the algorithm proposes", max_length=24)
    judgement = models.CharField(max_length=24)
    reason = models.TextField(blank=True)
    history = History()

    objects = AssessmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "domain"],
                name="bias_domain_is_judged_once",
                violation_error_message="This domain has been judged already.",
            ),
            models.CheckConstraint(
                name="bias_judgement_against_the_proposal_says_why",
                condition=Q(judgement=F("proposed")) | ~Q(reason=""),
                violation_error_message="A judgement that differs from the proposal needs a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"domain {self.domain}"
