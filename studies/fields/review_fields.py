"""Fields of what reviews printed: judgements, pooled results, included studies, rows of forest plots."""

from studies import choices
from studies.fields.field import CHOICE, FLAG, NUMBER, RECORD, ROW_KEY, TEXT, WHOLE, Field, row_fields
from studies.fields.study_fields import LOCATOR, SOURCE, SOURCE_URL

BIAS = row_fields(
    "appraisals.csv",
    ROW_KEY,
    Field("study", RECORD),
    Field("tool", CHOICE, options=choices.Tool),
    Field("domain", TEXT),
    Field("judgement", TEXT, "judgement as printed"),
    Field("judged_by", RECORD),
    *SOURCE,
)

POOL = row_fields(
    "pooled.csv",
    ROW_KEY,
    Field("review", RECORD),
    Field("condition", RECORD),
    Field("comparison", TEXT, "comparison as printed"),
    Field("controlled", FLAG),
    Field("measure", RECORD, column="outcome"),
    Field("outcome_name", TEXT, "outcome as printed"),
    Field("timepoint_label", TEXT, "time as printed"),
    Field("weeks", NUMBER, column="timepoint_weeks", is_figure=False),
    Field("effect_measure", CHOICE, options=choices.PoolMeasure, column="measure"),
    Field("model", CHOICE, options=choices.PoolModel),
    Field("estimate", NUMBER),
    Field("positive_is", CHOICE, options=choices.PositiveIs),
    Field("ci_low", NUMBER, "interval from"),
    Field("ci_high", NUMBER, "interval to"),
    Field("p_text", TEXT, "P as printed", column="p"),
    Field("p_relation", CHOICE, "sign of P", options=choices.Relation, can_be_empty=True),
    Field("p_value", NUMBER, "P as a number"),
    Field("k", WHOLE, "trials"),
    Field("n", WHOLE, "people"),
    Field("i2", NUMBER, "I², percent"),
    Field("tau2", NUMBER, "τ²"),
    Field("q", NUMBER, "Q"),
    *SOURCE,
)

INCLUSION = row_fields(
    "included.csv",
    ROW_KEY,
    Field("review", RECORD),
    Field("study", RECORD),
    Field("publication", RECORD, help="Where no study is made.", in_data_set=False),
    Field("citation", TEXT),
    Field("list_complete", FLAG),
    LOCATOR,
    SOURCE_URL,
)

TRIAL_ROW = row_fields(
    "pooled_inputs.csv",
    Field("review", RECORD),
    Field("pool", RECORD, in_data_set=False),
    Field("pool_locator", TEXT, "figure", column="pooled_locator"),
    Field("study_label", TEXT, "study as printed"),
    Field("study", RECORD),
    Field("arm_a_n", WHOLE),
    Field("arm_a_mean", NUMBER),
    Field("arm_a_sd", NUMBER),
    Field("arm_a_events", WHOLE),
    Field("arm_b_n", WHOLE),
    Field("arm_b_mean", NUMBER),
    Field("arm_b_sd", NUMBER),
    Field("arm_b_events", WHOLE),
    Field("effect", NUMBER),
    Field("ci_low", NUMBER, "interval from"),
    Field("ci_high", NUMBER, "interval to"),
    Field("weight_pct", NUMBER, "weight, percent"),
    *SOURCE,
    key=("review", "pooled_locator", "study_label"),
)
