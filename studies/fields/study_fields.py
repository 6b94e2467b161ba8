"""Fields of a study and of its rows: arms, results, printed contrasts, harms, data queries."""

from dataclasses import replace

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
from studies.fields.publication_fields import PAPER

# Where the numbers of a row were read.
LOCATOR = Field("locator", TEXT, "place in the source", can_be_empty=False)
SOURCE_URL = Field("source_url", TEXT, "source", can_be_empty=False)
READ_AS = Field(
    "read_as", CHOICE, "what was read", options=choices.ReadAs, in_data_set=False, help="Empty: as for the study."
)
NOTE = Field("note", LONG)
SOURCE = (LOCATOR, SOURCE_URL, READ_AS, NOTE)

_POOLABLE = ("yes", "ozone-vs-ozone", "confounded", "baseline", "single-arm", "no")
SCORE, COUNT = choices.ResultKind.CONTINUOUS, choices.ResultKind.DICHOTOMOUS

STUDY = row_fields(
    "studies.csv",
    Field("", KEY, column="key"),
    Field("aliases", TEXT, is_typed=False),
    # The paper's columns, which are in the same row.
    *(replace(field, name="") for field in PAPER.fields),
    # Follows from the arms: studies.reported.comparisons derives it.
    Field("", CHOICE, options=("yes", "no", "na"), column="isolates_ozone"),
    Field("secondary_conditions", SEVERAL, is_typed=False),
    Field(
        "label",
        TEXT,
        in_data_set=False,
        help="First author and year, otherwise the first words of the title.",
        head="name",
    ),
    Field("design", CHOICE, options=choices.Design),
    Field("kind", CHOICE, options=choices.Kind, initial=choices.Kind.PRIMARY),
    Field("condition", RECORD),
    Field("n_randomised", WHOLE, "people randomised"),
    Field("n_analysed", WHOLE, "people analysed"),
    Field("age_mean", NUMBER, "mean age, years"),
    Field("age_sd", NUMBER, "SD of age, years"),
    Field("pct_female", NUMBER, "women, percent"),
    Field("max_followup_weeks", NUMBER, "longest follow-up, weeks", is_figure=False),
    Field("blinding_code", CHOICE, "blinding", options=choices.Blinding, initial=choices.Blinding.NOT_REPORTED),
    Field("blinding", TEXT, "blinding as printed"),
    Field(
        "allocation",
        CHOICE,
        options=choices.Allocation,
        initial=choices.Allocation.PARALLEL,
        help="What was given to one arm or the other.",
        can_be_absent=True,
    ),
    Field(
        "cluster_size",
        NUMBER,
        "people in a cluster",
        help="Their mean number. Only of a study whose arms are clusters.",
        can_be_absent=True,
    ),
    Field(
        "icc",
        NUMBER,
        "intracluster correlation",
        help="The intracluster correlation coefficient. Only of a study whose arms are clusters.",
        can_be_absent=True,
    ),
    Field(
        "pair_correlation",
        NUMBER,
        "correlation within pairs",
        help="Between the two results of a person or pair. Only of a crossover or paired study.",
        can_be_absent=True,
    ),
    Field("country", TEXT),
    Field("registration", TEXT),
    Field("cohort_group", TEXT, help="Studies with the same label may share patients."),
    Field("funding", TEXT, help="Empty: not in the text that was read. This is not the same as 'none'."),
    Field("conflicts", TEXT, "conflicts of interest", column="coi", help="Empty: not in the text that was read."),
    Field("complication_report", FLAG, help="A report about harms. No incidence can be calculated from its counts."),
    replace(READ_AS, in_data_set=True),
    SOURCE_URL,
    LOCATOR,
    NOTE,
    key=("key",),
)

ARM = row_fields(
    "arms.csv",
    Field("study", RECORD, is_typed=False),
    Field("role", CHOICE, options=choices.ArmRole, is_typed=False),
    Field("label", TEXT, head="name"),
    Field("slug", KEY, "short name", column="arm", is_filled_in=True),
    Field("components", SEVERAL),
    Field(
        "components_certain", FLAG, initial="1", help="No: the text that was read does not say what the arm received."
    ),
    Field("co_interventions", TEXT, "co-interventions as printed"),
    Field("route", CHOICE, options=choices.Route),
    Field("guidance", CHOICE, options=choices.Guidance, can_be_empty=True),
    Field("intervention", CHOICE, options=choices.Intervention, is_filled_in=True),
    Field("n_randomised", WHOLE, "people randomised"),
    Field("n_analysed", WHOLE, "people analysed"),
    Field("concentration", TEXT, "ozone, ug/ml, as printed", column="ozone_ug_per_ml"),
    Field("concentration_low", NUMBER, "ozone, ug/ml, from", column="ozone_ug_per_ml_min"),
    Field("concentration_high", NUMBER, "ozone, ug/ml, to", column="ozone_ug_per_ml_max"),
    Field("volume", TEXT, "volume, ml, as printed", column="volume_ml"),
    Field("volume_low", NUMBER, "volume, ml, from", range_end="low", column="volume_ml"),
    Field("volume_high", NUMBER, "volume, ml, to", range_end="high", column="volume_ml"),
    Field("sessions", TEXT, "sessions as printed"),
    Field("sessions_low", WHOLE, "sessions from", range_end="low", column="sessions"),
    Field("sessions_high", WHOLE, "sessions to", range_end="high", column="sessions"),
    Field("condition", RECORD, is_filled_in=True),
    Field(
        "stratum",
        TEXT,
        help="Patients that the study reports separately, as arms of their own. Empty: the whole study.",
    ),
    Field("part_of", RECORD, within="study", help="The arm that this arm is part of."),
    *SOURCE,
    key=("study", "arm"),
)

RESULT = row_fields(
    "outcomes.csv",
    ROW_KEY,
    # Only the study's half of the arm's key; the column arm names both.
    Field("", TEXT, can_be_empty=False, column="study"),
    Field("kind", CHOICE, options=choices.ResultKind, is_typed=False),
    # Follows from the other columns and the queries: evidence.synthesis derives it.
    Field("", CHOICE, options=_POOLABLE, column="poolable"),
    Field("arm", RECORD, within="study"),
    Field("measure", RECORD, column="outcome"),
    Field("timepoint_label", TEXT, "time as printed"),
    Field("weeks", NUMBER, column="timepoint_weeks", is_figure=False, help="0: before treatment. Empty: not stated."),
    Field("n", WHOLE, "people", "n"),
    Field("mean", NUMBER, result_kind=SCORE),
    Field("sd", NUMBER, "standard deviation", "SD", result_kind=SCORE),
    Field("se", NUMBER, "standard error", "SE", result_kind=SCORE),
    Field("ci_low", NUMBER, "interval from", "CI from", result_kind=SCORE),
    Field("ci_high", NUMBER, "interval to", "CI to", result_kind=SCORE),
    Field("ci_level", NUMBER, "level of the interval, percent", "CI %", help="Empty: not stated.", result_kind=SCORE),
    Field("median", NUMBER, result_kind=SCORE),
    Field("q1", NUMBER, "lower quartile", "quartile 1", result_kind=SCORE),
    Field("q3", NUMBER, "upper quartile", "quartile 3", result_kind=SCORE),
    Field("minimum", NUMBER, column="min", head="min", result_kind=SCORE),
    Field("maximum", NUMBER, column="max", head="max", result_kind=SCORE),
    Field("events", WHOLE, "people with the outcome", "events", result_kind=COUNT),
    Field("percent", NUMBER, "percent as printed", "percent", result_kind=COUNT),
    replace(LOCATOR, head="place"),
    Field("quote", LONG, "quotation", "quote", in_data_set=False, help="The sentence or the table cells as printed."),
    Field("scale_min", NUMBER, head="scale from", is_figure=False),
    Field("scale_max", NUMBER, head="scale to", is_figure=False),
    Field("higher_is", CHOICE, options=choices.HigherIs, can_be_empty=True, head="better is"),
    Field("is_change", FLAG, "change from baseline", "change", flags=("1", "0")),
    Field("events_derived", FLAG, "computed from a percentage", "count from %", can_be_empty=True),
    Field("outcome_name", TEXT, "outcome as printed"),
    Field("part", TEXT, help="Some people of the arm, reported separately."),
    Field("clock", CHOICE, options=choices.Clock, initial=choices.Clock.NOT_STATED, head="weeks counted"),
    SOURCE_URL,
    READ_AS,
    NOTE,
)

CONTRAST = row_fields(
    "contrasts.csv",
    ROW_KEY,
    Field("study", RECORD, is_typed=False),
    Field("arm_a", RECORD, within="study", head="arm"),
    Field("arm_b", RECORD, within="study", head="against arm"),
    Field("measure", RECORD, column="outcome"),
    Field("outcome_name", TEXT, "outcome as printed"),
    Field("weeks", NUMBER, column="timepoint_weeks", is_figure=False),
    Field("part", TEXT),
    Field("printed_form", CHOICE, options=choices.PrintedForm, column="measure", head="printed as"),
    Field("result_text", TEXT, "result as printed"),
    Field("direction", CHOICE, options=choices.PrintedDirection, initial=choices.PrintedDirection.NOT_STATED),
    Field(
        "effect_measure",
        CHOICE,
        "measure of the estimate",
        options=choices.PrintedEffectMeasure,
        can_be_empty=True,
        help="Empty: not stated.",
        can_be_absent=True,
    ),
    Field("estimate", NUMBER),
    Field(
        "se",
        NUMBER,
        "standard error",
        "SE",
        help="Of the estimate; of a ratio, of its natural logarithm.",
        can_be_absent=True,
    ),
    Field("ci_low", NUMBER, "interval from"),
    Field("ci_high", NUMBER, "interval to"),
    Field(
        "ci_level",
        NUMBER,
        "level of the interval, percent",
        "CI %",
        help="Empty: not stated.",
        can_be_absent=True,
    ),
    Field("degrees_of_freedom", NUMBER, help="Of the test that gave P.", can_be_absent=True),
    Field("p_text", TEXT, "P as printed", column="p"),
    Field("p_relation", CHOICE, "sign of P", options=choices.Relation, can_be_empty=True),
    Field("p_value", NUMBER, "P as a number"),
    Field(
        "compares_means",
        FLAG,
        "P compares the means",
        help="Yes: P is of a test that compares the means of these two arms at this time.",
        can_be_absent=True,
    ),
    *SOURCE,
)

HARM = row_fields(
    "adverse_events.csv",
    ROW_KEY,
    Field("study", RECORD, is_typed=False),
    Field("arm", RECORD, within="study"),
    Field("event", TEXT),
    Field("serious", CHOICE, options=choices.Serious, initial=choices.Serious.NOT_STATED),
    Field(
        "fatal",
        CHOICE,
        options=choices.Fatal,
        initial=choices.Fatal.NOT_STATED,
        help="Yes: the record says that people died of it.",
        can_be_absent=True,
    ),
    Field("n_events", WHOLE, "people with the event", help="Empty: not counted."),
    Field("n_at_risk", WHOLE, "people at risk"),
    Field(
        "denominator_kind",
        CHOICE,
        options=choices.DenominatorKind,
        initial=choices.DenominatorKind.TREATED,
        head="counted among",
    ),
    *SOURCE,
)

QUERY = row_fields(
    "data_queries.csv",
    ROW_KEY,
    Field("study", RECORD),
    Field("arm", RECORD, within="study"),
    Field("measure", RECORD, column="outcome"),
    Field("timepoint_label", TEXT, "time as printed"),
    Field("part", TEXT),
    Field("field", TEXT),
    Field("problem", TEXT),
    Field("severity", CHOICE, options=choices.Severity),
    Field("state", CHOICE, options=choices.QueryState),
    Field("detected_how", TEXT, "how it was found"),
    Field("detail", LONG, "arithmetic"),
)
