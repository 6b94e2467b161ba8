"""The files of the data set of 125 publications, made again from today's and from what was different in them."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path

from studies.dataset import file_models
from tests.studies.dataset.csv_copy import EVIDENCE, all_tables, csv_files, header, read

DIFFERENCES = json.loads((Path(__file__).parent / "files" / "earlier_data_set.json").read_text(encoding="utf-8"))
TABLES = {table.file: table for table in all_tables() if table is not file_models.CLAIM_SOURCES}
TABLES |= {"studies.csv": file_models.STUDIES}


def write_earlier_files(folder: Path) -> None:
    """Write them into an empty folder. Fails where a file is not the one that was there."""
    for file in csv_files():
        write(folder / file, earlier_table(file), DIFFERENCES.get(file, {}))
    write(folder / "references.bib", earlier_bibliography(), DIFFERENCES["references.bib"])


def write(path: Path, text: str, difference: dict) -> None:
    assert difference.get("sha256", digest(text)) == digest(text), path.name
    path.write_text(text, encoding="utf-8")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def earlier_table(file: str) -> str:
    """The rows that there were, with the cells and the columns that they had."""
    difference = {"columns_since": [], "rows_since": [], "cells": {}} | DIFFERENCES.get(file, {})
    out = io.StringIO(newline="")
    columns = [name for name in header(file) if name not in difference["columns_since"]]
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    rows, order = read(file), difference.get("order", [])
    for row in sorted(rows, key=lambda row: order.index(TABLES[file].row_key(row)) if order else 0):
        key = TABLES[file].row_key(row)
        if key not in difference["rows_since"]:
            writer.writerow(row | difference["cells"].get(key, {}))
    return out.getvalue()


def earlier_bibliography() -> str:
    difference = DIFFERENCES["references.bib"]
    entries = re.split(r"(?m)^(?=@)", (EVIDENCE / "references.bib").read_text(encoding="utf-8"))
    by_key = {re.sub(r"(?s)^@\w+\{([^,\s]+),.*", r"\1", entry): entry for entry in entries if entry.strip()}
    earlier = by_key | difference["entries"]
    return "".join(entry for key, entry in earlier.items() if key not in difference["entries_since"])
