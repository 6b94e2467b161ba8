"""The file of SQLite: one that was moved away is a lost database, and no empty one takes its place."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from evidence.database_file import DatabaseFile, make_database_file
from evidence.environment import databases
from evidence.management.commands import migrate
from evidence.pages.server_error import server_error


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "with a space%20#.sqlite3"


def connection_to(name: object) -> BaseDatabaseWrapper:
    entry = databases("sqlite:////x", replica="")
    entry[DEFAULT_DB_ALIAS]["NAME"] = str(name)
    return ConnectionHandler(entry)[DEFAULT_DB_ALIAS]


@pytest.fixture
def site(path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    """The connection of a site with a table; ``close`` it, and the next statement opens the file again."""
    connection = connection_to(path)
    with django_db_blocker.unblock():
        make_database_file(connection)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept (word text)")
        yield connection
        connection.close()


def words(connection: BaseDatabaseWrapper) -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM kept")
        return list(cursor.fetchall())


def test_a_file_that_was_moved_away_is_a_calm_page_until_it_is_back(
    site: BaseDatabaseWrapper, path: Path, rf: RequestFactory
) -> None:
    site.close()
    away = path.rename(path.with_name("away"))
    for _ in range(2):
        try:
            words(site)
        except OperationalError:
            page = server_error(rf.get("/"))
        assert (page.status_code, page["Retry-After"]) == (503, "30")
        assert "The records cannot be reached at the moment" in page.content.decode()
    assert [each.name for each in path.parent.iterdir()] == ["away"]

    away.rename(path)
    assert words(site) == []


def test_where_tables_are_made_the_file_is_made(
    path: Path, monkeypatch: pytest.MonkeyPatch, site: BaseDatabaseWrapper
) -> None:
    site.close()
    path.unlink()
    with pytest.raises(OperationalError, match="unable to open database file"):
        words(site)
    monkeypatch.setattr(migrate, "connections", {DEFAULT_DB_ALIAS: site})
    monkeypatch.setattr(migrate.migrate.Command, "handle", lambda self, *args, database, **options: database)
    there = list[bool]()
    # From a command line the checks of the system come first, and open the database.
    monkeypatch.setattr(migrate.migrate.Command, "check", lambda self, **options: there.append(path.exists()))
    call_command("migrate", verbosity=0, skip_checks=False)
    assert there == [True]
    with pytest.raises(OperationalError, match="no such table"):
        words(site)


def test_databases_in_memory_are_no_files_and_no_folder_is_made(tmp_path: Path) -> None:
    in_memory = (":memory:", "file:shared?mode=memory&cache=shared")
    for name in (*in_memory, tmp_path / "none" / "x"):
        make_database_file(connection_to(name))
    assert list(tmp_path.iterdir()) == []
    for name in in_memory:
        connection = sqlite3.connect(name, factory=DatabaseFile, uri=True)
        assert connection.execute("SELECT 1").fetchone() == (1,)
        connection.close()
