"""Which layers of the site a made-up study fills, by its number alone: every layer has its share of any hundred."""

from dataclasses import dataclass
from enum import StrEnum

from studies.choices import Allocation, Design, QueryState, ReadAs, Retraction


class PrintedNumbers(StrEnum):
    """How much of what a study measured its source prints."""

    ALL = "all"
    # Means without any spread.
    MEANS = "means"
    PERCENTAGES = "percentages"
    CHANGES = "changes"
    # Standard deviations below a tenth of the scale.
    SMALL_SPREADS = "small-spreads"
    # Differences with their intervals, and the arms' means without a spread.
    INTERVALS = "intervals"
    # Differences alone.
    DIFFERENCES = "differences"
    # Exact P values, and the arms' means without a spread.
    P_VALUES = "p-values"
    DIRECTIONS = "directions"


# By the number's place in every 27; the others print all.
_PRINTED = {
    4: PrintedNumbers.MEANS,
    8: PrintedNumbers.PERCENTAGES,
    11: PrintedNumbers.CHANGES,
    14: PrintedNumbers.SMALL_SPREADS,
    16: PrintedNumbers.INTERVALS,
    20: PrintedNumbers.DIFFERENCES,
    24: PrintedNumbers.P_VALUES,
}
# By the number: what is compared seldom, by few trials, so that some of its questions have no usable figure.
_RARE_COMPARATORS: dict[int, tuple[str, ...]] = {
    31: ("discectomy",),
    35: ("steroid", "physiotherapy"),
    43: ("medication",),
    58: ("local-anaesthetic",),
    60: ("discectomy",),
    61: ("steroid", "physiotherapy"),
    101: ("not-stated",),
    131: ("medication",),
    198: ("unnamed-injection",),
}


@dataclass(frozen=True, slots=True)
class Features:
    """What is particular about one study; most have nothing particular."""

    number: int

    def every(self, period: int, place: int) -> bool:
        """Whether it is the ``place``-th of every ``period`` studies."""
        return self.number % period == place

    @property
    def design(self) -> Design:
        """Three in four are randomised trials."""
        if self.every(37, 36):
            return Design.CASE_REPORT
        if self.every(10, 9):
            return Design.PROSPECTIVE_COHORT
        return Design.NON_RANDOMISED_CONTROLLED if self.every(10, 7) else Design.RCT

    @property
    def is_controlled(self) -> bool:
        """Whether it has a comparator arm."""
        return self.design in (Design.RCT, Design.NON_RANDOMISED_CONTROLLED)

    @property
    def third_arm(self) -> bool:
        """Whether a second dose of ozone was a third arm."""
        return self.is_controlled and self.every(12, 4)

    @property
    def strata(self) -> tuple[str, ...]:
        """Patients reported separately, in their own arms."""
        return ("younger", "older") if self.is_controlled and self.every(17, 5) else ("",)

    @property
    def part(self) -> str:
        """Some people of each arm reported apart."""
        return "contained-herniation" if self.every(29, 11) else ""

    @property
    def states_route(self) -> bool:
        """No: its question is its own, so there are few such studies however many are made."""
        return self.number not in (8, 26, 44)

    @property
    def rare_comparator(self) -> tuple[str, ...]:
        """A comparator of few studies; empty for most."""
        return _RARE_COMPARATORS.get(self.number, ())

    @property
    def printed(self) -> PrintedNumbers:
        """How much its source prints; of a study without a comparator, everything."""
        if not self.is_controlled:
            return PrintedNumbers.ALL
        return PrintedNumbers.DIRECTIONS if self.every(11, 10) else _PRINTED.get(self.number % 27, PrintedNumbers.ALL)

    @property
    def allocation(self) -> Allocation:
        """A few trials of clusters and of crossover."""
        if self.design is not Design.RCT:
            return Allocation.PARALLEL
        if self.every(53, 21):
            return Allocation.CLUSTER
        return Allocation.CROSSOVER if self.every(59, 40) else Allocation.PARALLEL

    @property
    def states_correlation(self) -> bool:
        """Whether a trial of clusters or of crossover prints what its error needs: every other one."""
        return self.number % 2 == 1

    @property
    def severity(self) -> str:
        """A doubt, or an error, about its scores of pain."""
        if self.every(23, 14):
            return "doubt"
        return "error" if self.every(41, 20) else ""

    @property
    def cohort_group(self) -> str:
        """Two of every fifty may share patients."""
        return f"synthetic-{self.number // 50}" if self.number % 50 in (12, 13) else ""

    @property
    def query_state(self) -> QueryState:
        """Most queries are open."""
        place = self.number // 10 % 3
        return (QueryState.OPEN, QueryState.ANSWERED, QueryState.RESOLVED)[place]

    @property
    def remark(self) -> str:
        """A warning or a note about its counts, which changes no figure."""
        if self.every(13, 6):
            return "warning"
        return "note" if self.every(29, 9) else ""

    @property
    def retraction(self) -> Retraction:
        """Three in five publications were checked; a few were withdrawn."""
        if self.every(97, 18):
            return Retraction.RETRACTED
        if self.every(83, 30):
            return Retraction.CONCERN
        return Retraction.NOT_CHECKED if self.number % 5 in (0, 3) else Retraction.NOT_RETRACTED

    @property
    def is_dated(self) -> bool:
        """Whether the record has a year."""
        return not self.every(45, 44)

    @property
    def read_as(self) -> ReadAs:
        """One text in three was read in full."""
        return ReadAs.FULL_TEXT if self.every(3, 1) else ReadAs.ABSTRACT

    @property
    def is_draft(self) -> bool:
        """Whether readers do not see it yet."""
        return self.every(199, 150)

    @property
    def is_signed_off(self) -> bool:
        """Whether a second person compared its numbers with its source: one in six."""
        return self.every(6, 1) and not self.is_draft

    @property
    def is_judged(self) -> bool:
        """Whether its risk of bias was judged: three in four, but no case report."""
        return self.number % 4 != 3 and self.design is not Design.CASE_REPORT

    @property
    def has_unfinished_judgement(self) -> bool:
        """Whether a person has begun to judge a study that was not judged."""
        return not self.is_judged and self.design is Design.RCT and self.every(32, 3)

    @property
    def has_judgement_of_pain(self) -> bool:
        """Whether its scores of pain were judged apart."""
        return self.is_judged and self.every(16, 4)

    @property
    def has_death(self) -> bool:
        """Whether a person died after ozone."""
        return self.every(131, 64)

    @property
    def people(self) -> tuple[int, int]:
        """The smallest and the largest size of an arm: some trials are tiny, and have zero cells."""
        return (6, 12) if self.every(9, 2) else (20, 110)
