"""Each row of a study counts for it and for no other, whatever is done with it and by whom."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import pre_migrate
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from evidence.releases.public_records import study_documents
from studies.models import Arm, Component, Condition, OutcomeMeasure, Publication, Study
from studies.revisions.study_triggers import COUNTED_COLUMNS, SHARED_TABLES, STUDY_COLUMNS
from studies.revisions.version_triggers import missing_triggers, restore_triggers, versioned_tables
from studies.selectors import read_evidence, read_harms, study_versions
from tests.factories import make_arm, make_condition, make_harm, make_publication, make_result, make_study
from tests.shared_records import shared_records
from tests.studies.full_site import make_site, make_trial
from tests.studies.models.test_curation_constraints import make_mark
from tests.studies.revisions.changed_studies import changed_since
from tests.studies.revisions.number_now import number_now

pytestmark = pytest.mark.django_db

# Versioned tables whose rows belong to no study, and which no evidence of a study is read from.
OF_NO_STUDY = {
    *("auth_user", "studies_claim", "studies_claimsource", "studies_registration", "studies_synonym"),
    *("studies_minimalimportantchange", "studies_betweengroupthreshold", "studies_inclusioncriterion"),
    *("studies_importbatch", "studies_importfile", "studies_importedentry", "studies_notthesame"),
    *("studies_retractionlist", "studies_searchrecord"),
    *("evidence_certaintyassessment", "evidence_certaintyjudgement"),
    *("evidence_release", "evidence_frozencontent", "evidence_frozenfile"),
}
BY_TABLE = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def way_to_study(model: type[models.Model]) -> str:
    """The way from a row to its study, by its foreign keys."""
    if model is Study:
        return "pk"
    keys = {field.name: field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)}
    # A review that includes a study is the owner of the row that says so.
    owners = ("review", "publication", "study", "arm", "query", "assessment", "extraction")
    name = next(name for name in owners if name in keys)
    owner = keys[name].related_model
    return name if owner is Study else f"{name}__{way_to_study(owner)}"


@contextmanager
def undone() -> Iterator[None]:
    """What is done in the block is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_versioned_table_is_of_studies_or_of_none() -> None:
    rows = {table for table in versioned_tables() if "_historical" not in table}
    assert rows == {*STUDY_COLUMNS, *SHARED_TABLES} | OF_NO_STUDY
    assert COUNTED_COLUMNS.keys() <= rows
    for table, columns in COUNTED_COLUMNS.items():
        assert set(columns) < {field.column for field in BY_TABLE[table]._meta.concrete_fields}


def make_whole_site() -> None:
    """A row in each table of studies."""
    study = make_site()
    study.secondary_conditions.add(make_condition())
    # What hangs on a paper belongs to a study.
    Publication.objects.filter(study=None).update(study=study)


@pytest.fixture(scope="class")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with shared_records(django_db_blocker, make_whole_site):
        yield


@pytest.mark.usefixtures("site")
class TestSite:
    def test_each_row_of_a_study_counts_for_it_alone(self) -> None:
        for table in STUDY_COLUMNS:
            way = way_to_study(BY_TABLE[table])
            rows = models.QuerySet(BY_TABLE[table]).filter(**{f"{way}__isnull": False})
            row, study = rows.values_list("pk", way).first() or (0, 0)
            assert study, f"no row in {table}"
            for change, only_it in changes_of_row(table, row):
                with undone():
                    before = study_versions()
                    change()
                    assert changed_since(before) == ({study} if only_it else set()), table

    def test_all_that_a_study_is_made_of_is_counted(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            evidence = read_evidence()
            read_harms(evidence.arms)
            dict(study_documents())
        read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
        assert {"studies_study", "studies_biasjudgement", "studies_numberconfirmation"} < read
        # Sources of claims are among the names that documents may give; no row of a study names one.
        assert read - {"studies_claimsource"} <= {*STUDY_COLUMNS, *SHARED_TABLES}


def changes_of_row(table: str, row: int) -> Iterator[tuple[Callable[[], object], bool]]:
    """Statements on a row, each with whether it counts."""
    key = BY_TABLE[table]._meta.pk.column
    yield lambda: execute(f"UPDATE {table} SET {key} = {key} WHERE {key} = -1"), False  # noqa: S608 - names of our own tables
    # Where an update counts by its columns, others test it.
    yield lambda: execute(f"UPDATE {table} SET {key} = {key} WHERE {key} = {row}"), table not in COUNTED_COLUMNS  # noqa: S608 - names of our own tables
    delete = f"DELETE FROM {table} WHERE {key} = {row}"  # noqa: S608 - names of our own tables
    yield lambda: execute(delete), True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {key} = {row}")  # noqa: S608 - names of our own tables
        values = cursor.fetchone()
    with undone():
        execute(delete)
        yield lambda: execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(values))})", *values), True  # noqa: S608 - names of our own tables


def test_emptying_a_table_at_once_counts_for_all() -> None:
    """PostgreSQL has a statement for it, which deletes no row one by one; SQLite deletes."""
    make_trial()
    mark = make_mark()
    before = study_versions()
    # It refuses while checks of foreign keys wait for the commit.
    number_now()
    execute("TRUNCATE studies_sourcemark" if connection.vendor == "postgresql" else "DELETE FROM studies_sourcemark")
    assert changed_since(before) == (before.keys() if connection.vendor == "postgresql" else {mark.study_id})


def test_a_row_that_moves_counts_for_both_studies() -> None:
    one, two = make_trial(), make_trial()
    make_study()
    result, harm, paper = make_result(arm=one.arms.first()), make_harm(study=one), make_publication(study=one)
    moves: dict[str, Callable[[], object]] = {
        "arm": lambda: Arm.objects.filter(pk=one.arms.last().pk).update(study=two),
        "result": lambda: type(result).objects.filter(pk=result.pk).update(arm=two.arms.first()),
        "arm of a harm": lambda: type(harm).objects.filter(pk=harm.pk).update(arm=two.arms.first()),
        "paper": lambda: Publication.objects.filter(pk=paper.pk).update(study=two),
        "paper of a form": lambda: Publication(**{**vars_of(paper), "study_id": two.pk}).save(),
    }
    for name, move in moves.items():
        with undone():
            before = study_versions()
            move()
            assert changed_since(before) == {one.pk, two.pk}, name
    before = study_versions()
    Publication.objects.filter(pk=paper.pk).update(study=None)
    assert changed_since(before) == {one.pk}


def vars_of(record: models.Model) -> dict[str, object]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def test_what_studies_share_counts_for_all_where_it_changes() -> None:
    study = make_trial()
    make_publication(study=study)
    everything = {make_study().pk, study.pk}
    measure = OutcomeMeasure.objects.latest("pk")
    counted: dict[str, Callable[[], object]] = {
        "name of a condition": lambda: Condition.objects.filter(pk=study.condition_id).update(name="Other"),
        "new condition": make_condition,
        "instrument": lambda: OutcomeMeasure.objects.filter(pk=measure.pk).update(range_max=77),
        "component": lambda: execute(
            "UPDATE studies_component SET slug = 'x' WHERE id = %s", Component.objects.values_list("pk")[0][0]
        ),
    }
    not_counted: dict[str, Callable[[], object]] = {
        "note of a condition": lambda: Condition.objects.update(note="Seen", order=7),
        "no row": lambda: OutcomeMeasure.objects.filter(pk=0).update(range_max=77),
        "the same name": lambda: Condition.objects.filter(pk=study.condition_id).update(name=study.condition.name),
        "check for retractions": lambda: Publication.objects.update(retraction_checked_on=date(2026, 1, 1)),
    }
    for name, change in (counted | not_counted).items():
        with undone():
            before = study_versions()
            change()
            assert changed_since(before) == (everything if name in counted else set()), name


def test_a_trigger_that_was_dropped_is_missed_and_put_back_and_all_studies_have_changed() -> None:
    study = make_trial()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'study_change_studies_arm_insert_%'"
            if connection.vendor == "sqlite"
            else "SELECT tgname || ' ON studies_arm' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE relname = 'studies_arm' AND tgname LIKE 'study_change_%' AND tgtype & 4 = 4"
        )
        [(name,)] = cursor.fetchall()
        cursor.execute(f"DROP TRIGGER {name}")
    assert missing_triggers() == ["studies_arm"]
    before = study_versions()
    make_arm(study=study, components=())
    assert changed_since(before) == set()

    restore_triggers(using="default", migrated=False)

    assert missing_triggers() == []
    assert changed_since(before) == before.keys()
    before = study_versions()
    restore_triggers(using="default", migrated=False)
    assert changed_since(before) == set()
    restore_triggers(using="default", migrated=True)
    assert changed_since(before) == before.keys()


def test_a_migration_of_sqlite_can_rebuild_a_table_that_triggers_of_others_read() -> None:
    """PostgreSQL changes its tables in their place, and keeps the triggers."""
    with undone():
        migrate([])
        assert missing_triggers() == []
        migrate(["a migration"])
        if connection.vendor == "postgresql":
            assert missing_triggers() == []
            return
        assert missing_triggers() == sorted({*STUDY_COLUMNS, *SHARED_TABLES})
        execute("CREATE TABLE rebuilt AS SELECT * FROM studies_biasassessment")
        execute("DROP TABLE studies_biasassessment")
        execute("ALTER TABLE rebuilt RENAME TO studies_biasassessment")


def migrate(plan: list[str]) -> None:
    """What happens before migrations of this plan."""
    pre_migrate.send(sender=apps.get_app_config("studies"), using="default", plan=plan, apps=apps)
