"""Every table of the data set, with the model of its records."""

from studies.dataset.table_spec import TableSpec
from studies.models import (
    AdverseEvent,
    Arm,
    BetweenGroupThreshold,
    Claim,
    ClaimSource,
    Condition,
    DataQuery,
    MinimalImportantChange,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    PublicationSource,
    Registration,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
    Synonym,
)

CONDITIONS = TableSpec("condition", Condition)
MEASURES = TableSpec("measure", OutcomeMeasure)
# A data set that was written before there was a search has no such file.
SYNONYMS = TableSpec("synonym", Synonym)
STUDIES = TableSpec("study", Study)
ARMS = TableSpec("arm", Arm)
RESULTS = TableSpec("result", OutcomeResult)
CONTRASTS = TableSpec("contrast", ReportedContrast)
ADVERSE_EVENTS = TableSpec("harm", AdverseEvent)
DATA_QUERIES = TableSpec("query", DataQuery)
APPRAISALS = TableSpec("bias", RiskOfBias)
POOLS = TableSpec("pool", ReportedPool)
INCLUSIONS = TableSpec("inclusion", ReviewInclusion)
TRIAL_ROWS = TableSpec("trial-row", ReviewTrialRow)
# The same file as CLAIMS: several claims name one source.
CLAIM_SOURCES = TableSpec("claim-source", ClaimSource)
CLAIMS = TableSpec("claim", Claim)
IMPORTANT_CHANGES = TableSpec("important-change", MinimalImportantChange)
GROUP_THRESHOLDS = TableSpec("group-threshold", BetweenGroupThreshold)
REGISTRATIONS = TableSpec("registration", Registration)
# The columns of studies.csv that describe the paper and not the research.
PAPERS = TableSpec("paper", Publication)
# One publication for each entry of references.bib; studies.csv adds further fields to those of studies.
PUBLICATIONS = TableSpec("publication", Publication)
PUBLICATION_SOURCES = TableSpec("publication-source", PublicationSource)

# Loaded when studies and publications are, in the order of their dependence.
AFTER_STUDIES = (
    ARMS,
    RESULTS,
    CONTRASTS,
    ADVERSE_EVENTS,
    APPRAISALS,
    POOLS,
    INCLUSIONS,
    TRIAL_ROWS,
    DATA_QUERIES,
    IMPORTANT_CHANGES,
    GROUP_THRESHOLDS,
    REGISTRATIONS,
)
