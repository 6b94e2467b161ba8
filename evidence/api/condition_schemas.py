"""Schemas of conditions: the tree, and what the page of one condition says."""

from typing import Annotated, Any

from pydantic import Field

from evidence.api.record_fields import row_schema
from evidence.api.record_schemas import Page
from evidence.api.schema_base import ApiSchema

_Id = Annotated[str, Field(description="Its name in addresses.")]


class QuestionCountsSchema(ApiSchema):
    """Usable questions of randomised trials: pooled, with enough people, with half of the people needed."""

    pooled: int
    enough: int
    half: int
    shared: Annotated[int, Field(description="With two trials or more.")]
    results: int
    judged: Annotated[int, Field(description="Results of known questions whose risk of bias is judged.")]
    name: str


class PeopleRangeSchema(ApiSchema):
    """A number of people that is known within limits; ``most`` is null where no upper one is known."""

    least: int
    most: int | None


class HarmCountsSchema(ApiSchema):
    """People on record after ozone who died, who had other serious harm, and of whom no text says if they died."""

    died: PeopleRangeSchema
    others: PeopleRangeSchema
    unstated: PeopleRangeSchema
    is_named: Annotated[bool, Field(description="Some serious harm is told of without a number of people.")]


class ConditionAnswerSchema(ApiSchema):
    """The answer in one line, and the counts behind it."""

    sentence: str
    trials: Annotated[int, Field(description="Randomised trials that isolate ozone.")]
    usable_trials: int
    repeated_trials: Annotated[int, Field(description="More trials with a usable figure, perhaps of the same people.")]
    questions: QuestionCountsSchema
    harm: HarmCountsSchema


class TableFigureSchema(ApiSchema):
    """One figure of a row, written as the page writes it; the numbers are in the finding."""

    trial: str
    without_ozone: str
    with_ozone: str
    unit: str
    difference: str
    interval: str
    interval_with_usual_spread: str


class TableRowSchema(ApiSchema):
    """A row of the answer table. ``remarks`` are letters; ``finding`` is the id of the finding that it shows."""

    comparison: str
    outcome: str
    when: str
    better: str
    route: str
    differs_by: str
    figures: list[TableFigureSchema]
    word: str
    side: str
    people: str
    trials: str
    people_needed: str
    certainty: str
    numbers: int
    numbers_confirmed: int
    remarks: list[str]
    finding: str


class TableSchema(ApiSchema):
    """The answer table."""

    rows: list[TableRowSchema]
    remarks: Annotated[dict[str, str], Field(description="By their letters.")]


class HarmLineSchema(ApiSchema):
    """Serious harm in sentences, and deaths after ozone."""

    sentences: list[str]
    deaths: list[str]


class ReviewLineSchema(ApiSchema):
    """What published reviews say, as printed. ``pooled`` counts those that pooled a comparison."""

    sentences: list[str]
    pooled: int
    basis: str


class FurtherTrialsSchema(ApiSchema):
    """Trials of another condition that list this one as a second condition; they are in no count."""

    text: str
    studies: list[str]


_DETAIL: dict[str, Any] = {
    "children": (Annotated[list[str], Field(description="Ids of all conditions below it.")], ...),
    "answer": (ConditionAnswerSchema, ...),
    "basis": (Annotated[list[str], Field(description="What the answer rests on.")], ...),
    "trials": (Annotated[list[str], Field(description="Randomised trials that isolate ozone, by id.")], ...),
    "other_studies": (Annotated[list[str], Field(description="All other studies of it, by id.")], ...),
    "people": (Annotated[int, Field(description="People in these trials, each once.")], ...),
    "trials_without_people": (Annotated[int, Field(description="Trials that print no number of people.")], ...),
    "newest_study": (Annotated[int | None, Field(description="Its year.")], ...),
    "table": (TableSchema, ...),
    "harm": (HarmLineSchema, ...),
    "reviews": (ReviewLineSchema, ...),
    "further_trials": (list[FurtherTrialsSchema], ...),
    "counts": (Annotated[dict[str, int], Field(description="How much its other pages hold.")], ...),
}
ConditionSchema = row_schema("Condition", "condition", id=(_Id, ...), page=(Page, ...))
ConditionDetailSchema = row_schema("ConditionDetail", "condition", id=(_Id, ...), page=(Page, ...), **_DETAIL)
