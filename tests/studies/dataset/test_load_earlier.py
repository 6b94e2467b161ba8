"""A database that was loaded with the data set of 125 publications is brought up to date by loading today's."""

from collections import Counter
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from studies.dataset import load
from studies.dataset.load_report import RowOutcome
from studies.fields import FIELDS
from studies.models import AdverseEvent, DataQuery, Publication, Study
from tests.shared_records import shared_records
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
DIED = "septicemia2007--ozone--fatal-septicaemia-e-coli-with-septic-pulmonary-embolism-deat"


@pytest.fixture(scope="module", autouse=True)
def earlier_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once: each test works inside the transaction that holds it."""
    folder = tmp_path_factory.mktemp("earlier")
    write_earlier_files(folder)
    with shared_records(django_db_blocker, lambda: load(folder, keep=True)):
        yield


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
    assert (Study.objects.count(), Publication.objects.count()) == (125, 132)

    report = load(EVIDENCE, keep=True)

    again = load(EVIDENCE, keep=True)
    assert {tally.count(RowOutcome.UNCHANGED) - tally.rows for tally in again.tallies.values()} == {0}
    assert (again.updated, again.left_alone, again.only_in_database) == ([], [], [])
    # What is in the records is what a new database holds: every cell of every file.
    out = tmp_path / "out"
    out.mkdir()
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


def test_what_a_person_changed_or_deleted_stays_and_is_reported():
    death = AdverseEvent.objects.get(row_key=DIED)
    death.note = "Checked in the full text."
    death.save()
    paper = Publication.objects.get(row_key="jostdiscopathynd")
    paper.title = "Ozone or physiotherapy"
    paper.save()
    deleted = next(iter(DIFFERENCES["data_queries.csv"]["cells"]))
    DataQuery.objects.get(row_key=deleted).delete()

    report = load(EVIDENCE, keep=True)

    death.refresh_from_db()
    paper.refresh_from_db()
    assert (death.note, death.fatal) == ("Checked in the full text.", "not-stated")
    assert paper.title == "Ozone or physiotherapy"
    assert not DataQuery.objects.filter(row_key=deleted).exists()
    keys = {sentence.split("(")[1].split(")")[0]: sentence for sentence in report.left_alone}
    assert keys.keys() == {DIED, "jostdiscopathynd", deleted}
    assert "fatal is 'not-stated' here and 'yes' in the file" in keys[DIED]
    assert "edited by a person" in keys["jostdiscopathynd"]
    assert keys[deleted].endswith("a person deleted it")
    # The others are up to date all the same.
    assert AdverseEvent.objects.get(fatal="yes").study.row_key == "baezanoci2007"
