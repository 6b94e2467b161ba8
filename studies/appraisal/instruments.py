"""The instruments that can be filled in here, and which of them suits a study."""

from studies.appraisal.amstar2 import AMSTAR_2
from studies.appraisal.rob2 import ROB_2
from studies.appraisal.robins_i import ROBINS_I
from studies.choices import Design, Kind, Tool

INSTRUMENTS = {instrument.tool: instrument for instrument in (ROB_2, ROBINS_I, AMSTAR_2)}


# Without a comparator there is no effect whose bias could be assessed.
_WITHOUT_COMPARATOR = frozenset({Design.CASE_SERIES, Design.CASE_REPORT})


def suitable_tools(kind: Kind, design: Design) -> tuple[Tool, ...]:
    """The tools that suit a study, the recommended one first; none where no instrument exists for such a study.

    A quasi-randomised trial counts as non-randomised (Cochrane Handbook 6, chapter 24).
    """
    if kind is Kind.REVIEW:
        return () if design is Design.NARRATIVE_REVIEW else (Tool.AMSTAR_2,)
    if kind is not Kind.PRIMARY or design in _WITHOUT_COMPARATOR:
        return ()
    return (Tool.ROB_2, Tool.ROBINS_I) if design is Design.RCT else (Tool.ROBINS_I, Tool.ROB_2)
