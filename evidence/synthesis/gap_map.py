"""What the randomised trials that isolate ozone measured, and what none of them did: counts, not effects.

An *observation* is one trial that measured one outcome in people with one condition by one route. Its figure is
*usable* when an effect size, or a rate of harm, follows from what was printed and nothing doubts it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from evidence.synthesis.counts import once_per_cohort, study_size
from evidence.synthesis.eligibility import EligibleContrast, Judged
from evidence.synthesis.harms import harm_rate
from evidence.synthesis.measured_outcomes import measurements
from studies.choices import ROUTE_GROUPS, CriticalOutcome, OutcomeDomain, RouteGroup, Serious
from studies.reported.outcome_facts import Outcome
from studies.reported.pairing import ArmPair, arms_by_study, isolating_pairs
from studies.reported.rows import FEW_KINDS, ArmRow, Evidence, HarmRow, StudyRow


@dataclass(frozen=True, slots=True)
class GapColumn:
    """One column: a critical outcome, or a domain beyond them."""

    key: str
    label: str


ANY_HARM = GapColumn(OutcomeDomain.HARM.value, "Any harm")
OTHER = GapColumn(OutcomeDomain.OTHER.value, "Anything else")
# Critical outcomes first, in their order.
COLUMNS = (
    *(GapColumn(outcome.value, outcome.label) for outcome in CriticalOutcome),
    ANY_HARM,
    GapColumn(OutcomeDomain.IMAGING.value, OutcomeDomain.IMAGING.label),
    OTHER,
)
_KEYS = frozenset(column.key for column in COLUMNS)


class Observation(NamedTuple):
    """One trial that measured one outcome. ``column`` is the key of a column."""

    study: StudyRow
    condition: str
    route: RouteGroup
    column: str
    is_usable: bool


@dataclass(frozen=True, slots=True)
class RowScope:
    """One row: the conditions (slugs) and the route that it takes in; None takes all."""

    label: str
    conditions: frozenset[str] | None = None
    route: RouteGroup | None = None

    def keeps(self, observation: Observation) -> bool:
        """Whether an observation belongs to the row."""
        in_condition = self.conditions is None or observation.condition in self.conditions
        return in_condition and self.route in (None, observation.route)


@dataclass(frozen=True, slots=True)
class GapCell:
    """The trials of one row that measured one outcome, and how many of them gave a usable figure.

    ``people`` are in the trials that print their size, those that may share patients counted once; ``unsized`` counts
    the trials that print none.
    """

    column: GapColumn
    trials: tuple[StudyRow, ...]
    usable: int
    people: int
    unsized: int


def harm_observations(harms: Iterable[HarmRow], isolating: Collection[int]) -> list[Observation]:
    """The harms of the randomised trials that isolate ozone; ``isolating`` are their ids."""
    return [item for row in harms if row.study.id in isolating for item in _harm(row)]


def measured_observations(evidence: Evidence, judged: Iterable[Judged]) -> list[Observation]:
    """All else that these trials measured. What is observed of a study follows from its own rows."""
    # One usable figure is enough.
    usable = {
        (item.pair.ozone.id, column_of(item.contrast.outcome))
        for item in judged
        if isinstance(item, EligibleContrast) and item.pool_exclusion is None
    }
    pairs = isolating_pairs(evidence.arms)
    found: dict[tuple[int, str, RouteGroup, str], Observation] = {}
    for measured, outcome in measurements(evidence):
        column = column_of(outcome)
        for arm in _ozone_arms(pairs.get(measured.study.id, ()), measured):
            route = ROUTE_GROUPS[arm.route]
            place = (arm.study.id, arm.condition, route, column)
            if place not in found or not found[place].is_usable:
                found[place] = Observation(arm.study, arm.condition, route, column, (arm.id, column) in usable)
    return list(found.values())


def _ozone_arms(pairs: Sequence[ArmPair], measured: ArmRow) -> list[ArmRow]:
    """The ozone arms to whose comparison a measurement belongs: those of its pairs, else of its whole study."""
    own = [pair for pair in pairs if measured.id in pair.arms]
    return list({pair.ozone.id: pair.ozone for pair in own or pairs}.values())


def gap_cells(observations: Sequence[Observation], arms: Sequence[ArmRow], row: RowScope) -> tuple[GapCell, ...]:
    """One row of the map: every column, also where nothing was measured."""
    by_column: dict[str, list[Observation]] = {}
    for item in observations:
        if row.keeps(item):
            by_column.setdefault(item.column, []).append(item)
    scoped = [arm for arm in arms if row.conditions is None or arm.condition in row.conditions]
    sizes = {key: study_size(of_study) for key, of_study in arms_by_study(scoped).items()}
    return tuple(_cell(column, by_column.get(column.key, []), sizes) for column in COLUMNS)


@lru_cache(maxsize=FEW_KINDS)
def column_of(outcome: Outcome) -> str:
    """The key of the column to which an outcome belongs."""
    critical = outcome.critical
    key = critical.value if critical else outcome.domain.value
    return key if key in _KEYS else OTHER.key


def _harm(row: HarmRow) -> list[Observation]:
    """Any harm that a trial counted or names; serious harm where it was looked for in people treated with ozone."""
    columns = [ANY_HARM.key]
    if row.serious is Serious.YES and row.arm.with_ozone:
        columns.append(CriticalOutcome.SERIOUS_HARM.value)
    route = ROUTE_GROUPS[row.arm.route]
    return [Observation(row.study, row.arm.condition, route, column, harm_rate(row) is not None) for column in columns]


def _cell(column: GapColumn, observations: Sequence[Observation], sizes: dict[int, int | None]) -> GapCell:
    trials = {item.study.id: item.study for item in observations}
    counted = once_per_cohort(trials.values(), sizes)
    return GapCell(
        column=column,
        trials=tuple(trials.values()),
        usable=len({item.study.id for item in observations if item.is_usable}),
        people=sum(sizes[study.id] or 0 for study in counted),
        unsized=sum(sizes[study.id] is None for study in counted),
    )
