"""Labels and headings in words, as they were understood."""

from studies.curation.pasting.orientation import TableNames, TableOrientation
from studies.curation.pasting.read_cell import Notation


def label_sentence(axis: TableOrientation, notation: Notation, names: TableNames) -> str:
    """What a label or heading says, in words.

    >>> label_sentence(TableOrientation(timepoint_label="3 months", weeks="13.035", n="30"), Notation(), TableNames())
    'time 3 months (13.035 weeks), 30 people'
    """
    known = {each.key: each.names[0] for each in (*names.arms, *names.measures)}
    weeks = f" ({axis.weeks} weeks)" if axis.weeks not in ("", "0") else ""
    said = {
        f"arm {known.get(axis.arm, axis.arm)}": axis.arm,
        f"outcome {known.get(axis.measure, axis.measure)}": axis.measure,
        f"words {axis.outcome_name}": axis.outcome_name,
        f"time {axis.timepoint_label}{weeks}": axis.timepoint_label,
        f"scale {axis.scale_min} to {axis.scale_max}": axis.scale_max,
        f"{axis.n} people": axis.n,
        axis.quantity.value: axis.quantity,
        notation_sentence(notation): notation != Notation(),
    }
    return ", ".join(sentence for sentence, is_said in said.items() if is_said)


_WORDS = {"sd": "SD", "se": "SE", "events": "count", "n": "people"}
_PAIRS = {"ci": "interval", "quartiles": "quartiles", "range": "lowest and highest"}


def notation_sentence(notation: Notation) -> str:
    """What numbers are, in words: "mean, SD"."""
    parts = (
        _WORDS.get(notation.alone, notation.alone),
        _WORDS.get(notation.spread, notation.spread),
        _PAIRS.get(notation.pair, ""),
    )
    return ", ".join(filter(None, parts))
