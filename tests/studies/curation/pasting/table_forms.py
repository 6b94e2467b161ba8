"""Tables as they are pasted, in many forms, each with what is printed in it.

A *truth* says of one cell what it holds: ``arm outcome weeks | cell | field value ...``. A change begins with
``change``; a P value names two arms, and its fields are its sign and its number. ``left`` are cells that no certain
reading explains; ``-`` stands for what no word of the table names.
"""

import re
from dataclasses import dataclass

from studies.curation.pasting.name_index import NameIndex
from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_cell import Notation
from studies.curation.pasting.read_table import PastedTable, read_table
from studies.curation.pasting.table_frame import PasteOptions

ARMS = (NameIndex("ozone", ("Ozone",)), NameIndex("steroid", ("Steroid",)))
MEASURES = (
    NameIndex("vas", ("vas", "visual analogue scale"), (10, 100), is_length=True),
    NameIndex("nrs", ("nrs", "numeric rating scale"), (10, 100)),
    NameIndex("odi", ("odi", "oswestry"), (50, 100)),
    NameIndex("rmdq", ("rmdq", "roland-morris"), (24,)),
    NameIndex("macnab", ("macnab",)),
    NameIndex("responder", ("Pain at least halved",)),
)


@dataclass(frozen=True, slots=True)
class CellTruth:
    """What one cell holds: fields with their values, of an arm or of two, an outcome and a time."""

    cell: str
    fields: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableForm:
    """A pasted table with what it holds."""

    name: str
    text: str
    truths: tuple[CellTruth, ...]
    left: tuple[str, ...] = ()


def form(name: str, text: str, truths: str, *left: str) -> TableForm:
    """A form from lines of truths, as described above; the text without its first line break."""
    lines = [line for line in truths.split("\n") if line.strip()]
    return TableForm(name, text.removeprefix("\n"), tuple(map(_truth, lines)), left)


def _truth(line: str) -> CellTruth:
    subject, cell, values = (part.strip() for part in line.split("|"))
    words = subject.split()
    fields = {"is_change": "1"} if words[0] == "change" else {}
    *arms, outcome, weeks = words[1:] if fields else words
    fields |= dict(zip(("arm_a", "arm_b") if len(arms) == 2 else ("arm",), arms, strict=True))
    fields = {name: "" if text == "-" else text for name, text in fields.items()}
    fields |= {"measure": "" if outcome == "-" else outcome, "weeks": "" if weeks == "-" else weeks}
    numbers = values.split()
    if len(arms) == 2:
        fields |= {"p_relation": numbers[0], "p_value": numbers[1]} if numbers[0] != "NS" else {"p_text": "NS"}
    else:
        fields |= dict(zip(numbers[::2], numbers[1::2], strict=True))
    return CellTruth(cell, frozenset(fields.items()))


def read_form(each: TableForm) -> PastedTable:
    """The form as read, with no word of a person."""
    options = PasteOptions(TableOrientation(), Notation(), "Table 2")
    return read_table(each.text, arms=ARMS, measures=MEASURES, options=options)


# The cells of one table in many forms: two arms, pain before treatment and at two times.
MEANS = """
    ozone vas 0 | 7.2 ± 1.1 | mean 7.2 sd 1.1
    steroid vas 0 | 7.4 ± 1.3 | mean 7.4 sd 1.3
    ozone vas 4.345 | 3.1 ± 1.0 | mean 3.1 sd 1.0
    steroid vas 4.345 | 4.0 ± 1.2 | mean 4.0 sd 1.2
    ozone vas 13.035 | 2.8 ± 0.9 | mean 2.8 sd 0.9
    steroid vas 13.035 | 4.1 ± 1.4 | mean 4.1 sd 1.4
"""
P_VALUES = """
    ozone steroid vas 0 | 0.54 | = 0.54
    ozone steroid vas 4.345 | 0.003 | = 0.003
    ozone steroid vas 13.035 | < 0.001 | < 0.001
"""
# The same with the SD in brackets.
BRACKETED = re.sub(r" ± (\d\.\d) \|", r" (\1) |", MEANS)
