"""Why a contrast is not in an answer: the reasons, in words that a clinician understands."""

from typing import NamedTuple

from studies.reported.contrasts import Contrast
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.pairing import ArmPair
from studies.reported.rows import StudyRow


class ExcludedContrast(NamedTuple):
    """A contrast (or a whole pair of arms of which nothing was printed) that is in no answer, with the reason."""

    pair: ArmPair
    reason: ContrastExclusion
    contrast: Contrast | None = None
    detail: str = ""

    @property
    def study(self) -> StudyRow:
        """The study whose arms they are."""
        return self.pair.ozone.study
