"""What was published, as records; one file for each."""

from studies.models.arm import Arm, Component
from studies.models.author_request import AuthorRequest
from studies.models.claim import Claim, ClaimSource
from studies.models.condition import Condition, scopes_of, with_ancestors, with_descendants
from studies.models.confirmation import NumberConfirmation
from studies.models.criterion import InclusionCriterion
from studies.models.document import ContentPiece, DocumentContent, DocumentPage, SourceDocument, SourceMark
from studies.models.extraction import ExtractedValue, Extraction
from studies.models.harm import AdverseEvent
from studies.models.importing import (
    FileContent,
    ImportBatch,
    ImportedEntry,
    ImportFile,
    NotTheSame,
)
from studies.models.measure import OutcomeMeasure
from studies.models.outcome import OutcomeResult, ReportedContrast
from studies.models.publication import Publication, PublicationSource
from studies.models.publication_abstract import PublicationAbstract
from studies.models.query import DataQuery, QueryReply
from studies.models.registration import Registration
from studies.models.retraction import RetractionList, RetractionNotice
from studies.models.retrieval import ReportRetrieval
from studies.models.review import ReportedPool, ReviewInclusion, ReviewTrialRow
from studies.models.risk_of_bias import BiasAssessment, BiasJudgement, RiskOfBias, SignallingAnswer
from studies.models.screening_decision import ScreeningDecision
from studies.models.search_index import SearchComparison, SearchDocument, SearchNote, SearchWord
from studies.models.search_record import SearchRecord
from studies.models.study import Study
from studies.models.synonym import Synonym
from studies.models.threshold import BetweenGroupThreshold, MinimalImportantChange
from studies.models.verification import Verification
from studies.models.version_number import DataVersion, OpenChange, StudyChange
from studies.models.workbench_draft import WorkbenchDraft

__all__ = [
    "AdverseEvent",
    "Arm",
    "AuthorRequest",
    "BetweenGroupThreshold",
    "BiasAssessment",
    "BiasJudgement",
    "Claim",
    "ClaimSource",
    "Component",
    "Condition",
    "ContentPiece",
    "DataQuery",
    "DataVersion",
    "DocumentContent",
    "DocumentPage",
    "ExtractedValue",
    "Extraction",
    "ImportBatch",
    "FileContent",
    "ImportFile",
    "ImportedEntry",
    "InclusionCriterion",
    "MinimalImportantChange",
    "NotTheSame",
    "NumberConfirmation",
    "OpenChange",
    "OutcomeMeasure",
    "OutcomeResult",
    "Publication",
    "PublicationAbstract",
    "PublicationSource",
    "QueryReply",
    "Registration",
    "ReportRetrieval",
    "ReportedContrast",
    "ReportedPool",
    "RetractionList",
    "RetractionNotice",
    "ReviewInclusion",
    "ReviewTrialRow",
    "RiskOfBias",
    "ScreeningDecision",
    "SearchComparison",
    "SearchDocument",
    "SearchNote",
    "SearchRecord",
    "SearchWord",
    "SignallingAnswer",
    "SourceDocument",
    "SourceMark",
    "Study",
    "StudyChange",
    "Synonym",
    "Verification",
    "WorkbenchDraft",
    "scopes_of",
    "with_ancestors",
    "with_descendants",
]
