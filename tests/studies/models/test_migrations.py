"""A database made before a migration keeps what it holds, forward and back."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from studies.citations.receive import SentFile, receive_files
from studies.citations.undo import undo_import
from studies.dataset import load
from studies.dataset.file_models import MEASURES
from studies.dataset.load import DataSetLoader
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
from tests.studies.dataset.csv_copy import EVIDENCE, make_small, read, write

BEFORE = ("studies", "0005_one_important_change")
INSTRUMENTS_AS_DATA = import_module("studies.migrations.0006_instruments_as_data")
# Instruments of then of which nothing was new.
WITHOUT_VALUES = {"pain-free", "responder-50pct", "recurrence", "any-complication", "disc-volume"}
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
    migrate(newest())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest_again")
def test_instruments_known_before_get_their_values_again() -> None:
    loader = DataSetLoader(EVIDENCE)
    # Which of the two is told as the other has changed since that migration.
    known = (WITHOUT_VALUES | set(INSTRUMENTS_AS_DATA.VALUES)) - {"surgery-avoided", "surgery-required"}
    loader.load_table(MEASURES, [row for row in loader.rows_of(MEASURES) if row.cells["slug"] in known])
    OutcomeMeasure.objects.filter(slug="pain-nrs").update(loaded_digest="edited by a person")
    make_query(
        study=make_study(), measure=None, severity="note", check_name=RAW_POINTS, fingerprint=f"{RAW_POINTS}:abc"
    )
    measures, history = (
        list(rows.order_by("pk").values()) for rows in (OutcomeMeasure.objects, OutcomeMeasure.history)
    )

    old = migrate(BEFORE)
    digests = dict(old.get_model("studies", "OutcomeMeasure").objects.values_list("slug", "loaded_digest"))
    query = old.get_model("studies", "DataQuery").objects.get()
    assert (query.check_name, query.fingerprint) == ("looks-like-raw-odi", "looks-like-raw-odi:abc")
    # Only where nothing of the instrument was new is the fingerprint of the loaded row the same.
    now = {row["slug"]: row["loaded_digest"] for row in measures}
    assert {slug for slug in now if now[slug] == digests[slug]} == {
        *WITHOUT_VALUES,
        "pain-nrs",
    }

    migrate(newest())
    assert list(OutcomeMeasure.objects.order_by("pk").values()) == measures
    assert list(OutcomeMeasure.history.order_by("pk").values()) == history
    assert DataQuery.objects.get().fingerprint == f"{RAW_POINTS}:abc"


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest_again")
def test_new_columns_keep_what_was_loaded_and_imported(tmp_path: Any) -> None:
    """Fingerprints of rows, the searched text of publications, imports and what their entries say.

    All in one test: each way through the migrations takes seconds.
    """
    make_small(tmp_path)
    # What is said in a new column is lost on the way back: here nothing is.
    harms = read("adverse_events.csv", folder=tmp_path)
    write(tmp_path, "adverse_events.csv", [row | {"fatal": "not-stated"} for row in harms])
    load(tmp_path, keep=True)
    arm = make_arm()
    for _ in range(2):
        make_result(arm=arm, outcome_name="Worst pain", measure=OutcomeMeasure.objects.earliest("pk"))
    models = (Study, ReportedContrast, AdverseEvent)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    past = [list(model.history.order_by("pk").values()) for model in models]
    paper = make_publication(study=None, title="Ozone", authors="", journal="", doi="10.1000/x", pmcid="PMC6357609")
    other = make_publication(study=None, title="Oxygen", authors="", journal="", doi="10.1000/y")
    papers = Publication.objects.filter(pk__in=[paper.pk, other.pk]).order_by("pk")
    searched = list(papers.values_list("search_text", flat=True))
    imported = import_text(RIS)
    receive_files(files=[SentFile("waiting.bib", b"@article{a}")], by=None, now=now())
    tables = (Publication, PublicationAbstract, PublicationSource, ImportBatch, ImportFile, FileContent, ImportedEntry)
    kept = [list(model.objects.order_by("pk").values()) for model in tables]
    typed = list(OutcomeResult.objects.filter(loaded_digest="").order_by("pk").values_list("pk", "row_key"))

    old = migrate(("studies", "0007_plain_texts"))
    assert old.get_model("studies", "OutcomeResult").objects.filter(row_key=None).count() == 2
    assert list(papers.values_list("search_text", flat=True)) == ["ozone 10.1000/x", "oxygen 10.1000/y"]
    assert [batch.format for batch in old.get_model("studies", "ImportBatch").objects.order_by("pk")] == ["ris", ""]
    migrate(newest())

    assert [list(model.objects.order_by("pk").values()) for model in tables] == kept
    publication = imported.entries.get().publication
    assert publication is not None
    for lines, kind in ((publication.history, "~"), (PublicationAbstract.history, "+")):
        line = lines.first()
        assert (line.history_type, line.history_change_reason) == (kind, "Imported from a citation file, read again")
    assert (publication.history.first().keywords, PublicationAbstract.history.get().text) == (
        "ozone; disc herniation",
        "Pain fell in both groups.",
    )
    # What the migration wrote is the import's too.
    undo_import(batch=imported, by=None, now=now())
    assert not PublicationAbstract.objects.exists()

    assert searched == ["ozone 10.1000/x pmc6357609", "oxygen 10.1000/y"]
    assert list(papers.values_list("search_text", flat=True)) == searched
    assert list(OutcomeResult.objects.filter(loaded_digest="").order_by("pk").values_list("pk", "row_key")) == typed
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert [list(model.history.order_by("pk").values()) for model in models] == past
    again = load(tmp_path, keep=True)
    assert [again.left_alone, again.only_in_database] == [[], []]
    assert {tally.count(verdict) for tally in again.tallies.values() for verdict in RowOutcome if verdict} == {0}
