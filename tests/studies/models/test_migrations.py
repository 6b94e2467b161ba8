"""A database made before a migration keeps what it holds, forward and back."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from studies.citations.receive import SentFile, receive_files
from studies.citations.undo import undo_import
from studies.dataset import load
from studies.dataset.load_report import RowOutcome
from studies.models import (
    AdverseEvent,
    DataQuery,
    FileContent,
    ImportBatch,
    ImportedEntry,
    ImportFile,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    PublicationAbstract,
    PublicationSource,
    ReportedContrast,
    Study,
)
from tests.factories import make_arm, make_publication, make_query, make_result, make_study
from tests.studies.citations.import_factories import RIS, import_text, now
from tests.studies.dataset.csv_copy import make_small, read, write

BEFORE = ("studies", "0005_one_important_change")
INSTRUMENTS_AS_DATA = import_module("studies.migrations.0006_instruments_as_data")
# Instruments of then of which nothing was new.
WITHOUT_VALUES = {"pain-free", "responder-50pct", "recurrence", "any-complication", "disc-volume"}
# Which of the two is told as the other has changed since that migration.
KNOWN_BEFORE = (WITHOUT_VALUES | set(INSTRUMENTS_AS_DATA.VALUES)) - {"surgery-avoided", "surgery-required"}
RAW_POINTS = "looks-like-raw-points"


def migrate(target: tuple[str, str]) -> Any:
    """Bring the database to a migration; the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


def newest() -> tuple[str, str]:
    """The last migration of studies."""
    (last,) = MigrationExecutor(connection).loader.graph.leaf_nodes("studies")
    return last


@pytest.fixture
def newest_again() -> Any:
    yield
    # Puts back the triggers too, which SQLite has lost with the tables that were rebuilt.
    call_command("migrate", verbosity=0)


def load_what_can_go_back(folder: Path) -> None:
    """The small data set without what older tables cannot hold, and one instrument that a person has edited."""
    make_small(folder)
    # What is said in a new column is lost on the way back: here nothing is.
    harms = read("adverse_events.csv", folder=folder)
    write(folder, "adverse_events.csv", [row | {"fatal": "not-stated"} for row in harms])
    measures = read("outcome_measures.csv", folder=folder)
    write(folder, "outcome_measures.csv", [row for row in measures if row["slug"] in KNOWN_BEFORE])
    load(folder, keep=True)
    OutcomeMeasure.objects.filter(slug="pain-nrs").update(loaded_digest="edited by a person")


def rows_of(*tables: Any) -> list[list[dict[str, Any]]]:
    return [list(table.order_by("pk").values()) for table in tables]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest_again")
def test_what_was_loaded_typed_and_imported_is_kept_on_the_way_back_and_forward(tmp_path: Path) -> None:
    """Values of instruments, fingerprints of rows, the searched text of publications, imports and their entries.

    All in one test: the way through the migrations takes seconds.
    """
    load_what_can_go_back(tmp_path)
    make_query(
        study=make_study(), measure=None, severity="note", check_name=RAW_POINTS, fingerprint=f"{RAW_POINTS}:abc"
    )
    arm = make_arm()
    for _ in range(2):
        make_result(arm=arm, outcome_name="Worst pain", measure=OutcomeMeasure.objects.earliest("pk"))
    paper = make_publication(study=None, title="Ozone", authors="", journal="", doi="10.1000/x", pmcid="PMC6357609")
    other = make_publication(study=None, title="Oxygen", authors="", journal="", doi="10.1000/y")
    papers = Publication.objects.filter(pk__in=[paper.pk, other.pk]).order_by("pk")
    searched = papers.values_list("search_text", flat=True)
    imported = import_text(RIS)
    receive_files(files=[SentFile("waiting.bib", b"@article{a}")], by=None, now=now())
    curated = (OutcomeMeasure, Study, ReportedContrast, AdverseEvent)
    sent = (Publication, PublicationAbstract, PublicationSource, ImportBatch, ImportFile, FileContent, ImportedEntry)
    kept = rows_of(*(model.objects for model in (*curated, *sent)), *(model.history for model in curated))
    typed = list(OutcomeResult.objects.filter(loaded_digest="").order_by("pk").values_list("pk", "row_key"))

    digests = dict(OutcomeMeasure.objects.values_list("slug", "loaded_digest"))
    old = migrate(("studies", "0007_plain_texts"))
    check_plain_texts(old, list(searched.all()))
    check_instruments(migrate(BEFORE), digests)
    migrate(newest())

    assert rows_of(*(model.objects for model in (*curated, *sent))) == kept[: len(curated) + len(sent)]
    assert rows_of(*(model.history for model in curated)) == kept[len(curated) + len(sent) :]
    assert DataQuery.objects.get(fingerprint__endswith=":abc").check_name == RAW_POINTS
    assert list(searched.all()) == ["ozone 10.1000/x pmc6357609", "oxygen 10.1000/y"]
    assert list(OutcomeResult.objects.filter(loaded_digest="").order_by("pk").values_list("pk", "row_key")) == typed
    check_import_read_again(imported)
    again = load(tmp_path, keep=True)
    assert [again.left_alone, again.only_in_database] == [[], []]
    assert {tally.count(verdict) for tally in again.tallies.values() for verdict in RowOutcome if verdict} == {0}


def check_plain_texts(old: Any, searched: list[str]) -> None:
    """Before keys of typed rows and before files of imports."""
    assert old.get_model("studies", "OutcomeResult").objects.filter(row_key=None).count() == 2
    assert searched == ["ozone 10.1000/x", "oxygen 10.1000/y"]
    assert [batch.format for batch in old.get_model("studies", "ImportBatch").objects.order_by("pk")] == ["ris", ""]


def check_instruments(old: Any, digests: dict[str, str]) -> None:
    """Before instruments were data; ``digests`` are those of now."""
    before = dict(old.get_model("studies", "OutcomeMeasure").objects.values_list("slug", "loaded_digest"))
    query = old.get_model("studies", "DataQuery").objects.get(fingerprint__endswith=":abc")
    assert (query.check_name, query.fingerprint) == ("looks-like-raw-odi", "looks-like-raw-odi:abc")
    # Only where nothing of the instrument was new is the fingerprint of the loaded row the same.
    assert {slug for slug in digests if digests[slug] == before[slug]} == {*WITHOUT_VALUES, "pain-nrs"}


def check_import_read_again(imported: ImportBatch) -> None:
    """What an import made is read again from its text, with a line of history, and is undone with the import."""
    publication = imported.entries.get().publication
    assert publication is not None
    for lines, kind in ((publication.history, "~"), (PublicationAbstract.history, "+")):
        line = lines.first()
        assert (line.history_type, line.history_change_reason) == (kind, "Imported from a citation file, read again")
    assert (publication.history.first().keywords, PublicationAbstract.history.get().text) == (
        "ozone; disc herniation",
        "Pain fell in both groups.",
    )
    undo_import(batch=imported, by=None, now=now())
    assert not PublicationAbstract.objects.exists()


@pytest.mark.django_db
def test_a_range_that_a_person_changed_has_no_raw_points() -> None:
    """The step that gives values, alone: the way to and from the migration before it takes half a minute."""
    ranges = {"slug": "disability-odi", "name": "ODI", "domain": "disability", "range_min": 0, "range_max": 10}
    for values in (ranges, {"slug": "surgery-avoided", "name": "Spared", "domain": "use-of-care"}):
        OutcomeMeasure.objects.create(order_in_domain=1, **values)

    INSTRUMENTS_AS_DATA.give_values(apps, connection.schema_editor())

    odi, spared = OutcomeMeasure.objects.order_by("slug")
    assert (odi.raw_max, odi.slight_max, odi.short_names) == (None, None, "odi;oswestry")
    # The outcome of which it is the complement is not there.
    assert (spared.complement_of, spared.defined_by) == (None, "instrument")
