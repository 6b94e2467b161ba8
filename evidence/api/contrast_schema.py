"""The schema of a contrast: a row for meta-analysis."""

from typing import Annotated, Any

from pydantic import Field, create_model

from evidence.api.number_marks import (
    Assumptions,
    BetterSide,
    Cautions,
    Confirmed,
    Numbers,
    OptionalText,
    unit_number,
)
from evidence.api.record_fields import OZONE, PEOPLE, VOLUME, WEEKS
from evidence.api.record_schemas import Page, Standing, StudyId
from evidence.api.schema_base import ApiSchema
from studies.choices import BiasLevel, Blinding, ComponentName, Design, Guidance, OutcomeDomain, ReadAs, Route
from studies.reported.comparisons import Comparison
from studies.reported.windows import Window

_ON_SCALE = "as measure says; of a ratio its logarithm"
_AS_READ = "as measure says; of a ratio the ratio"


class _ContrastHead(ApiSchema):
    id: Annotated[str, Field(description="Finding/study/result with ozone/result without it, or /study/printed/row.")]
    condition: str
    finding: Annotated[str, Field(description="The id of its finding.")]
    study: StudyId
    study_label: str
    year: int | None
    doi: OptionalText
    pmid: OptionalText
    design: Design
    blinding: Blinding
    bias: Annotated[BiasLevel | None, Field(description="Null: not assessed here, or two people differ.")]
    standing: Standing
    state: Annotated[str, Field(description="“in the answer”, or why it stands beside it.")]
    group: Annotated[str, Field(description="The stratum or part of the study; may be empty.")]
    arm_condition: str
    comparison: Comparison
    outcome: str
    domain: OutcomeDomain
    instrument: Annotated[str, Field(description="The id of a measure.")]
    window: Window
    weeks: float | None = unit_number("", WEEKS)
    randomised: bool
    scale: OptionalText
    higher_is_better: BetterSide


class _ContrastNumbers(_ContrastHead):
    measure: Annotated[str, Field(description="MD, SMD, RR, OR, HR, RD or GEN.")]
    estimate: float | None = unit_number("The effect as pages show it.", _AS_READ)
    ci_low: float | None = unit_number("Its 95% interval from.", _AS_READ)
    ci_high: float | None = unit_number("Its 95% interval to.", _AS_READ)
    yi: float | None = unit_number("The effect on the scale of analysis, for metafor.", _ON_SCALE)
    vi: float | None = unit_number("Its variance.", "the square of the unit of yi")
    df: float | None = unit_number("Degrees of freedom of its interval; null: normal.")
    weight: float | None = unit_number("Its share of the pool, 0 to 1.")
    design_effect: float | None = unit_number("Of clusters: what counts are divided by.")
    usual_spread_low: float | None = unit_number("The interval with a usual spread from.", _AS_READ)
    usual_spread_high: float | None = unit_number("The interval with a usual spread to.", _AS_READ)
    change_difference: float | None = unit_number("Difference of the changes.", "points of the scale")
    rules: Annotated[list[str], Field(description="How its values follow from what is printed.")]
    derived: bool
    assumptions: Assumptions
    cautions: Cautions
    doubt: Annotated[str | None, Field(description="Why its figure is doubted.")]
    printed_difference: str
    printed_difference_source: str


def _of_side(side: str) -> dict[str, Any]:
    points = "points of the scale"
    return {
        f"{side}_n": (float | None, unit_number("People.", PEOPLE)),
        f"{side}_events": (float | None, unit_number("People with the outcome.", PEOPLE)),
        f"{side}_mean": (float | None, unit_number("Mean.", points)),
        f"{side}_sd": (float | None, unit_number("Standard deviation.", points)),
        f"{side}_se": (float | None, unit_number("Standard error.", points)),
        f"{side}_count_rule": (Annotated[str, Field(description="How a count follows from a percentage.")], ...),
        f"{side}_low": (float | None, unit_number("Bound of a derived value from: a risk, or a deviation.")),
        f"{side}_high": (float | None, unit_number("Bound of a derived value to.")),
        f"{side}_arm": (Annotated[str, Field(description="The id of an arm.")], ...),
        f"{side}_components": (list[ComponentName], ...),
        f"{side}_route": (Route, ...),
        f"{side}_results": (Annotated[list[str], Field(description="Ids of results.")], ...),
    }


_DOSE: dict[str, Any] = {
    "ozone_guidance": (Guidance | None, ...),
    "ozone_concentration_low": (float | None, unit_number("Ozone from.", OZONE)),
    "ozone_concentration_high": (float | None, unit_number("Ozone to.", OZONE)),
    "ozone_volume_low": (float | None, unit_number("Volume from.", VOLUME)),
    "ozone_volume_high": (float | None, unit_number("Volume to.", VOLUME)),
    "ozone_sessions_low": (int | None, unit_number("Sessions from.", "sessions")),
    "ozone_sessions_high": (int | None, unit_number("Sessions to.", "sessions")),
}
_CONTRAST_END: dict[str, Any] = {
    "difference": (
        Annotated[str | None, Field(description="The id of a difference, where the trial's own is used.")],
        ...,
    ),
    "source_url": (Annotated[str | None, Field(description="Where the numbers were read.")], ...),
    "locator": (Annotated[str | None, Field(description="The place in the source.")], ...),
    "read_as": (Annotated[ReadAs | None, Field(description="Of the row, else of its study.")], ...),
    "numbers": (Numbers, ...),
    "numbers_confirmed": (Confirmed, ...),
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
