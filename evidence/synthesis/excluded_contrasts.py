"""Which contrasts an answer excludes, each with the first reason that applies."""

from typing import NamedTuple

from studies.choices import PrintedDirection
from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.pairing import ArmPair
from studies.reported.query_row import QueryRow
from studies.reported.rows import StudyRow


class ExcludedContrast(NamedTuple):
    """A contrast (or a whole pair of arms of which nothing was printed) that is in no answer, with the reason.

    ``query`` is an open doubt about its printed figures.
    """

    pair: ArmPair
    reason: ContrastExclusion
    contrast: Contrast | None = None
    detail: str = ""
    query: QueryRow | None = None

    @property
    def study(self) -> StudyRow:
        """The study whose arms they are."""
        return self.pair.ozone.study

    @property
    def prints_direction(self) -> bool:
        """Whether a direction or a P value of these arms is printed."""
        printed = self.contrast.reported if self.contrast else ()
        return any(row.direction is not PrintedDirection.NOT_STATED or row.p_value is not None for row in printed)


def pool_exclusion(
    study: StudyRow, doubt: QueryRow | None, part: str, *, is_critical: bool = False
) -> ContrastExclusion | None:
    """Why a usable figure is in no pool and shown next to it; None where it is in the pool.

    ``is_critical``: judged at critical risk of bias. ROBINS-I keeps such a result out of any synthesis (Sterne and
    others 2016, table 1).
    """
    if study.retracted:
        return ContrastExclusion.RETRACTED
    if doubt:
        return ContrastExclusion.DOUBTED
    if is_critical:
        return ContrastExclusion.CRITICAL_BIAS
    return ContrastExclusion.PART_OF_ARM if part else None
