"""Rows made of a row: the same again, the same for other arms, outcomes and times, and what the row above says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from studies.curation.pasting.read_time import weeks_named
from studies.curation.workbench.columns import FormColumn
from studies.curation.workbench.row_parsing import Texts
from studies.curation.workbench.row_tables import RowTable
from studies.fields import FieldKind

# What names a result; each combination is one row.
NAMED_BY = ("arm", "measure", "timepoint_label")
# What is known of one outcome only.
_OF_OUTCOME = frozenset({"outcome_name", "scale_min", "scale_max", "higher_is"})
# What a copy of a row cannot have twice.
_OF_ONE_ROW = {"arms": frozenset({"label", "slug"})}


def copied_texts(sheet: RowTable, texts: Texts) -> Texts:
    """The texts of a copy of a row, without what names that row alone."""
    own = _OF_ONE_ROW.get(sheet.name, frozenset[str]())
    return {name: "" if name in own else text for name, text in texts.items()}


def rows_like(
    sheet: RowTable,
    first: Texts,
    *,
    arms: Sequence[str] = (),
    measures: Sequence[str] = (),
    times: Sequence[str] = (),
    known: Iterable[Mapping[str, str]] = (),
) -> list[Texts]:
    """Rows like the first for every arm, outcome and time, without its numbers and quotation.

    Its own arm, outcome and time are among them; combinations that ``known`` rows have are left out.
    """
    choices = [
        _with(first["measure"], measures),
        _with(first["arm"], arms),
        _with(first["timepoint_label"], times),
    ]
    taken = {tuple(row.get(name, "") for name in NAMED_BY) for row in [first, *known]}
    plain = without_numbers(sheet, first)
    return [
        _row(plain, arm=arm, measure=measure, label=label)
        for measure in choices[0]
        for arm in choices[1]
        for label in choices[2]
        if (arm, measure, label) not in taken
    ]


def without_numbers(sheet: RowTable, texts: Texts) -> Texts:
    """The texts of a row without its reported numbers and its quotation."""
    emptied = sheet.figures | {"quote", "events_derived"}
    return {name: "" if name in emptied else text for name, text in texts.items()}


def _with(own: str, others: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([own, *others]))


def _row(texts: Texts, *, arm: str, measure: str, label: str) -> Texts:
    row = texts | {"arm": arm, "measure": measure, "timepoint_label": label}
    if label != texts["timepoint_label"]:
        row["weeks"] = weeks_named(label)
    if measure != texts["measure"]:
        row |= dict.fromkeys(_OF_OUTCOME & row.keys(), "")
    return row


def listed_times(text: str) -> list[str]:
    """Times from a text that separates them by semicolons or lines.

    >>> listed_times("1 month; 3 months;\\n6 months")
    ['1 month', '3 months', '6 months']
    """
    return [each.strip() for each in text.replace("\n", ";").split(";") if each.strip()]


def filled_from_above(sheet: RowTable, rows: Iterable[tuple[Texts, bool]], blank: Texts) -> Iterator[Texts]:
    """The texts of rows in their order; those that are meant take what they lack from the row above.

    Each row is a pair of its texts and whether it is meant. A field lacks a text where it is as in an empty row.
    Numbers, quotations and notes are of one row only, and weeks belong to the time that they stand next to.
    """
    taken = [column.name for column in sheet.columns if _is_taken(column, sheet)]
    above: Texts = {}
    for texts, is_meant in rows:
        lacks = {name for name in taken if texts.get(name) in ("", blank.get(name)) and above.get(name)}
        filled = texts | ({name: above[name] for name in lacks} if is_meant else {})
        if "timepoint_label" in lacks and not texts.get("weeks"):
            filled["weeks"] = above.get("weeks", "")
        above = filled
        yield filled


def _is_taken(column: FormColumn, sheet: RowTable) -> bool:
    is_of_one_row = column.name in sheet.figures or column.name in ("weeks", "quote", "note")
    return not is_of_one_row and column.holds is not FieldKind.FLAG
