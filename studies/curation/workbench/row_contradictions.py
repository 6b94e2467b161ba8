"""What rows of a form contradict: a study's kind and its design, a row and another that says the same."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from studies.choices import NOT_PRIMARY_DESIGNS, REVIEW_DESIGNS, Design, Kind
from studies.curation.save_rows import BESIDES_ITS_NUMBERS
from studies.curation.workbench.row_parsing import CellFault
from studies.curation.workbench.row_tables import RowTable
from studies.reported.text_keys import name_key

# The columns with the name of an outcome, or of a harm.
_NAMES = ("outcome_name", "event")


def kind_faults(values: Mapping[str, Any]) -> tuple[CellFault, ...]:
    """A fault of a study whose kind and design cannot be true together; none while one of them is not chosen."""
    kind, design = values.get("kind"), values.get("design")
    if not kind or not design:
        return ()
    is_not_primary = kind == Kind.PRIMARY and design in NOT_PRIMARY_DESIGNS
    is_no_review = kind == Kind.REVIEW and design not in REVIEW_DESIGNS
    if not is_not_primary and not is_no_review:
        return ()
    sentence = f"“{Design(design).label}” is no design of a {Kind(kind).label}."
    return (CellFault("kind", f"{sentence} Choose the kind “{_kind_of(design).label}”, or another design."),)


def _kind_of(design: str) -> Kind:
    if design in REVIEW_DESIGNS:
        return Kind.REVIEW
    return Kind.LABORATORY if design == Design.LABORATORY else Kind.PRIMARY


def identity_columns(sheet: RowTable) -> frozenset[str]:
    """The columns that make a row another row."""
    return frozenset(column.name for column in sheet.columns) - BESIDES_ITS_NUMBERS


def repeated_rows(
    kept: Iterable[tuple[str, Mapping[str, Any]]], changed: Iterable[tuple[str, Mapping[str, Any]]], sheet: RowTable
) -> dict[str, str]:
    """The changed rows that say what another row says already, each with the key of that row.

    Rows are pairs of a key and the values to be stored; ``kept`` are those that stay as they are stored.
    """
    names = sorted(identity_columns(sheet))
    known = {_identity(values, names): key for key, values in kept}
    repeated = {}
    for key, values in changed:
        first = known.setdefault(_identity(values, names), key)
        if first != key:
            repeated[key] = first
    return repeated


def _identity(values: Mapping[str, Any], names: Iterable[str]) -> tuple[Hashable, ...]:
    """What is compared: an empty text, an empty choice and no number are alike."""
    return tuple(None if values.get(name) in ("", None) else _identifying(name, values[name]) for name in names)


def _identifying(name: str, value: Any) -> Hashable:
    if name in _NAMES:
        return name_key(value)
    return tuple(sorted(value)) if isinstance(value, (tuple, list, set, frozenset)) else value
