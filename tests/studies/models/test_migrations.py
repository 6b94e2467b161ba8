"""A database made before a migration keeps what it holds, forward and back."""

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import sqlparse
from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState
from django.db.models import Field

from evidence.backup.manifest import TableLayout
from evidence.backup.read_backup import open_backup
from evidence.backup.restore_backup import restore_backup
from evidence.backup.tables import encoded_rows, last_of_each_app, layout_of, tables_of
from evidence.health.migration_state import StepLoader, step_executor
from studies.citations.receive import SentFile, receive_files
from studies.citations.undo import undo_import
from studies.dataset import load
from studies.models import (
    DataQuery,
    FileContent,
    ImportBatch,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    PublicationAbstract,
    Study,
)
from tests.factories import make_arm, make_publication, make_query, make_result, make_study
from tests.harness.database_templates import DatabaseTemplates
from tests.studies.citations.import_factories import RIS, import_text, now
from tests.studies.dataset.csv_copy import make_small, read, write

INSTRUMENTS_AS_DATA = import_module("studies.migrations.0006_instruments_as_data")
# Instruments of then of which nothing was new.
WITHOUT_VALUES = {"pain-free", "responder-50pct", "recurrence", "any-complication", "disc-volume"}
# Which of the two is told as the other has changed since that migration.
KNOWN_BEFORE = (WITHOUT_VALUES | set(INSTRUMENTS_AS_DATA.VALUES)) - {"surgery-avoided", "surgery-required"}
RAW_POINTS = "looks-like-raw-points"
# A backup of a database at 0005, made as the README beside it says.
EARLIER_RELEASE = Path(__file__).parent / "files" / "earlier_release.tar.gz"
# Rights by role are what the code says; the list of migrations is what the way is about.
FOLLOW_THE_CODE = {"auth_group_permissions", "django_migrations"}
# What migrations give and take: keys of typed rows, values of instruments, a check's new name, a kind by the design.
CHANGED = {
    *(f"studies_{table}.row_key" for table in ("adverseevent", "dataquery", "outcomeresult", "reportedcontrast")),
    *("studies_dataquery.check_name", "studies_dataquery.fingerprint", "studies_outcomemeasure.loaded_digest"),
    *("studies_publication.search_text", "studies_study.kind"),
}

# What a database says of its columns, constraints, indexes and triggers, by table.
PARTS_OF_TABLES = {
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT relname, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attidentity)
          FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT conrelid::regclass::text, concat_ws(' ', conname, pg_get_constraintdef(oid))
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
}
# SQLite says a table as a whole. A column that was given to a table with rows has a default.
NOT_COMPARED = re.compile(r"\)$| DEFAULT \S+")

# Rows by table, primary key and column.
StoredRows = dict[str, dict[Any, dict[str, Any]]]


def migrate(*targets: tuple[str, str]) -> Any:
    """Bring the database to these migrations; the models as they are there."""
    return step_executor(connection).migrate(list(targets)).apps


@pytest.fixture
def quick_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """At every step Django makes anew all models that lead to the one that changes: here that one alone.

    Before a step reads or writes rows, all are made. It also works out again each time how each field of each model
    was made, and what the SQL of a table says. What comes out is compared: every table, column, constraint and row.
    """

    def clone(field: Any) -> Any:
        if "made_of" not in field.__dict__:
            field.made_of = field.deconstruct()[2:]
        args, options = field.made_of
        return type(field)(*args, **options)

    def that_one_alone(state: ProjectState, app_label: str, name: str, *_: bool) -> set[tuple[str, str]]:
        # Django's word for: make all before rows are read.
        state.is_delayed = True
        return {(app_label, name)}

    monkeypatch.setattr(ProjectState, "_find_reload_model", that_one_alone)
    monkeypatch.setattr(Field, "clone", clone)
    monkeypatch.setattr(sqlparse, "parse", cache(sqlparse.parse))


@pytest.fixture
def newest_again() -> Any:
    yield
    # Puts back the triggers too, which SQLite has lost with the tables that were rebuilt.
    call_command("migrate", verbosity=0)


@pytest.fixture
def database_of_its_own(transactional_db: None, templates: DatabaseTemplates) -> Iterator[None]:
    with templates.copy("to_be_restored"):
        yield


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
@pytest.mark.usefixtures("database_of_its_own", "quick_steps")
def test_a_database_of_an_earlier_release_is_brought_up_to_date_without_loss(tmp_path: Path) -> None:
    """As its backup has it: into tables of then, which are then those of a database that is made at once."""
    made_at_once = tables_in_database()
    delete_tables()

    with EARLIER_RELEASE.open("rb") as stream:
        restore_backup(stream, replace=False, tell=lambda _line: None)

    assert differences(backup_rows(), stored_rows()) == []
    assert tables_in_database() == made_at_once
    check_brought_up_to_date(tmp_path)
    check_import_read_again(ImportBatch.objects.get(file_name="one.ris"))


def delete_tables() -> None:
    """Leave the database as a new one is: without a table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            return
    connection.close()
    Path(connection.settings_dict["NAME"]).unlink()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest_again")
def test_nothing_is_lost_on_the_way_back(tmp_path: Path) -> None:
    """To the migrations of the earlier release, with the records of today."""
    load_what_can_go_back(tmp_path)
    type_and_import()
    digests = dict(OutcomeMeasure.objects.values_list("slug", "loaded_digest"))
    before = stored_rows()
    with EARLIER_RELEASE.open("rb") as stream:
        earlier = open_backup(stream).about

    old = migrate(*last_of_each_app(StepLoader(connection), earlier.migrations))

    check_earlier_rows(old)
    check_instruments(old, digests)
    assert differences(before, stored_rows(old)) == []


def type_and_import() -> None:
    """What people type and import, next to what was loaded."""
    make_query(
        study=make_study(), measure=None, severity="note", check_name=RAW_POINTS, fingerprint=f"{RAW_POINTS}:abc"
    )
    arm = make_arm()
    for _ in range(2):
        make_result(arm=arm, outcome_name="Worst pain", measure=OutcomeMeasure.objects.earliest("pk"))
    make_publication(study=None, title="Ozone", authors="", journal="", doi="10.1000/x", pmcid="PMC6357609")
    make_publication(study=None, title="Oxygen", authors="", journal="", doi="10.1000/y")
    import_text(RIS)
    receive_files(files=[SentFile("waiting.bib", b"@article{a}")], by=None, now=now())


def tables_in_database() -> list[tuple[str, str]]:
    """All parts of each table, without their order, which follows from how it was made."""
    with connection.cursor() as cursor:
        cursor.execute(PARTS_OF_TABLES[connection.vendor])
        return sorted((table, part) for table, parts in cursor for part in NOT_COMPARED.sub("", parts).split(", "))


def stored_rows(models: Apps = apps) -> StoredRows:
    """Every row of the database, by the models of its migrations."""
    tables = tables_of(models)
    return {name: by_key(layout_of(table), encoded_rows(table)) for name, table in tables.items()}


def backup_rows() -> StoredRows:
    """Every row of the database of the earlier release."""
    found: StoredRows = defaultdict(dict)
    with EARLIER_RELEASE.open("rb") as stream:
        reader = open_backup(stream)
        layouts = {layout.name: layout for layout in reader.about.tables}
        for name, rows in reader.parts():
            found[name] |= by_key(layouts[name], rows)
    return found


def by_key(layout: TableLayout, rows: Iterable[list[Any]]) -> dict[Any, dict[str, Any]]:
    """Rows by their primary key; JSON as what it says, since PostgreSQL orders its keys anew."""
    names = [name for name, _ in layout.columns]
    key = names.index("history_id") if "history_id" in names else 0
    found = {row[key]: dict(zip(names, row, strict=True)) for row in rows}
    for name in (name for name, kind in layout.columns if kind == "json"):
        for values in found.values():
            values[name] = json.loads(values[name] or "null")
    return found


def differences(before: StoredRows, after: StoredRows) -> list[str]:
    """Tables of which a row is gone, and columns that hold another value, but for those that migrations change."""
    found = set()
    for table in (before.keys() & after.keys()) - FOLLOW_THE_CODE:
        for key, row in before[table].items():
            other = after[table].get(key)
            if other is None:
                found.add(table)
                continue
            found |= {f"{table}.{name}" for name in row.keys() & other.keys() if row[name] != other[name]}
    return sorted(found - CHANGED)


def check_earlier_rows(old: Any) -> None:
    """Before keys of typed rows and before files of imports."""
    papers = old.get_model("studies", "Publication").objects.filter(doi__in=["10.1000/x", "10.1000/y"])
    assert old.get_model("studies", "OutcomeResult").objects.filter(row_key=None).count() == 2
    assert list(papers.order_by("pk").values_list("search_text", flat=True)) == ["ozone 10.1000/x", "oxygen 10.1000/y"]
    assert [batch.format for batch in old.get_model("studies", "ImportBatch").objects.order_by("pk")] == ["ris", ""]


def check_instruments(old: Any, digests: dict[str, str]) -> None:
    """Before instruments were data; ``digests`` are those of now."""
    before = dict(old.get_model("studies", "OutcomeMeasure").objects.values_list("slug", "loaded_digest"))
    query = old.get_model("studies", "DataQuery").objects.get(fingerprint__endswith=":abc")
    assert (query.check_name, query.fingerprint) == ("looks-like-raw-odi", "looks-like-raw-odi:abc")
    # Only where nothing of the instrument was new is the fingerprint of the loaded row the same.
    assert {slug for slug in digests if digests[slug] == before[slug]} == {*WITHOUT_VALUES, "pain-nrs"}


def check_brought_up_to_date(folder: Path) -> None:
    """What migrations say anew of the records of the earlier release; and today's data set can be loaded into it."""
    typed = OutcomeResult.objects.filter(arm__study__slug="typed-2025").order_by("pk")
    key = "typed-2025--arm-5--pain-vas--worst-pain--w4"
    assert list(typed.values_list("row_key", "mean")) == [
        (key, 0.1 + 0.2),
        (f"{key}--2", 0.1 + 0.2),
        (key.replace("arm-5", "arm-6"), 0.1 + 0.2),
    ]
    assert DataQuery.objects.get(fingerprint__endswith=":abc").check_name == RAW_POINTS
    assert Publication.objects.get(doi="10.1000/x").search_text == "ozone, typed unsal, e. 10.1000/x pmc6357609"
    assert Study.objects.get(slug="a-review-2020").kind == "review"
    waiting = FileContent.objects.get(file__name="waiting.bib")
    assert zlib.decompress(waiting.compressed) == b"@article{a}"
    assert OutcomeMeasure.objects.get(slug="disability-odi").raw_max == 50
    # Only the instrument that a person has edited is kept from the data set of today.
    again = load(make_small(folder), keep=True)
    assert [line.split(":")[0] for line in again.left_alone] == ["outcome_measures.csv, line 3 (pain-nrs)"]
    assert again.only_in_database == []


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
