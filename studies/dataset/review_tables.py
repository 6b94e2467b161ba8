"""The files of reviews: what they pooled, included, drew and judged."""

from studies.choices import PoolMeasure, PoolModel, PositiveIs, Relation, Tool
from studies.dataset.parse_cell import filled, number, row_key, text, whole, word, word_or_empty, yes_no
from studies.dataset.study_tables import SOURCE
from studies.dataset.table_spec import ReferenceSpec, TableSpec, column, not_stored
from studies.models import (
    Condition,
    OutcomeMeasure,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)

APPRAISALS = TableSpec(
    file="appraisals.csv",
    model=RiskOfBias,
    key=("row_key",),
    columns=(
        not_stored("row_key", row_key),
        ReferenceSpec("study", Study, "study"),
        column("tool", word(Tool)),
        column("domain", text),
        column("judgement", text),
        ReferenceSpec("judged_by", Study, "judged_by"),
        *SOURCE,
    ),
)

POOLS = TableSpec(
    file="pooled.csv",
    model=ReportedPool,
    key=("row_key",),
    columns=(
        not_stored("row_key", row_key),
        ReferenceSpec("review", Study, "review"),
        ReferenceSpec("condition", Condition, "condition"),
        column("comparison", text),
        column("controlled", yes_no),
        ReferenceSpec("outcome", OutcomeMeasure, "measure"),
        column("outcome_name", text),
        column("timepoint_label", text),
        column("timepoint_weeks", number, "weeks"),
        column("measure", word(PoolMeasure), "effect_measure"),
        column("model", word(PoolModel)),
        column("estimate", number),
        column("positive_is", word(PositiveIs)),
        column("ci_low", number),
        column("ci_high", number),
        column("p", text, "p_text"),
        column("p_relation", word_or_empty(Relation)),
        column("p_value", number),
        column("k", whole),
        column("n", whole),
        column("i2", number),
        column("tau2", number),
        column("q", number),
        *SOURCE,
    ),
)

INCLUSIONS = TableSpec(
    file="included.csv",
    model=ReviewInclusion,
    key=("row_key",),
    columns=(
        not_stored("row_key", row_key),
        ReferenceSpec("review", Study, "review"),
        ReferenceSpec("study", Study, "study"),
        column("citation", text),
        column("list_complete", yes_no),
        column("source_url", filled),
        column("locator", filled),
    ),
)

TRIAL_ROWS = TableSpec(
    file="pooled_inputs.csv",
    model=ReviewTrialRow,
    key=("review", "pooled_locator", "study_label"),
    columns=(
        ReferenceSpec("review", Study, "review"),
        column("pooled_locator", text, "pool_locator"),
        column("study_label", text),
        ReferenceSpec("study", Study, "study"),
        *(
            column(f"arm_{arm}_{what}", read)
            for arm in "ab"
            for what, read in (
                ("n", whole),
                ("mean", number),
                ("sd", number),
                ("events", whole),
            )
        ),
        column("effect", number),
        column("ci_low", number),
        column("ci_high", number),
        column("weight_pct", number),
        *SOURCE,
    ),
)
