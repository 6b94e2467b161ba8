"""Fields of conditions, measures, claims, thresholds and registrations."""

from studies import choices
from studies.fields.field import (
    CHOICE,
    FLAG,
    KEY,
    LONG,
    NUMBER,
    RECORD,
    ROW_KEY,
    SEVERAL,
    TEXT,
    WHOLE,
    Field,
    row_fields,
)
from studies.fields.study_fields import SOURCE

CONDITION = row_fields(
    "conditions.csv",
    Field("slug", KEY),
    Field("name", TEXT),
    Field("plain_name", TEXT, "patients' words"),
    Field("parent", RECORD),
    Field("order", WHOLE),
    Field("in_back_pain", FLAG),
    Field("note", LONG),
    key=("slug",),
)

MEASURE = row_fields(
    "outcome_measures.csv",
    Field("slug", KEY),
    Field("name", TEXT),
    Field("domain", CHOICE, options=choices.OutcomeDomain),
    Field("instrument", TEXT),
    Field("range_min", NUMBER),
    Field("range_max", NUMBER),
    Field("higher_is", CHOICE, options=choices.HigherIs, can_be_empty=True),
    Field("order_in_domain", WHOLE),
    Field("short_names", TEXT, can_be_absent=True),
    Field("is_line", FLAG, "visual analogue scale", can_be_absent=True),
    Field("whole_points", FLAG, can_be_absent=True),
    Field("shown_max", NUMBER, "shown up to", can_be_absent=True),
    Field("raw_max", NUMBER, "raw points up to", can_be_absent=True),
    Field("slight_max", NUMBER, "possible raw points up to", can_be_absent=True),
    Field("defined_by", CHOICE, options=choices.DefinedBy, can_be_absent=True),
    Field("complement_of", RECORD, can_be_absent=True),
    Field("excludes", RECORD, can_be_absent=True),
    Field("counts_treatment", CHOICE, options=choices.Family, can_be_empty=True, can_be_absent=True),
    Field("critical_outcome", CHOICE, options=choices.CriticalOutcome, can_be_empty=True, can_be_absent=True),
    Field("subject", TEXT, "subject of a sentence", can_be_absent=True),
    Field("note", LONG),
    key=("slug",),
)

SYNONYM = row_fields(
    "synonyms.csv",
    Field("slug", KEY, "short name"),
    Field("words", LONG, "terms", can_be_empty=False),
    Field("note", LONG),
    key=("slug",),
)

CLAIM_SOURCE = row_fields(
    "claims.csv",
    Field("title", TEXT, can_be_empty=False, column="source_title"),
    Field("kind", CHOICE, options=choices.ClaimSourceKind, column="source_kind"),
    key=("source_title",),
)

CLAIM = row_fields(
    "claims.csv",
    ROW_KEY,
    Field("slug", KEY, column="claim_key"),
    Field("text", LONG, "claim", column="claim"),
    Field("kind", CHOICE, options=choices.ClaimKind),
    Field("condition", RECORD),
    Field("measure", RECORD, column="outcome"),
    Field("cited_work", TEXT),
    Field("verdict", CHOICE, options=choices.ClaimVerdict),
    Field("evidence", SEVERAL, column="verdict_evidence"),
    Field("citation_status", CHOICE, options=choices.CitationStatus),
    Field("source", RECORD, column="source_title"),
    Field("", CHOICE, options=choices.ClaimSourceKind, column="source_kind"),
    Field("note", LONG, "reason"),
)

IMPORTANT_CHANGE = row_fields(
    "mcid.csv",
    ROW_KEY,
    Field("measure", RECORD, no_record="any", column="outcome"),
    Field("scale", TEXT),
    Field("change", NUMBER, column="mcid"),
    Field("unit", CHOICE, options=choices.ChangeUnit),
    Field("use", CHOICE, options=(choices.ThresholdUse.WITHIN_PERSON,)),
    Field("display_range", TEXT),
    Field("on_display", NUMBER, "on the scale that pages show"),
    Field("is_default", FLAG, "used for this instrument", column="default"),
    Field("is_harmonised_default", FLAG, "used on the harmonised pain scale", column="harmonised_default"),
    Field("basis", LONG),
    Field("citation", LONG),
    Field("publication", RECORD, column="citation_key"),
    *SOURCE,
)

GROUP_THRESHOLD = row_fields(
    "between_group.csv",
    ROW_KEY,
    Field("domain", CHOICE, options=choices.OutcomeDomain),
    Field("display_range", TEXT),
    Field("size", CHOICE, options=choices.EffectBand),
    Field("lower", NUMBER),
    Field("upper", NUMBER),
    Field("lower_included", FLAG),
    Field("upper_included", FLAG),
    Field("use", CHOICE, options=(choices.ThresholdUse.BETWEEN_GROUP,)),
    Field("source", LONG),
    Field("note", LONG),
)

REGISTRATION = row_fields(
    "registrations.csv",
    Field("registration", TEXT, "registry number", can_be_empty=False),
    Field("title", TEXT, "title or topic", column="title_or_topic"),
    Field("design", TEXT, "design as registered", column="design_as_registered"),
    Field("condition", RECORD),
    Field("n_planned", WHOLE, "people planned"),
    Field("arms", TEXT, "arms as registered"),
    Field("status_as_read", TEXT),
    Field("url", TEXT, "registry page"),
    Field("source_url", TEXT, "source"),
    Field("note", LONG),
    key=("registration",),
)
