"""What was published, as records: one file a noun."""

from studies.models.arm import Arm, Component
from studies.models.claim import Claim, ClaimSource
from studies.models.condition import Condition, with_descendants
from studies.models.harm import AdverseEvent
from studies.models.importing import ImportBatch, ImportContent, ImportedEntry, NotTheSame, ScreeningDecision
from studies.models.outcome import OutcomeMeasure, OutcomeResult, ReportedContrast
from studies.models.publication import Publication, PublicationSource
from studies.models.query import DataQuery
from studies.models.registration import Registration
from studies.models.review import ReportedPool, ReviewInclusion, ReviewTrialRow
from studies.models.risk_of_bias import RiskOfBias
from studies.models.study import Study
from studies.models.threshold import BetweenGroupThreshold, MinimalImportantChange

__all__ = [
    "AdverseEvent",
    "Arm",
    "BetweenGroupThreshold",
    "Claim",
    "ClaimSource",
    "Component",
    "Condition",
    "DataQuery",
    "ImportBatch",
    "ImportContent",
    "ImportedEntry",
    "MinimalImportantChange",
    "NotTheSame",
    "OutcomeMeasure",
    "OutcomeResult",
    "Publication",
    "PublicationSource",
    "Registration",
    "ReportedContrast",
    "ReportedPool",
    "ReviewInclusion",
    "ReviewTrialRow",
    "RiskOfBias",
    "ScreeningDecision",
    "Study",
    "with_descendants",
]
