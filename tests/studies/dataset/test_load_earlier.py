"""A database that was loaded with the data set of 125 publications is brought up to date by loading today's."""

from collections import Counter

import pytest

from studies.dataset import load
from studies.dataset.load_report import RowOutcome
from studies.fields import FIELDS
from studies.models import Publication, Study
from tests.studies.dataset.csv_copy import EVIDENCE, csv_files, read
from tests.studies.dataset.earlier_files import DIFFERENCES, write_earlier_files
from tests.studies.dataset.test_export_data_set import comparable, exported

pytestmark = pytest.mark.django_db
# Columns that follow from others, and those of the paper, which counts as an entry of references.bib.
NOT_OF_THE_ROW = {
    "outcomes.csv": {"poolable"},
    "studies.csv": {"isolates_ozone", *(field.column for field in FIELDS["paper"].fields)},
}
# Names without authors have letters in the order of the file, so that other rows change them.
RENAMED = {"sconza2021", "plasmaablation2021", "ecrposter2013", "rimeika2021", "jmcbampknd", "gabapentinozonend"}


def rows_with_changes(file: str) -> set[str]:
    """The keys of the rows that say something else now, in a column that is stored."""
    difference = DIFFERENCES.get(file, {"cells": {}, "columns_since": []})
    changed = {key for key, cells in difference["cells"].items() if cells.keys() - NOT_OF_THE_ROW.get(file, set())}
    # Its name follows from authors and year.
    changed |= RENAMED if file == "studies.csv" else set()
    if "fatal" in difference["columns_since"]:
        changed |= {row["row_key"] for row in read(file) if row["fatal"] != "not-stated"} - set(
            difference["rows_since"]
        )
    return changed


def test_an_earlier_database_is_brought_up_to_date_and_every_change_reported_with_both_values(tmp_path):
    earlier, out = tmp_path / "earlier", tmp_path / "out"
    earlier.mkdir()
    out.mkdir()
    write_earlier_files(earlier)
    load(earlier, keep=True)
    assert (Study.objects.count(), Publication.objects.count()) == (125, 132)

    report = load(EVIDENCE, keep=True)

    assert (report.left_alone, report.only_in_database) == ([], [])
    # What is in the records is what a new database holds: every cell of every file.
    files = exported(out)
    for file in csv_files():
        assert comparable(files[file]) == comparable(read(file)), file
    for file in csv_files():
        created, updated = len(DIFFERENCES.get(file, {}).get("rows_since", ())), len(rows_with_changes(file))
        unchanged = len(read(file)) - created - updated
        assert [report.of(file).count(outcome) for outcome in RowOutcome] == [unchanged, updated, created, 0], file
    papers = report.of("references.bib")
    new = len(DIFFERENCES["references.bib"]["entries_since"])
    assert (papers.rows, papers.count(RowOutcome.CREATED)) == (167, new)
    files = Counter(sentence.split(",")[0] for sentence in report.updated)
    assert {file: files[file] for file in csv_files()} == {file: len(rows_with_changes(file)) for file in csv_files()}
    bands = [each for each in report.updated if each.startswith("between_group.csv, line 2 ")]
    assert len(bands) == 1
    assert "lower was 0.0 and is 5.0" in bands[0]
