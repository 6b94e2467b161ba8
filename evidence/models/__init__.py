"""The tables of what people judge and of what the site keeps for its readers."""

from evidence.models.certainty_assessment import CertaintyAssessment, CertaintyJudgement, Ending
from evidence.models.worker import WorkerBeat

__all__ = ["CertaintyAssessment", "CertaintyJudgement", "Ending", "WorkerBeat"]
