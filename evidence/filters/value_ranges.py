"""Ranges of printed values that a reader can ask for: dose, sessions, year."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from studies.reported.rows import ArmRow


@dataclass(frozen=True, slots=True)
class ValueRange:
    """A range that a reader can ask for. ``value`` reads the printed range of an arm; None is not reported.

    ``datum`` names one such value, as in "2 trials without a year".
    """

    name: str
    label: str
    unit: str
    datum: str
    value: Callable[[ArmRow], tuple[float, float] | None]
    field: type[forms.IntegerField] = forms.IntegerField
    smallest: int = 0
    largest: int | None = None

    @property
    def low(self) -> str:
        """The name of its lower limit in the form and in the address."""
        return f"{self.name}_from"

    @property
    def high(self) -> str:
        """The name of its upper limit in the form and in the address."""
        return f"{self.name}_to"

    def form_fields(self) -> dict[str, forms.Field]:
        """The fields of its two limits."""
        return {
            name: self.field(
                label=", ".join(filter(None, (f"{self.label.capitalize()} {limit}", self.unit))),
                required=False,
                min_value=self.smallest,
                max_value=self.largest,
            )
            for name, limit in ((self.low, "from"), (self.high, "to"))
        }


def _year_range(arm: ArmRow) -> tuple[float, float] | None:
    year = arm.study.year
    return (year, year) if year else None


RANGES = (
    ValueRange(
        "ug",
        "ozone",
        "µg/ml",
        "a concentration of the ozone",
        lambda arm: arm.concentration_range,
        forms.FloatField,
        largest=1_000,
    ),
    ValueRange("sessions", "sessions", "", "a number of sessions", lambda arm: arm.sessions_range, largest=1_000),
    ValueRange("year", "year", "", "a year", _year_range, smallest=1900, largest=2200),
)
