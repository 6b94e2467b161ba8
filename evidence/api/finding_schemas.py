"""Schemas of conditions, findings and contrasts: what follows from the records."""

from typing import Annotated, Any

from pydantic import Field, create_model
from pydantic.config import JsonDict

from evidence.api.record_fields import OZONE, PEOPLE, VOLUME, WEEKS
from evidence.api.record_schemas import Page, Standing, StudyId
from evidence.api.schema_base import ApiSchema
from evidence.choices import Certainty, GradeDomain
from studies.choices import ComponentName, Design, Guidance, OutcomeDomain, ReadAs, Route, RouteGroup
from studies.reported.assumptions import Assumption, Caution
from studies.reported.comparisons import Comparison
from studies.reported.windows import Window


def _number(words: str, unit: str = "", *, whole: bool = False) -> Any:
    extra: JsonDict | None = {"x-unit": unit} if unit else None
    return Annotated[(int if whole else float) | None, Field(description=words, json_schema_extra=extra)]


_OnScale = "as measure says; of a ratio its logarithm"
_AsRead = "as measure says; of a ratio the ratio"
_Text = str | None
_Assumptions = Annotated[
    list[Assumption], Field(description="What was taken though it is not printed, each a named mark of the number.")
]
_Cautions = Annotated[list[Caution], Field(description="Cautions that go with the number.")]
_Numbers = Annotated[int, Field(description="Printed numbers behind it.")]
_Confirmed = Annotated[int, Field(description="Those of them that a second person confirmed.")]
_Better = Annotated[bool | None, Field(description="Whether a higher value is better; null where no source says.")]


class SelectionSchema(ApiSchema):
    """A reader's own selection: null by default."""

    notice: str
    words: list[str]
    left_out_for_want_of_data: list[str]
    query: str


class EffectSchema(ApiSchema):
    """An effect as pages show it: of a ratio the ratio, not its logarithm."""

    measure: Annotated[str, Field(description="MD, SMD, RR, OR, HR, RD or GEN.")]
    estimate: float
    ci_low: Annotated[float, Field(description="95% interval from.")]
    ci_high: Annotated[float, Field(description="95% interval to.")]


class FigureSchema(ApiSchema):
    """One figure of a row of the answer table: the pool, or one trial."""

    unit: Annotated[str, Field(description="Of all its numbers: points, people in 100, standard deviations, times.")]
    study: Annotated[str | None, Field(description="The trial; null for the pool.")]
    is_pooled: bool
    is_change: Annotated[bool, Field(description="Whether it is of changes from before treatment.")]
    without_ozone: float | None
    with_ozone: float | None
    difference: float
    ci_low: float
    ci_high: float
    careful_ci_low: Annotated[
        float | None, Field(description="The interval with usual spreads in place of unusually small ones.")
    ]
    careful_ci_high: float | None
    points_of_100_per_point: Annotated[
        float | None, Field(description="Turns points of its scale into points of 100; null where it is on no axis.")
    ]


class PoolOfFindingSchema(ApiSchema):
    """The pool on the scale of analysis (of a ratio its logarithm), with its heterogeneity."""

    model: str
    estimate: float
    se: float
    ci: list[float]
    statistic: float | None
    df: float | None
    p: float | None
    prediction: list[float] | None
    tau2: float | None
    tau2_ci: list[float] | None
    i2: Annotated[float | None, Field(description="From 0 to 1.")]
    i2_ci: list[float] | None
    q: float | None
    q_df: float | None
    q_p: float | None


class RatedDomainSchema(ApiSchema):
    """One domain of a rating: levels down (below zero) or up, what the facts suggest, and why."""

    domain: GradeDomain
    levels: int
    suggested: int | None
    why: str


class RatingSchema(ApiSchema):
    """The current rating of certainty by people (GRADE)."""

    start: Certainty
    level: Certainty
    rated_by: str
    rated_at: str
    domains: list[RatedDomainSchema]


class InformationSchema(ApiSchema):
    """The people there are, and the people that one trial would need, for chance alone and not for bias."""

    people: Annotated[int | None, Field(description="Null: not printed.")]
    needed: int
    arithmetic: str
    text: str


class ExactRatioSchema(ApiSchema):
    """The exact conditional odds ratio, where no event is in any arm of one side; null: there is no such limit."""

    estimate: float | None
    low: float | None
    high: float | None
    p: float | None


class PlainValueSchema(ApiSchema):
    """A value of which no interval can be had: both arms as printed."""

    study: Annotated[str, Field(description="Its name on pages.")]
    weeks: _number("", WEEKS)  # type: ignore[valid-type]
    is_change: bool
    unit: str
    ozone: float
    comparator: float
    people: str
    assumptions: str
    cautions: str
    why: str
    numbers: _Numbers
    numbers_confirmed: _Confirmed


class NoteSchema(ApiSchema):
    """A sentence with the page of its source, an address within this site."""

    text: str
    href: str


class ContradictionSchema(ApiSchema):
    """A direction that a trial prints, other than that of its numbers."""

    study: str
    outcome: str
    weeks: float | None
    printed: str
    p: float | None
    direction: str
    direction_of_number: str
    reported_contrast: Annotated[str, Field(description="Its id, in /differences/.")]


class FindingSchema(ApiSchema):
    """One question answered: condition, comparison, outcome, time and route. Its rows are contrasts."""

    id: Annotated[str, Field(description="Its lasting name: the last part of the address of its page.")]
    condition: str
    outcome: str
    domain: OutcomeDomain
    facts: Annotated[list[str], Field(description="What a reader must know next to the outcome.")]
    comparison: Comparison
    comparison_base: Annotated[list[ComponentName], Field(description="What both sides received.")]
    compared: str
    window: Window
    route: Annotated[RouteGroup | None, Field(description="Null: all routes together, by choice.")]
    randomised: bool
    state: Annotated[str, Field(description="How far the answer goes: pooled, side by side, one study, and so on.")]
    sentence: str
    scale: _Text
    higher_is_better: _Better
    measure: Annotated[str | None, Field(description="The measure of its effects.")]
    effect: Annotated[
        EffectSchema | None, Field(description="The pool or the one study; null for two trials side by side.")
    ]
    effect_text: _Text
    effect_source: Annotated[str, Field(description="An address within this site.")]
    figures: Annotated[list[FigureSchema], Field(description="As the answer table shows it; empty if not usable.")]
    word: _Text
    word_label: _Text
    per_thousand: Annotated[str, Field(description="The difference in people of 1,000, in words; may be empty.")]
    people: str
    numbers: _Numbers
    numbers_confirmed: _Confirmed
    certainty: str
    certainty_notes: list[str]
    rating: RatingSchema | None
    k: Annotated[int, Field(description="Studies in the answer.")]
    studies: Annotated[list[str], Field(description="Studies with a figure, in the answer or beside it.")]
    pooled: PoolOfFindingSchema | None
    information_size: InformationSchema | None
    exact_odds_ratio: ExactRatioSchema | None
    assumptions: _Assumptions
    cautions: _Cautions
    derived: Annotated[bool, Field(description="Whether some value is not as printed.")]
    notes: list[str]
    doubts: list[str]
    values_without_interval: list[PlainValueSchema]
    values_in_words: list[NoteSchema]
    contradictions: list[ContradictionSchema]
    directions_in_words: list[NoteSchema]
    other_trials: _Text
    may_be_the_same_people: list[list[str]]
    page: Page


class _ContrastHead(ApiSchema):
    id: Annotated[str, Field(description="Finding/study/result with ozone/result without it, or /study/printed/row.")]
    condition: str
    finding: Annotated[str, Field(description="The id of its finding.")]
    study: StudyId
    study_label: str
    year: int | None
    doi: _Text
    pmid: _Text
    design: Design
    standing: Standing
    state: Annotated[str, Field(description="“in the answer”, or why it stands beside it.")]
    group: Annotated[str, Field(description="The stratum or part of the study; may be empty.")]
    arm_condition: str
    comparison: Comparison
    outcome: str
    domain: OutcomeDomain
    instrument: Annotated[str, Field(description="The id of a measure.")]
    window: Window
    weeks: _number("", WEEKS)  # type: ignore[valid-type]
    randomised: bool
    scale: _Text
    higher_is_better: _Better


class _ContrastNumbers(_ContrastHead):
    measure: Annotated[str, Field(description="MD, SMD, RR, OR, HR, RD or GEN.")]
    estimate: _number("The effect as pages show it.", _AsRead)  # type: ignore[valid-type]
    ci_low: _number("Its 95% interval from.", _AsRead)  # type: ignore[valid-type]
    ci_high: _number("Its 95% interval to.", _AsRead)  # type: ignore[valid-type]
    yi: _number("The effect on the scale of analysis, for metafor.", _OnScale)  # type: ignore[valid-type]
    vi: _number("Its variance.", "the square of the unit of yi")  # type: ignore[valid-type]
    df: _number("Degrees of freedom of its interval; null: normal.")  # type: ignore[valid-type]
    weight: _number("Its share of the pool, 0 to 1.")  # type: ignore[valid-type]
    design_effect: _number("Of clusters: what counts are divided by.")  # type: ignore[valid-type]
    usual_spread_low: _number("The interval with a usual spread from.", _AsRead)  # type: ignore[valid-type]
    usual_spread_high: _number("The interval with a usual spread to.", _AsRead)  # type: ignore[valid-type]
    change_difference: _number("Difference of the changes.", "points of the scale")  # type: ignore[valid-type]
    rules: Annotated[list[str], Field(description="How its values follow from what is printed.")]
    derived: bool
    assumptions: _Assumptions
    cautions: _Cautions
    doubt: Annotated[str | None, Field(description="Why its figure is doubted.")]
    printed_difference: str
    printed_difference_source: str


def _of_side(side: str) -> dict[str, Any]:
    points = "points of the scale"
    return {
        f"{side}_n": (_number("People.", PEOPLE), ...),
        f"{side}_events": (_number("People with the outcome.", PEOPLE), ...),
        f"{side}_mean": (_number("Mean.", points), ...),
        f"{side}_sd": (_number("Standard deviation.", points), ...),
        f"{side}_se": (_number("Standard error.", points), ...),
        f"{side}_count_rule": (Annotated[str, Field(description="How a count follows from a percentage.")], ...),
        f"{side}_low": (_number("Bound of a derived value from: a risk, or a deviation."), ...),
        f"{side}_high": (_number("Bound of a derived value to."), ...),
        f"{side}_arm": (Annotated[str, Field(description="The id of an arm.")], ...),
        f"{side}_components": (list[ComponentName], ...),
        f"{side}_route": (Route, ...),
        f"{side}_results": (Annotated[list[str], Field(description="Ids of results.")], ...),
    }


_DOSE: dict[str, Any] = {
    "ozone_guidance": (Guidance | None, ...),
    "ozone_concentration_low": (_number("Ozone from.", OZONE), ...),
    "ozone_concentration_high": (_number("Ozone to.", OZONE), ...),
    "ozone_volume_low": (_number("Volume from.", VOLUME), ...),
    "ozone_volume_high": (_number("Volume to.", VOLUME), ...),
    "ozone_sessions_low": (_number("Sessions from.", "sessions", whole=True), ...),
    "ozone_sessions_high": (_number("Sessions to.", "sessions", whole=True), ...),
}
_CONTRAST_END: dict[str, Any] = {
    "difference": (
        Annotated[str | None, Field(description="The id of a difference, where the trial's own is used.")],
        ...,
    ),
    "source_url": (Annotated[str | None, Field(description="Where the numbers were read.")], ...),
    "locator": (Annotated[str | None, Field(description="The place in the source.")], ...),
    "read_as": (Annotated[ReadAs | None, Field(description="Of the row, else of its study.")], ...),
    "numbers": (_Numbers, ...),
    "numbers_confirmed": (_Confirmed, ...),
    "page": (Page, ...),
}
ContrastSchema = create_model(
    "Contrast",
    __base__=_ContrastNumbers,
    __doc__="Two arms of one study, one outcome, one time: a row for meta-analysis.",
    **_of_side("ozone"),
    **_DOSE,
    **_of_side("comparator"),
    **_CONTRAST_END,
)
