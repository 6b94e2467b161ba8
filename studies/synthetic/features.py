"""Which layers of the site a made-up study fills, by its number alone: every layer has its share of any hundred."""

from dataclasses import dataclass

from studies.choices import Design


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
    def prints_figures(self) -> bool:
        """No: only directions and P values are printed."""
        return not self.every(11, 10)

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
    def retracted(self) -> bool:
        """Whether its publication was withdrawn."""
        return self.every(97, 18)

    @property
    def risk(self) -> str:
        """The overall risk of bias; empty where it was not judged."""
        return ("Low", "Some concerns", "High", "")[self.number % 4]

    @property
    def people(self) -> tuple[int, int]:
        """The smallest and the largest size of an arm: some trials are tiny, and have zero cells."""
        return (6, 12) if self.every(9, 2) else (20, 110)
