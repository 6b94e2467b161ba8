"""The tables of what people judge, of releases, and of what the site keeps for its readers."""

from evidence.models.certainty_assessment import CertaintyAssessment, CertaintyJudgement, Ending
from evidence.models.frozen_release import FrozenContent, FrozenFile, Release, ReleaseRequest
from evidence.models.worker import WorkerBeat

__all__ = [
    "CertaintyAssessment",
    "CertaintyJudgement",
    "Ending",
    "FrozenContent",
    "FrozenFile",
    "Release",
    "ReleaseRequest",
    "WorkerBeat",
]
