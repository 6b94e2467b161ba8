"""What the schemas of findings and of contrasts share: numbers with units, and marks of numbers."""

from typing import Annotated, Any

from pydantic import Field
from pydantic.config import JsonDict

from studies.reported.assumptions import Assumption, Caution


def unit_number(words: str, unit: str = "") -> Any:
    """What describes a number with its unit, beside its type."""
    extra: JsonDict | None = {"x-unit": unit} if unit else None
    return Field(description=words, json_schema_extra=extra)


OptionalText = str | None
Assumptions = Annotated[
    list[Assumption], Field(description="What was taken though it is not printed, each a named mark of the number.")
]
Cautions = Annotated[list[Caution], Field(description="Cautions that go with the number.")]
Numbers = Annotated[int, Field(description="Printed numbers behind it.")]
Confirmed = Annotated[int, Field(description="Those of them that a second person confirmed.")]
BetterSide = Annotated[bool | None, Field(description="Whether a higher value is better; null where no source says.")]
