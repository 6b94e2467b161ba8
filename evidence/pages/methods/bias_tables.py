"""How risk of bias is assessed, for the methods page: the instruments as they are filled in here."""

from evidence.pages.methods.rule_tables import MethodTable
from studies.appraisal.instruments import INSTRUMENTS

RULES = (
    "Risk of bias is judged by people, one result of one study at a time: signalling questions are answered with the "
    "words of the source beside them, the instrument’s published algorithm proposes a level where it has one, and "
    "a judgement that differs from the proposal says why. Each assessment is signed and dated, and never changed "
    "afterwards: a new one can replace it.",
    "For a result the latest finished assessment stands of its outcome and time; where there is none, of its outcome; "
    "where there is none either, of the study as a whole. A study that enters an answer with several results counts "
    "at the worst of their levels.",
    "“Low risk of bias only” keeps results whose overall level is low. What is not assessed yet is not low.",
    "What reviews printed about a study, with older tools or in words of their own, is kept as printed and shown "
    "apart: it lights nothing and weighs nothing.",
)


def instruments_of_appraisal_table() -> MethodTable:
    """The instruments, what each judges, by which domains, and its overall rule."""
    rows = tuple(
        (
            f"{instrument.tool.label} ({instrument.version})",
            instrument.judges.capitalize(),
            "; ".join(section.title for section in instrument.sections),
            instrument.overall_rule,
        )
        for instrument in INSTRUMENTS.values()
    )
    return MethodTable("Instruments of appraisal", ("Instrument", "It judges", "By", "Overall"), rows)
