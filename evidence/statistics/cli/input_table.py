"""A CSV table with one study per line, turned into the studies of a JSON request."""

import csv
from collections.abc import Iterable

from evidence.statistics.cli.json_values import InputError

ARMS = ("ozone", "comparator")
ARM_NUMBERS = ("events", "mean", "sd", "se", "n")
STUDY_NUMBERS = ("yi", "vi", "year", "moderator")
LIMITS = ("ci_low", "ci_high")
TEXTS = ("label", "subgroup")

# What spreadsheets and R write where nothing was reported.
EMPTY = frozenset({"", "NA", "na", "N/A"})


def read_studies(lines: Iterable[str]) -> list[dict[str, object]]:
    """Studies in the shape of the JSON input; empty cells are omitted. Raises InputError."""
    reader = csv.DictReader(lines, skipinitialspace=True)
    columns = [*TEXTS, *STUDY_NUMBERS, *LIMITS, *(f"{arm}_{name}" for arm in ARMS for name in ARM_NUMBERS)]
    unknown = [name for name in reader.fieldnames or () if name not in columns]
    if not reader.fieldnames or unknown:
        problem = f"{unknown[0]!r} is not known" if unknown else "there is none"
        raise InputError(f"The first line should name the columns, of {', '.join(columns)}; {problem}.")
    return [_study(row, reader.line_num) for row in reader]


def _study(row: dict[str, str], line: int) -> dict[str, object]:
    if None in row or None in row.values():
        raise InputError(f"Line {line} has more or fewer cells than the first line.")
    cells = {name: cell.strip() for name, cell in row.items() if cell.strip() not in EMPTY}
    study: dict[str, object] = {name: cells[name] for name in TEXTS if name in cells}
    study |= {name: _number(cells[name], line) for name in STUDY_NUMBERS if name in cells}
    if all(name in cells for name in LIMITS):
        study["ci"] = [_number(cells[name], line) for name in LIMITS]
    for arm in ARMS:
        study[arm] = {name: _number(cells[f"{arm}_{name}"], line) for name in ARM_NUMBERS if f"{arm}_{name}" in cells}
    return study


def _number(cell: str, line: int) -> float:
    try:
        return float(cell)
    except ValueError:
        raise InputError(f"Line {line}: {cell!r} is not a number.") from None
