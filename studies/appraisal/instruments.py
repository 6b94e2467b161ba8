"""The instruments that can be filled in here, and which of them suits a study."""

from studies.appraisal.amstar2 import AMSTAR_2
from studies.appraisal.instrument import Instrument, InstrumentDomain
from studies.appraisal.rob2 import ROB_2
from studies.appraisal.rob2_adherence import ROB_2_ADHERENCE
from studies.appraisal.rob2_cluster import ROB_2_CLUSTER, ROB_2_CLUSTER_ADHERENCE
from studies.appraisal.rob2_crossover import ROB_2_CROSSOVER, ROB_2_CROSSOVER_ADHERENCE
from studies.appraisal.robins_i import ROBINS_I
from studies.choices import Allocation, Design, Kind, Tool

# Every version of every instrument; of each tool the plain one first.
VERSIONS = (
    ROB_2,
    ROB_2_ADHERENCE,
    ROB_2_CLUSTER,
    ROB_2_CLUSTER_ADHERENCE,
    ROB_2_CROSSOVER,
    ROB_2_CROSSOVER_ADHERENCE,
    ROBINS_I,
    AMSTAR_2,
)
INSTRUMENTS = {instrument.tool: instrument for instrument in (ROB_2, ROBINS_I, AMSTAR_2)}
_BY_VERSION = {(instrument.tool.value, instrument.version): instrument for instrument in VERSIONS}

# RoB 2 counts other matched trials with crossover trials.
_ROB_2_VERSIONS = {
    Allocation.PARALLEL: (ROB_2, ROB_2_ADHERENCE),
    Allocation.CLUSTER: (ROB_2_CLUSTER, ROB_2_CLUSTER_ADHERENCE),
    Allocation.CROSSOVER: (ROB_2_CROSSOVER, ROB_2_CROSSOVER_ADHERENCE),
    Allocation.PAIRED: (ROB_2_CROSSOVER, ROB_2_CROSSOVER_ADHERENCE),
}

# Without a comparator there is no effect whose bias could be assessed.
_WITHOUT_COMPARATOR = frozenset({Design.CASE_SERIES, Design.CASE_REPORT})


def instrument_of(tool: str, version: str) -> Instrument:
    """The instrument with which an assessment was made; the plain version of its tool where that version is unknown."""
    return _BY_VERSION.get((tool, version)) or INSTRUMENTS[Tool(tool)]


def domains_of(tool: Tool) -> tuple[InstrumentDomain, ...]:
    """The judged domains of all versions of a tool, in their order; a domain that several share once."""
    found: dict[str, InstrumentDomain] = {}
    for instrument in VERSIONS:
        if instrument.tool is tool:
            found |= {section.key: section for section in instrument.judged_sections if section.key not in found}
    return tuple(sorted(found.values(), key=lambda section: _place(section.key)))


def suitable_tools(kind: Kind, design: Design) -> tuple[Tool, ...]:
    """The tools that suit a study, the recommended one first; none where no instrument exists for such a study.

    A quasi-randomised trial counts as non-randomised (Cochrane Handbook 6, chapter 24).
    """
    if kind is Kind.REVIEW:
        return () if design is Design.NARRATIVE_REVIEW else (Tool.AMSTAR_2,)
    if kind is not Kind.PRIMARY or design in _WITHOUT_COMPARATOR:
        return ()
    return (Tool.ROB_2, Tool.ROBINS_I) if design is Design.RCT else (Tool.ROBINS_I, Tool.ROB_2)


def suitable_instruments(kind: Kind, design: Design, allocation: Allocation) -> tuple[Instrument, ...]:
    """The versions of the tools that suit a study: its allocation chooses that of RoB 2, the others follow."""
    return tuple(instrument for tool in suitable_tools(kind, design) for instrument in _versions_of(tool, allocation))


def _versions_of(tool: Tool, allocation: Allocation) -> tuple[Instrument, ...]:
    fitting = _ROB_2_VERSIONS[allocation] if tool is Tool.ROB_2 else ()
    return (*fitting, *(each for each in VERSIONS if each.tool is tool and each not in fitting))


def _place(key: str) -> str:
    """Where a domain stands: 1b after 1, S after both."""
    return "D1s" if key == "DS" else key
