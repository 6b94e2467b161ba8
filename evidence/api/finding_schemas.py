"""Schemas of conditions, findings and contrasts: what follows from the records."""

from typing import Annotated

from pydantic import Field

from evidence.api.number_marks import Assumptions, BetterSide, Cautions, Confirmed, Numbers, OptionalText, unit_number
from evidence.api.record_fields import WEEKS
from evidence.api.record_schemas import Page
from evidence.api.schema_base import ApiSchema
from evidence.choices import Certainty, GradeDomain
from studies.choices import ComponentName, OutcomeDomain, RouteGroup
from studies.reported.comparisons import Comparison
from studies.reported.windows import Window


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


class ChoiceSchema(ApiSchema):
    """The same studies with one choice changed. Without an interval ``text`` says what there is instead."""

    choice: str
    measure: str
    estimate: float | None
    ci_low: float | None
    ci_high: float | None
    text: OptionalText
    word: OptionalText
    is_own: Annotated[bool, Field(description="The way of the answer itself.")]


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
    weeks: float | None = unit_number("", WEEKS)
    is_change: bool
    unit: str
    ozone: float
    comparator: float
    people: str
    assumptions: str
    cautions: str
    why: str
    numbers: Numbers
    numbers_confirmed: Confirmed


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
    scale: OptionalText
    higher_is_better: BetterSide
    measure: Annotated[str | None, Field(description="The measure of its effects.")]
    effect: Annotated[
        EffectSchema | None, Field(description="The pool or the one study; null for two trials side by side.")
    ]
    effect_text: OptionalText
    effect_source: Annotated[str, Field(description="An address within this site.")]
    figures: Annotated[list[FigureSchema], Field(description="As the answer table shows it; empty if not usable.")]
    word: OptionalText
    word_label: OptionalText
    per_thousand: Annotated[str, Field(description="The difference in people of 1,000, in words; may be empty.")]
    people: str
    numbers: Numbers
    numbers_confirmed: Confirmed
    certainty: str
    certainty_notes: list[str]
    rating: RatingSchema | None
    k: Annotated[int, Field(description="Studies in the answer.")]
    studies: Annotated[list[str], Field(description="Studies with a figure, in the answer or beside it.")]
    pooled: PoolOfFindingSchema | None
    information_size: InformationSchema | None
    exact_odds_ratio: ExactRatioSchema | None
    assumptions: Assumptions
    cautions: Cautions
    derived: Annotated[bool, Field(description="Whether some value is not as printed.")]
    notes: list[str]
    doubts: list[str]
    values_without_interval: list[PlainValueSchema]
    values_in_words: list[NoteSchema]
    contradictions: list[ContradictionSchema]
    directions_in_words: list[NoteSchema]
    other_trials: OptionalText
    may_be_the_same_people: list[list[str]]
    page: Page
