"""The data version and the rows that it stands for: one state, whoever writes beside."""

from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from studies.models import Condition, DataVersion, OpenChange, WorkbenchDraft
from studies.revisions.data_version import advance_version, current_version, read_snapshot
from studies.revisions.version_triggers import restore_triggers
from tests.factories import make_condition, make_study, make_user


def by_another(write: Callable[[], object]) -> None:
    """Run on another connection, and wait for its end."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            write()
        except BaseException as fault:  # noqa: BLE001 - shown in the thread of the test
            faults.append(fault)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()
    if faults:
        raise faults[0]


def rename(name: str) -> Callable[[], object]:
    return lambda: Condition.objects.update(name=name)


def kept_alone() -> int:
    """The number now; it is one row, and no transaction left its note."""
    assert not OpenChange.objects.exists()
    number = current_version()
    assert [number] == list(DataVersion.objects.values_list("number", flat=True))
    assert number is not None
    return number


def execute(statement: str) -> Callable[[], object]:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return ask


WRITES_OF_A_READER = (
    lambda: Condition.objects.update(name="written by a reader"),
    execute("\n  DELETE FROM studies_condition"),
    execute("WITH one AS (SELECT 1 AS id) DELETE FROM studies_condition WHERE id IN (SELECT id FROM one)"),
    execute("WITH one AS (SELECT 1 AS id) REPLACE/**/INTO studies_condition (id) SELECT id FROM one"),
    execute("CREATE TABLE made_by_a_reader (id integer)"),
)


@pytest.mark.django_db(transaction=True)
def test_number_and_rows_of_a_snapshot_are_of_one_state_and_only_commits_change_it() -> None:
    """All in one test: emptying the tables takes a second."""
    make_condition(name="first")
    start = kept_alone()

    with read_snapshot() as number:
        by_another(rename("second"))
        assert (number, Condition.objects.get().name) == (start, "first")
        with read_snapshot() as inner:
            assert (inner, current_version()) == (start, start)
        for write in WRITES_OF_A_READER:
            with pytest.raises(DatabaseError), transaction.atomic():
                write()
    # Where a setting of SQLite changes, it translates all statements of the connection anew.
    with CaptureQueriesContext(connection) as asked, read_snapshot(), transaction.atomic():
        for question in ("\nWITH one AS (SELECT 1 AS id) SELECT id FROM one", "VALUES (1)", "EXPLAIN SELECT 1"):
            execute(question)()
    assert not [each["sql"] for each in asked if "PRAGMA" in each["sql"]]
    # Django counts this one as a broken transaction; the connection takes writes again after it.
    with read_snapshot(), suppress(DatabaseError):
        Condition.objects.get().save()
    Condition.objects.update(name="second")
    second = kept_alone()
    assert second > start
    assert Condition.objects.get().name == "second"

    with transaction.atomic():
        rename("never")()
        assert current_version() is None
        with read_snapshot() as number:
            assert number is None
        transaction.set_rollback(True)
    with pytest.raises(ZeroDivisionError), read_snapshot():
        raise ZeroDivisionError
    with transaction.atomic():
        sid = transaction.savepoint()
        rename("never")()
        transaction.savepoint_rollback(sid)
    list(Condition.objects.all())
    assert kept_alone() == second

    with transaction.atomic():
        sid = transaction.savepoint()
        rename("never")()
        transaction.savepoint_rollback(sid)
        rename("after a savepoint")()
    third = kept_alone()
    with transaction.atomic():
        rename("before the checks")()
        connection.check_constraints()
        rename("after the checks")()
    fourth = kept_alone()
    advance_version()
    fifth = kept_alone()
    assert second < third < fourth < fifth
    study, person = make_study(), make_user(username="ada")
    before = kept_alone()
    WorkbenchDraft.objects.create(study=study, by=person, posted="", kept_at="2026-01-01T00:00Z")
    person.last_login = "2026-01-01T00:00Z"
    person.save(update_fields=["last_login"])
    assert kept_alone() == before


@pytest.mark.django_db(transaction=True)
def test_a_reader_begins_while_a_writer_is_not_done_and_two_commits_count_both() -> None:
    make_condition(name="first")
    start = kept_alone()

    def read_beside() -> None:
        with read_snapshot() as number:
            seen.append((number, Condition.objects.get().name))

    seen: list[tuple[int | None, str]] = []
    with transaction.atomic():
        rename("second")()
        by_another(read_beside)
        if connection.vendor == "postgresql":
            by_another(lambda: make_condition(name="other", slug="other"))
    assert seen == [(start, "first")]
    numbers = kept_alone()
    assert numbers > start

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM studies_dataversion")
    assert current_version() is None
    with read_snapshot() as number:
        assert number is None
    # As after a migration.
    restore_triggers(using=DEFAULT_DB_ALIAS, migrated=True)
    assert kept_alone() > numbers


# The second is what a server that crashed and is back gives over a unix socket.
@pytest.mark.parametrize("lost", [OperationalError, DatabaseError])
@pytest.mark.django_db(transaction=True)
def test_number_is_asked_without_asking_first_whether_the_connection_holds(
    monkeypatch: pytest.MonkeyPatch, lost: type[DatabaseError]
) -> None:
    expected, asked, server = kept_alone(), [], connections[DEFAULT_DB_ALIAS]
    monkeypatch.setattr(server, "health_check_enabled", True)
    monkeypatch.setattr(server, "health_check_done", False)
    monkeypatch.setattr(server, "is_usable", lambda: asked.append("usable") or True)

    def lose_once(execute: Callable[..., object], *question: object) -> object:
        if not asked:
            raise lost("server closed the connection unexpectedly")
        return execute(*question)

    assert (current_version(), asked) == (expected, [])
    server.health_check_done = False
    with connection.execute_wrapper(lose_once):
        assert (current_version(), asked) == (expected, ["usable"])
        asked.clear()
        # It was looked at in this request already, so the server is lost.
        with pytest.raises(lost):
            current_version()
