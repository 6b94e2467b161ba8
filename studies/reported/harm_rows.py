"""Harm: counted in people treated, or reported by case reports, which give no rate.

A *signal* is a harm that a case report tells of: it can happen, and nobody knows how often. A *rate* follows only where
people with the event were counted among people treated. A count of anybody else stays a count, with the reason.
"""

from dataclasses import dataclass

from studies.choices import DenominatorKind, Route, Serious
from studies.reported.rows import StudyRow


@dataclass(frozen=True, slots=True)
class HarmRow:
    """One harm as one study counted it in one arm, with the place where it was read."""

    study: StudyRow
    event: str
    serious: Serious
    denominator: DenominatorKind
    with_ozone: bool
    n_events: int | None = None
    n_at_risk: int | None = None
    id: int = 0
    arm: str = ""
    stratum: str = ""
    condition: str = ""
    route: Route = Route.OTHER
    url: str = ""
    locator: str = ""
    note: str = ""

    @property
    def is_signal(self) -> bool:
        """Whether a case report tells of it."""
        return self.denominator is DenominatorKind.CASE_REPORT
