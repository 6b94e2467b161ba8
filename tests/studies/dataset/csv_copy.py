"""The real data set, a small part of it that loads in no time, and ways to change a copy."""

import csv
import re
from pathlib import Path

from django.conf import settings

from studies.dataset import file_models
from studies.dataset.table_spec import TableSpec

EVIDENCE = settings.BASE_DIR / "fixtures" / "evidence"
# Strata, parts of an arm, a harm, reviews that judge and include, a claim with its evidence, a study without a year.
FEW_STUDIES = {
    "bonetti2005",
    "yang2023",
    "gallucci2007",
    "bellelli2025",
    "jostdiscopathynd",
    "preevid18805",
    "andrade2019",
    "actabiomedicand",
    "rimeika2021",
}
_COLUMNS_OF_STUDIES = ("study", "review", "judged_by")


def all_tables() -> list[TableSpec]:
    return [value for value in vars(file_models).values() if isinstance(value, TableSpec)]


def csv_files() -> list[str]:
    return sorted(path.name for path in EVIDENCE.glob("*.csv"))


def read(file: str, *, folder: Path = EVIDENCE) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def header(file: str) -> list[str]:
    with (EVIDENCE / file).open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines))


def write(folder: Path, file: str, rows: list[dict[str, str]]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, header(file), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_small(folder: Path) -> Path:
    """Write the rows about a few studies, and every word and threshold, into an empty folder."""
    for file in csv_files():
        write(folder, file, [row for row in read(file) if _is_about_the_few(row)])
    entries = re.split(r"(?m)^(?=@)", (EVIDENCE / "references.bib").read_text(encoding="utf-8"))
    all_studies = {row["key"] for row in read("studies.csv")}
    kept = [entry for entry in entries if _bib_key(entry) not in all_studies - FEW_STUDIES]
    (folder / "references.bib").write_text("".join(kept), encoding="utf-8")
    return folder


def _bib_key(entry: str) -> str:
    match = re.match(r"@\w+\{([^,\s]+),", entry)
    return match[1] if match else ""


def _is_about_the_few(row: dict[str, str]) -> bool:
    named = {row[column] for column in _COLUMNS_OF_STUDIES if row.get(column)}
    named |= {row["key"]} if "key" in row else set()
    named |= set(filter(None, row.get("verdict_evidence", "").split(";")))
    return named <= FEW_STUDIES


def change(folder: Path, file: str, column: str, value: str, *, where: str = "", at: int = 0) -> str:
    """Put a value into one cell: of the row whose key is ``where``, else of row ``at``. Returns the previous value."""
    rows = read(file, folder=folder)
    row = next(row for row in rows if row.get("row_key", row.get("key")) == where) if where else rows[at]
    before, row[column] = row[column], value
    write(folder, file, rows)
    return before


def line_of(file: str, *, folder: Path, where: str) -> int:
    """The line on which a row begins; the data set has no cell that runs over lines."""
    keys = [row.get("row_key", row.get("key")) for row in read(file, folder=folder)]
    return keys.index(where) + 2
