"""Plain records of what studies reported: all that the rules and the checks ever see.

Rows hold what was printed; what is not, is None, empty or "not stated". A row that is typed has what was typed so far.
A result points up: to its arm, that to its study. Fields are named as columns, by which ``studies.selectors`` reads.

Rows are named tuples, here and wherever rules make many: as frozen as a frozen dataclass, made in a fifth of its time.
"""

from dataclasses import dataclass
from typing import NamedTuple

from studies.choices import (
    Allocation,
    Blinding,
    ComponentName,
    CriticalOutcome,
    DefinedBy,
    DenominatorKind,
    Design,
    Fatal,
    Guidance,
    HigherIs,
    OutcomeDomain,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    ReadAs,
    Relation,
    ResultKind,
    Route,
    Serious,
    StudyStatus,
)
from studies.numerics.count_rounding import PrintedPercent
from studies.numerics.scale_ends import Ends, scale_ends
from studies.reported.comparisons import Components
from studies.reported.query_row import QueryRow
from studies.reported.risk_of_bias_views import BiasView
from studies.reported.row_provenance import Provenance
from studies.reported.text_keys import name_key

# How many different times, scales or outcomes a memory holds; results have far fewer.
FEW_KINDS = 4096


class StudyRow(NamedTuple):
    """One study. Its people are as printed for the whole study."""

    id: int = 0
    slug: str = ""
    label: str = ""
    design: Design | None = None
    year: int | None = None
    n_randomised: int | None = None
    n_analysed: int | None = None
    cohort_group: str = ""
    retracted: bool = False
    blinding: Blinding = Blinding.NOT_REPORTED
    # ``cluster_size`` is the mean number of people in a cluster.
    allocation: Allocation = Allocation.PARALLEL
    cluster_size: float | None = None
    icc: float | None = None
    pair_correlation: float | None = None
    # Finished assessments of its risk of bias, the latest first; empty: not assessed yet.
    bias: tuple[BiasView, ...] = ()
    read_as: ReadAs | None = None
    standing: StudyStatus = StudyStatus.UNVERIFIED

    @property
    def n(self) -> int | None:
        """People randomised, else analysed."""
        return self.n_analysed if self.n_randomised is None else self.n_randomised

    @property
    def is_randomised(self) -> bool:
        """Whether its arms were made by chance alone: the headline."""
        return self.design is Design.RCT

    @property
    def design_label(self) -> str:
        return self.design.label if self.design else "design not stated"


class ArmRow(NamedTuple):
    """One arm of a study. ``part_of`` is the id of the arm that holds it; ``concentration`` is the dose as printed."""

    id: int = 0
    study: StudyRow = StudyRow()
    label: str = ""
    condition: str = ""
    components: Components = frozenset()
    route: Route = Route.OTHER
    stratum: str = ""
    part_of: int | None = None
    n_randomised: int | None = None
    n_analysed: int | None = None
    components_certain: bool = True
    guidance: Guidance | None = None
    concentration: str = ""
    concentration_low: float | None = None
    concentration_high: float | None = None
    volume_low: float | None = None
    volume_high: float | None = None
    sessions_low: int | None = None
    sessions_high: int | None = None
    provenance: Provenance = Provenance()

    @property
    def n(self) -> int | None:
        """People analysed, else randomised: those that an effect is of."""
        return self.n_randomised if self.n_analysed is None else self.n_analysed

    @property
    def most_people(self) -> int | None:
        """The most people that a figure of this arm can be of: randomised, else analysed."""
        return self.n_analysed if self.n_randomised is None else self.n_randomised

    @property
    def with_ozone(self) -> bool:
        """Whether it received ozone."""
        return ComponentName.OZONE in self.components

    @property
    def concentration_range(self) -> tuple[float, float] | None:
        """From and to, in ug/ml; None when neither is printed."""
        return _range(self.concentration_low, self.concentration_high)

    @property
    def volume_range(self) -> tuple[float, float] | None:
        """From and to, in ml; None when neither is printed."""
        return _range(self.volume_low, self.volume_high)

    @property
    def sessions_range(self) -> tuple[float, float] | None:
        """From and to; None when neither is printed."""
        return _range(self.sessions_low, self.sessions_high)


def _range(low: float | None, high: float | None) -> tuple[float, float] | None:
    """Both ends; one that is not printed is the other."""
    printed = [end for end in (low, high) if end is not None]
    return (printed[0], printed[-1]) if printed else None


class MeasureRow(NamedTuple):
    """One instrument, with its range and its place among the instruments of its domain."""

    slug: str = ""
    name: str = ""
    domain: OutcomeDomain = OutcomeDomain.OTHER
    order: int = 1
    range_min: float | None = None
    range_max: float | None = None
    higher_is: HigherIs | None = None
    # The top of the scale that instruments of the domain share, of raw points, and of a slight score.
    shown_max: float | None = None
    raw_max: float | None = None
    slight_max: float | None = None
    whole_points: bool = False
    defined_by: DefinedBy = DefinedBy.INSTRUMENT_AND_NAME
    subject: str = ""
    critical: CriticalOutcome | None = None
    counts_treatment: str = ""
    # The outcome as which a count of this one is shown: everyone has one or the other.
    complement_of: "MeasureRow | None" = None
    excludes: int | None = None
    id: int = 0


class ResultRow(NamedTuple):
    """What one arm reported of one outcome at one time, in the units of its source; ``weeks`` 0: before treatment.

    ``before`` is the arm's score before treatment, of a final score; ``arm_percentages`` are all that is printed of
    the whole arm, for a percentage without a count. ``with_arm_figures`` finds both.
    """

    id: int = 0
    arm: ArmRow = ArmRow()
    measure: MeasureRow = MeasureRow()
    kind: ResultKind | None = None
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
    before: "ResultRow | None" = None
    arm_percentages: tuple[PrintedPercent, ...] = ()
    key: str = ""
    provenance: Provenance = Provenance()

    @property
    def outcome(self) -> tuple[str, str]:
        """What was measured: results of one outcome can be compared."""
        return self.measure.slug, name_key(self.outcome_name)

    @property
    def low(self) -> float | None:
        return self.ends[0]

    @property
    def high(self) -> float | None:
        return self.ends[1]

    @property
    def ends(self) -> Ends:
        return scale_ends((self.scale_min, self.scale_max), (self.measure.range_min, self.measure.range_max))

    @property
    def scale_direction(self) -> HigherIs | None:
        """Which way is better, by the result, else by the instrument; None where neither states it."""
        return self.higher_is or self.measure.higher_is

    @property
    def less_is_better(self) -> bool | None:
        """None where it is not stated which way is better."""
        return None if self.scale_direction is None else self.scale_direction is HigherIs.WORSE


class ContrastRow(NamedTuple):
    """A difference between two arms as the trial printed it.

    ``se`` is of the estimate, of a ratio of its logarithm; ``degrees_of_freedom`` are of the test that gave P, and
    ``compares_means`` says that this test compares the means of the two arms at this time.
    """

    id: int = 0
    arm_a: ArmRow = ArmRow()
    arm_b: ArmRow = ArmRow()
    measure: MeasureRow = MeasureRow()
    printed_form: PrintedForm | None = None
    direction: PrintedDirection = PrintedDirection.NOT_STATED
    result_text: str = ""
    outcome_name: str = ""
    part: str = ""
    weeks: float | None = None
    effect_measure: PrintedEffectMeasure | None = None
    estimate: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    degrees_of_freedom: float | None = None
    p_relation: Relation | None = None
    p_value: float | None = None
    compares_means: bool = False
    key: str = ""
    provenance: Provenance = Provenance()


class HarmRow(NamedTuple):
    """One harm as one study counted it; a figure of a whole study has an arm of that study with the id 0."""

    id: int = 0
    arm: ArmRow = ArmRow()
    event: str = ""
    serious: Serious = Serious.NOT_STATED
    fatal: Fatal = Fatal.NOT_STATED
    denominator_kind: DenominatorKind = DenominatorKind.NOT_STATED
    n_events: int | None = None
    n_at_risk: int | None = None
    note: str = ""
    key: str = ""
    provenance: Provenance = Provenance()

    @property
    def study(self) -> StudyRow:
        return self.arm.study

    @property
    def is_signal(self) -> bool:
        """Whether it is from a case report: it can happen, and how often is not known."""
        return self.denominator_kind is DenominatorKind.CASE_REPORT


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules work on, of any number of studies."""

    arms: tuple[ArmRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    reported: tuple[ContrastRow, ...] = ()
    queries: tuple[QueryRow, ...] = ()
