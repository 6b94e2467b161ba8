"""Judgements on how far a study or a result can be trusted."""

from django.db import models
from simple_history.models import HistoricalRecords

from studies.models.base import Loaded, Sourced
from studies.models.outcome import OutcomeResult
from studies.models.study import Study
from studies.vocabulary import Tool


class RiskOfBias(Loaded, Sourced):
    """One domain's judgement about a study, or about one of its results, in the words of whoever judged."""

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
        help_text="The review that printed it.",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["study", "id"]
        verbose_name_plural = "risks of bias"

    def __str__(self) -> str:
        return f"{self.study}, {self.domain}: {self.judgement}"
