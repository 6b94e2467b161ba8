"""Plain records of what studies reported: all that the rules ever see.

Those of which there is one a row or a contrast are named tuples, here and wherever rules make them: they are as frozen
as a frozen dataclass, and made in a fifth of its time.
"""

from dataclasses import dataclass
from typing import NamedTuple

from studies.choices import (
    Blinding,
    CriticalOutcome,
    DefinedBy,
    Design,
    Guidance,
    HigherIs,
    OutcomeDomain,
    PrintedDirection,
    PrintedForm,
    QueryState,
    Relation,
    ResultKind,
    Route,
    Severity,
)
from studies.reported.comparisons import Components
from studies.reported.risk_of_bias_views import FinishedAssessment

# How many different times, scales or outcomes a memory holds; results have far fewer.
FEW_KINDS = 4096


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One primary study. ``n`` is people randomised, else analysed, as printed for the whole study."""

    id: int
    slug: str
    label: str
    design: Design
    year: int | None = None
    n: int | None = None
    cohort_group: str = ""
    retracted: bool = False
    blinding: Blinding = Blinding.NOT_REPORTED
    # Finished assessments of its risk of bias, the latest first; empty: not assessed yet.
    bias: tuple[FinishedAssessment, ...] = ()

    @property
    def is_randomised(self) -> bool:
        """Whether its arms were made by chance alone: the headline."""
        return self.design is Design.RCT


class ArmRow(NamedTuple):
    """One arm. ``n`` is people analysed, else randomised; ``part_of`` is the id of the arm that holds it."""

    id: int
    study: StudyRow
    label: str
    condition: str
    components: Components
    route: Route
    stratum: str = ""
    part_of: int | None = None
    n: int | None = None
    guidance: Guidance | None = None
    concentration: tuple[float, float] | None = None
    sessions: tuple[int, int] | None = None


class MeasureRow(NamedTuple):
    """One instrument, with its place among the instruments of its domain."""

    slug: str
    name: str
    domain: OutcomeDomain
    order: int = 1
    higher_is: HigherIs | None = None
    range_max: float | None = None
    # The top of the scale that instruments of the domain share, and the top of raw points.
    shown_max: float | None = None
    raw_max: float | None = None
    defined_by: DefinedBy = DefinedBy.INSTRUMENT_AND_NAME
    subject: str = ""
    critical: CriticalOutcome | None = None
    # The outcome as which a count of this one is shown: everybody has one or the other.
    complement_of: "MeasureRow | None" = None


class ResultRow(NamedTuple):
    """What one arm reported of one outcome at one time, in the units of its source."""

    id: int
    arm: ArmRow
    measure: MeasureRow
    kind: ResultKind
    outcome_name: str = ""
    part: str = ""
    weeks: float | None = None
    timepoint_label: str = ""
    higher_is: HigherIs | None = None
    scale_min: float | None = None
    scale_max: float | None = None
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    events: int | None = None
    percent: float | None = None
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """A difference between two arms as the trial printed it."""

    id: int
    arm_a: int
    arm_b: int
    measure: MeasureRow
    form: PrintedForm
    direction: PrintedDirection
    text: str = ""
    outcome_name: str = ""
    part: str = ""
    weeks: float | None = None
    p_relation: Relation | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A doubt about printed numbers; an empty ``arm``, label or part names all of them."""

    id: int
    study: int
    arm: int | None
    measure: str
    timepoint_label: str
    part: str
    field: str
    severity: Severity
    state: QueryState
    problem: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules work on, of any number of studies."""

    arms: tuple[ArmRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    reported: tuple[ContrastRow, ...] = ()
    queries: tuple[QueryRow, ...] = ()
