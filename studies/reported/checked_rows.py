"""The plain records that checks look at: what a study, its arms and their results say, as typed or loaded.

Every field may be left out: a row that is being typed is checked on what it has. ``key`` names a row for good (its
key in the data set, else its number in the database). ``printed`` holds printed forms that a number loses (85.0).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from studies.choices import ComponentName
from studies.numerics.scale_ends import Ends, scale_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """An instrument with its range; ``domain`` and ``higher_is`` are words of the vocabulary, or empty.

    ``complement_of`` and ``excludes`` are ids of other instruments, ``counts_treatment`` is a family of treatments.
    """

    id: int | None = None
    slug: str = ""
    name: str = ""
    domain: str = ""
    range_min: float | None = None
    range_max: float | None = None
    higher_is: str = ""
    whole_points: bool = False
    shown_max: float | None = None
    raw_max: float | None = None
    slight_max: float | None = None
    complement_of: int | None = None
    excludes: int | None = None
    counts_treatment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmRow:
    """One group of a study. ``part_of`` is the id of the arm of which it is a part."""

    id: int | None = None
    key: str = ""
    slug: str = ""
    label: str = ""
    stratum: str = ""
    part_of: int | None = None
    components: frozenset[ComponentName] = frozenset()
    n_randomised: int | None = None
    n_analysed: int | None = None
    concentration: str = ""
    concentration_low: float | None = None
    concentration_high: float | None = None

    @property
    def people(self) -> int | None:
        """The most people that a figure of this arm can stand on."""
        return self.n_analysed if self.n_randomised is None else self.n_randomised

    @property
    def with_ozone(self) -> bool:
        return ComponentName.OZONE in self.components


class _PrintedNumbers:
    """Rows that know how finely their numbers are printed."""

    __slots__ = ()
    printed: Mapping[str, str]

    def as_printed(self, name: str) -> str:
        """The number as printed where that is kept, else as a plain number; '' where there is none."""
        value = getattr(self, name)
        if value is None:
            return ""
        text = self.printed.get(name, "")
        return text if text and float(text) == float(value) else f"{value:.10g}"

    def unit(self, name: str) -> float:
        """The last decimal place of a printed number: 0.1 of 80.5, 1 of 59. 1 where there is no number."""
        exponent = Decimal(self.as_printed(name) or "0").as_tuple().exponent
        return float(10 ** min(0, int(exponent)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow(_PrintedNumbers):
    """What one arm reported of one outcome at one time. Numbers as printed; ``weeks`` 0 is before treatment."""

    id: int | None = None
    key: str = ""
    study: str = ""
    arm: ArmRow = ArmRow()
    measure: MeasureRow = MeasureRow()
    outcome_name: str = ""
    part: str = ""
    scale_min: float | None = None
    scale_max: float | None = None
    higher_is: str = ""
    weeks: float | None = None
    timepoint_label: str = ""
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
    events_derived: bool | None = None
    percent: float | None = None
    is_change: bool = False
    source_url: str = ""
    locator: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> tuple[str, str]:
        """What was measured: results of one outcome can be set beside each other."""
        return self.measure.slug, self.outcome_name

    @property
    def low(self) -> float | None:
        """The lower end of the scale."""
        return self._ends[0]

    @property
    def high(self) -> float | None:
        return self._ends[1]

    @property
    def _ends(self) -> Ends:
        return scale_ends((self.scale_min, self.scale_max), (self.measure.range_min, self.measure.range_max))

    @property
    def less_is_better(self) -> bool | None:
        """None where nobody says which way is better."""
        word = self.higher_is or self.measure.higher_is
        return word == "worse" if word else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastRow(_PrintedNumbers):
    """A difference between two arms as the trial printed it; the words are those of the vocabulary."""

    id: int | None = None
    key: str = ""
    study: str = ""
    arm_a: ArmRow = ArmRow()
    arm_b: ArmRow = ArmRow()
    measure: MeasureRow = MeasureRow()
    outcome_name: str = ""
    weeks: float | None = None
    part: str = ""
    printed_form: str = ""
    result_text: str = ""
    direction: str = ""
    estimate: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_relation: str = ""
    p_value: float | None = None
    source_url: str = ""
    locator: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRow(_PrintedNumbers):
    """A pooled result as a review printed it."""

    id: int | None = None
    key: str = ""
    study: str = ""
    measure: MeasureRow = MeasureRow()
    outcome_name: str = ""
    timepoint_label: str = ""
    effect_measure: str = ""
    estimate: float = 0.0
    ci_low: float | None = None
    ci_high: float | None = None
    p_relation: str = ""
    p_value: float | None = None
    printed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmRow:
    """A harm as counted; ``arm`` is None for a figure of a whole study."""

    id: int | None = None
    key: str = ""
    arm: ArmRow | None = None
    event: str = ""
    n_events: int | None = None
    n_at_risk: int | None = None
    source_url: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """A family name as it is compared, and the first initial, where one is displayed."""

    family: str
    initial: str = ""

    def may_be(self, other: "Author") -> bool:
        """Whether two names may be one person's: an initial that is missing is no difference."""
        same = self.initial == other.initial or not self.initial or not other.initial
        return same and self.family == other.family


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyIdentity:
    """By what two studies are recognised as reports of the same people. ``authors`` stand in order."""

    study: str = ""
    label: str = ""
    condition: str = ""
    in_back_pain: bool = True
    cohort_group: str = ""
    n: int | None = None
    authors: tuple[Author, ...] = ()
    all_authors_shown: bool = True
    years: tuple[int, ...] = ()
    identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStudy(_PrintedNumbers):
    """A study with everything it reports; the words are those of the vocabulary."""

    slug: str = ""
    key: str = ""
    kind: str = ""
    design: str = ""
    read_as: str = ""
    n_randomised: int | None = None
    n_analysed: int | None = None
    pct_female: float | None = None
    max_followup_weeks: float | None = None
    work: StudyIdentity = StudyIdentity()
    arms: tuple[ArmRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    contrasts: tuple[ContrastRow, ...] = ()
    harms: tuple[HarmRow, ...] = ()
    pools: tuple[PoolRow, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def people(self) -> int | None:
        return self.n_analysed if self.n_randomised is None else self.n_randomised
