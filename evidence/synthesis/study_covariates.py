"""Characteristics of studies: what their effects are grouped by, and the numbers that they are set against.

A *characteristic* is a word of a study (its route), a *covariate* a number (its ozone concentration). Both are of the
ozone arms that the effect is of. Where the sources do not state one, or the arms of one study differ in it, the
study has none, and says which.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from evidence.synthesis.study_effects import StudyEffect
from studies.choices import Guidance, Route
from studies.numerics.magnitudes import is_measurable
from studies.reported.risk_of_bias_views import BiasGrade, grade_of, overall_level, worst_level
from studies.reported.rows import ArmRow

# Micrograms per millilitre. Most records hold 20, 30 or 40: the bands keep these apart.
LOW_CONCENTRATION_UNTIL = 20.0
MIDDLE_CONCENTRATION_UNTIL = 30.0


class Unknown(StrEnum):
    """Why a study has no value of a characteristic or a covariate, or no effect to set against it."""

    NOT_STATED = "not stated"
    NOT_ASSESSED = "not assessed, or not agreed"
    DIFFERENT_ARMS = "differs between arms"
    IMPOSSIBLE = "beyond anything that can be measured"


@dataclass(frozen=True, slots=True)
class Characteristic:
    """What studies are grouped by. ``labels`` are its groups in reading order; empty: in the order of the alphabet."""

    key: str
    label: str
    value: Callable[[StudyEffect], str | Unknown]
    labels: tuple[str, ...] = ()

    def place(self, label: str) -> tuple[int, str]:
        """The place of a group among the others."""
        return (self.labels.index(label) if label in self.labels else len(self.labels), label)


@dataclass(frozen=True, slots=True)
class Covariate:
    """A number that effects are set against. ``step`` names one more of it: "µg/ml", "session"."""

    key: str
    label: str
    step: str
    value: Callable[[StudyEffect], float | Unknown]
    unit: str = ""

    @property
    def axis_label(self) -> str:
        """Its name with its unit, as an axis has it."""
        return f"{self.label}, {self.unit}" if self.unit else self.label


def ozone_arms(entry: StudyEffect) -> list[ArmRow]:
    """The ozone arms that a study's effect is of, each once."""
    arms = {contrast.pair.ozone.id: contrast.pair.ozone for line in entry.lines for contrast in line.contrasts}
    return list(arms.values())


def _of_arms(entry: StudyEffect, value: Callable[[ArmRow], str]) -> str | Unknown:
    found = {value(arm) for arm in ozone_arms(entry)}
    if "" in found:
        return Unknown.NOT_STATED
    return found.pop() if len(found) == 1 else Unknown.DIFFERENT_ARMS


def _middle_of_arms(entry: StudyEffect, value: Callable[[ArmRow], tuple[float, float] | None]) -> float | Unknown:
    ranges = {value(arm) for arm in ozone_arms(entry)}
    if len(ranges) > 1:
        return Unknown.DIFFERENT_ARMS
    printed = ranges.pop() if ranges else None
    if printed is None:
        return Unknown.NOT_STATED
    return sum(printed) / 2 if all(map(is_measurable, printed)) else Unknown.IMPOSSIBLE


def concentration(entry: StudyEffect) -> float | Unknown:
    """Ozone in micrograms per millilitre, the middle of a printed range."""
    return _middle_of_arms(entry, lambda arm: arm.concentration_range)


def volume(entry: StudyEffect) -> float | Unknown:
    """Gas in millilitres at one session, the middle of a printed range."""
    return _middle_of_arms(entry, lambda arm: arm.volume_range)


def sessions(entry: StudyEffect) -> float | Unknown:
    """Number of treatment sessions, the middle of a printed range."""
    return _middle_of_arms(entry, lambda arm: arm.sessions_range)


def publication_year(entry: StudyEffect) -> float | Unknown:
    """Year of the main report."""
    return Unknown.NOT_STATED if entry.study.year is None else float(entry.study.year)


def bias_grade(entry: StudyEffect) -> BiasGrade:
    """The overall risk of bias of a study's results: the worst of its lines."""
    lines = (line.first for line in entry.lines)
    return grade_of(worst_level([overall_level(entry.study.bias, at.measure.slug, at.weeks) for at in lines]))


_BIAS_LABELS = {BiasGrade.LOW: "low", BiasGrade.SOME: "some concerns or moderate", BiasGrade.HIGH: "high or serious"}
_BANDS = (
    f"up to {LOW_CONCENTRATION_UNTIL:g} µg/ml",
    f"over {LOW_CONCENTRATION_UNTIL:g} to {MIDDLE_CONCENTRATION_UNTIL:g} µg/ml",
    f"over {MIDDLE_CONCENTRATION_UNTIL:g} µg/ml",
)


def dose_band(entry: StudyEffect) -> str | Unknown:
    """The band of the ozone concentration."""
    value = concentration(entry)
    if isinstance(value, Unknown):
        return value
    return _BANDS[(value > LOW_CONCENTRATION_UNTIL) + (value > MIDDLE_CONCENTRATION_UNTIL)]


def _route(arm: ArmRow) -> str:
    return "" if arm.route is Route.OTHER else arm.route.label


def _guidance(arm: ArmRow) -> str:
    return arm.guidance.label if arm.guidance else ""


def _bias(entry: StudyEffect) -> str | Unknown:
    return _BIAS_LABELS.get(bias_grade(entry), Unknown.NOT_ASSESSED)


def _design(entry: StudyEffect) -> str | Unknown:
    return entry.study.design.label if entry.study.design else Unknown.NOT_STATED


def characteristics(condition_names: Iterable[tuple[str, str]]) -> tuple[Characteristic, ...]:
    """Everything that studies are grouped by. ``condition_names`` are pairs of slug and name."""
    names = dict(condition_names)

    def condition(entry: StudyEffect) -> str | Unknown:
        return _of_arms(entry, lambda arm: names.get(arm.condition, arm.condition))

    return (
        Characteristic("route", "Route", lambda e: _of_arms(e, _route), tuple(route.label for route in Route)),
        Characteristic(
            "guidance", "Guidance", lambda e: _of_arms(e, _guidance), tuple(guidance.label for guidance in Guidance)
        ),
        Characteristic("dose-band", "Ozone concentration", dose_band, _BANDS),
        Characteristic("risk-of-bias", "Risk of bias", _bias, tuple(_BIAS_LABELS.values())),
        Characteristic("design", "Design", _design),
        Characteristic("condition", "Condition", condition),
    )


CONCENTRATION = Covariate("concentration", "Ozone concentration", "µg/ml", concentration, "µg/ml")
VOLUME = Covariate("volume", "Volume", "ml", volume, "ml")
SESSIONS = Covariate("sessions", "Sessions", "session", sessions)
YEAR = Covariate("year", "Year of publication", "year", publication_year)
# Those that a finding is set against. Volumes of different places of injection are not one quantity; the page of a
# comparison shows them route by route.
COVARIATES = (CONCENTRATION, SESSIONS, YEAR)
