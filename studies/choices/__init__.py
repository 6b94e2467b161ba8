"""The closed lists of values that describe studies.

Every choice has a *value*, as in the data set and in addresses, and a *label*, as a reader sees it. A value that is
not listed here is refused; a new value is a new line here, never an ``if`` elsewhere.
"""

from studies.choices.arm import ROUTE_GROUPS, ArmRole, ComponentName, Family, Guidance, Intervention, Route, RouteGroup
from studies.choices.claim import CitationStatus, ClaimKind, ClaimSourceKind, ClaimVerdict
from studies.choices.curation import (
    CriterionKind,
    DocumentKind,
    DocumentState,
    EffectOfInterest,
    RequestState,
    Retrieval,
    SearchMethod,
)
from studies.choices.extraction import ExtractionState, Settlement
from studies.choices.harm import DenominatorKind, Fatal, Serious
from studies.choices.importing import Decision, ImportState, ImportVerdict
from studies.choices.labelled_enum import LabelledEnum
from studies.choices.outcome import (
    Clock,
    CriticalOutcome,
    DefinedBy,
    HigherIs,
    OutcomeDomain,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    Relation,
    ResultKind,
)
from studies.choices.publication import (
    ExclusionReason,
    NoticeKind,
    PublicationRole,
    PublicationType,
    Retraction,
    Screening,
    ScreeningStage,
    UrlKind,
)
from studies.choices.query import QUERY_FIELDS_WITHOUT_FIGURE, QueryState, Severity
from studies.choices.review import PoolMeasure, PoolModel, PositiveIs
from studies.choices.risk_of_bias import BiasLevel, ReviewConfidence, SignallingResponse, Tool
from studies.choices.study import (
    NOT_PRIMARY_DESIGNS,
    REVIEW_DESIGNS,
    Allocation,
    Blinding,
    Design,
    Kind,
    ReadAs,
    StudyStatus,
)
from studies.choices.threshold import ChangeUnit, EffectBand, ThresholdUse

__all__ = [
    "SignallingResponse",
    "Allocation",
    "ArmRole",
    "BiasLevel",
    "Blinding",
    "ChangeUnit",
    "CitationStatus",
    "ClaimKind",
    "ClaimSourceKind",
    "Clock",
    "ComponentName",
    "CriterionKind",
    "CriticalOutcome",
    "Decision",
    "DefinedBy",
    "DenominatorKind",
    "Design",
    "DocumentKind",
    "DocumentState",
    "PrintedDirection",
    "OutcomeDomain",
    "EffectBand",
    "EffectOfInterest",
    "ExclusionReason",
    "ExtractionState",
    "Family",
    "Fatal",
    "Guidance",
    "HigherIs",
    "ImportState",
    "ImportVerdict",
    "Intervention",
    "Kind",
    "NOT_PRIMARY_DESIGNS",
    "NoticeKind",
    "PoolMeasure",
    "PoolModel",
    "PositiveIs",
    "PrintedEffectMeasure",
    "PrintedForm",
    "PublicationRole",
    "PublicationType",
    "QUERY_FIELDS_WITHOUT_FIGURE",
    "QueryState",
    "REVIEW_DESIGNS",
    "ROUTE_GROUPS",
    "ReadAs",
    "Relation",
    "RequestState",
    "ResultKind",
    "Retraction",
    "Retrieval",
    "ReviewConfidence",
    "Route",
    "RouteGroup",
    "Screening",
    "ScreeningStage",
    "SearchMethod",
    "Serious",
    "Settlement",
    "Severity",
    "StudyStatus",
    "ThresholdUse",
    "Tool",
    "UrlKind",
    "ClaimVerdict",
    "LabelledEnum",
]
