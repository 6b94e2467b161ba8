"""One study with everything that it reports, as the checks look at it."""

from dataclasses import dataclass
from typing import NamedTuple

from studies.choices import Kind, PoolMeasure, ReadAs, Relation
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ContrastRow, HarmRow, MeasureRow, ResultRow, StudyRow


class PoolRow(NamedTuple):
    """A pooled result as a review printed it."""

    id: int = 0
    study: StudyRow = StudyRow()
    measure: MeasureRow = MeasureRow()
    outcome_name: str = ""
    timepoint_label: str = ""
    effect_measure: PoolMeasure | None = None
    estimate: float = 0.0
    ci_low: float | None = None
    ci_high: float | None = None
    p_relation: Relation | None = None
    p_value: float | None = None
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Author:
    """A family name in the form that is compared, and the first initial, where one is displayed."""

    family: str
    initial: str = ""

    def may_be(self, other: "Author") -> bool:
        """Whether two names may be one person's: an initial that is missing is no difference."""
        same = self.initial == other.initial or not self.initial or not other.initial
        return same and self.family == other.family


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyIdentity:
    """By what two studies are recognised as reports of the same people. ``authors`` are in order."""

    study: StudyRow = StudyRow()
    condition: str = ""
    in_back_pain: bool = True
    authors: tuple[Author, ...] = ()
    all_authors_shown: bool = True
    years: tuple[int, ...] = ()
    identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStudy:
    """A study with everything it reports, and what only checks look at."""

    row: StudyRow = StudyRow()
    kind: Kind = Kind.PRIMARY
    pct_female: float | None = None
    max_followup_weeks: float | None = None
    identity: StudyIdentity = StudyIdentity()
    arms: tuple[ArmRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    contrasts: tuple[ContrastRow, ...] = ()
    harms: tuple[HarmRow, ...] = ()
    pools: tuple[PoolRow, ...] = ()
    provenance: Provenance = Provenance()

    @property
    def read_as(self) -> ReadAs | None:
        """What was read of it."""
        return self.row.read_as

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.row.slug
