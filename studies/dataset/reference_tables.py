"""The files of words and thresholds: conditions, measures, claims, important changes, registrations."""

from studies.choices import (
    ChangeUnit,
    CitationStatus,
    ClaimKind,
    ClaimSourceKind,
    ClaimVerdict,
    CriticalOutcome,
    DefinedBy,
    EffectBand,
    Family,
    HigherIs,
    OutcomeDomain,
    ThresholdUse,
)
from studies.dataset.parse_cell import filled, number, one_of, row_key, text, whole, word, word_or_empty, yes_no
from studies.dataset.table_spec import ReferenceSpec, TableSpec, column, not_stored
from studies.models import (
    BetweenGroupThreshold,
    Claim,
    ClaimSource,
    Condition,
    MinimalImportantChange,
    OutcomeMeasure,
    Publication,
    Registration,
    Study,
)

CONDITIONS = TableSpec(
    file="conditions.csv",
    model=Condition,
    key=("slug",),
    columns=(
        column("slug", row_key),
        column("name", text),
        column("plain_name", text),
        ReferenceSpec("parent", Condition, "parent"),
        column("order", whole),
        column("in_back_pain", yes_no),
        column("note", text),
    ),
)

MEASURES = TableSpec(
    file="outcome_measures.csv",
    model=OutcomeMeasure,
    key=("slug",),
    columns=(
        column("slug", row_key),
        column("name", text),
        column("domain", word(OutcomeDomain)),
        column("instrument", text),
        column("range_min", number),
        column("range_max", number),
        column("higher_is", word_or_empty(HigherIs)),
        column("order_in_domain", whole),
        column("short_names", text),
        column("is_line", yes_no),
        column("whole_points", yes_no),
        column("shown_max", number),
        column("raw_max", number),
        column("slight_max", number),
        column("defined_by", word(DefinedBy)),
        ReferenceSpec("complement_of", OutcomeMeasure, "complement_of"),
        ReferenceSpec("excludes", OutcomeMeasure, "excludes"),
        column("counts_treatment", word_or_empty(Family)),
        column("critical_outcome", word_or_empty(CriticalOutcome)),
        column("subject", text),
        column("note", text),
    ),
)

# The same file as CLAIMS: several claims name one source.
CLAIM_SOURCES = TableSpec(
    file="claims.csv",
    model=ClaimSource,
    key=("source_title",),
    columns=(column("source_title", filled, "title"), column("source_kind", word(ClaimSourceKind), "kind")),
)

CLAIMS = TableSpec(
    file="claims.csv",
    model=Claim,
    key=("row_key",),
    columns=(
        not_stored("row_key", row_key),
        column("claim_key", row_key, "slug"),
        column("claim", text, "text"),
        column("kind", word(ClaimKind)),
        ReferenceSpec("condition", Condition, "condition"),
        ReferenceSpec("outcome", OutcomeMeasure, "measure"),
        column("cited_work", text),
        column("verdict", word(ClaimVerdict)),
        ReferenceSpec("verdict_evidence", Study, "evidence", several=True),
        column("citation_status", word(CitationStatus)),
        ReferenceSpec("source_title", ClaimSource, "source"),
        not_stored("source_kind", word(ClaimSourceKind)),
        column("note", text),
    ),
)

IMPORTANT_CHANGES = TableSpec(
    file="mcid.csv",
    model=MinimalImportantChange,
    key=("row_key",),
    columns=(
        not_stored("row_key", row_key),
        ReferenceSpec("outcome", OutcomeMeasure, "measure", nobody="any"),
        column("scale", text),
        column("mcid", number, "change"),
        column("unit", word(ChangeUnit)),
        column("use", one_of(ThresholdUse.WITHIN_PERSON)),
        column("display_range", text),
        column("on_display", number),
        column("default", yes_no, "is_default"),
        column("harmonised_default", yes_no, "is_harmonised_default"),
        column("basis", text),
        column("citation", text),
        ReferenceSpec("citation_key", Publication, "publication"),
        column("source_url", filled),
        column("locator", filled),
        column("note", text),
    ),
)

GROUP_THRESHOLDS = TableSpec(
    file="between_group.csv",
    model=BetweenGroupThreshold,
    key=("row_key",),
    columns=(
        not_stored("row_key", row_key),
        column("domain", word(OutcomeDomain)),
        column("display_range", text),
        column("size", word(EffectBand)),
        column("lower", number),
        column("upper", number),
        column("lower_included", yes_no),
        column("upper_included", yes_no),
        column("use", one_of(ThresholdUse.BETWEEN_GROUP)),
        column("source", text),
        column("note", text),
    ),
)

REGISTRATIONS = TableSpec(
    file="registrations.csv",
    model=Registration,
    key=("registration",),
    columns=(
        column("registration", filled),
        column("title_or_topic", text, "title"),
        column("design_as_registered", text, "design"),
        ReferenceSpec("condition", Condition, "condition"),
        column("n_planned", whole),
        column("arms", text),
        column("status_as_read", text),
        column("url", text),
        column("source_url", text),
        column("note", text),
    ),
)
