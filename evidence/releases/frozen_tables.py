"""Triggers by which the database refuses every change of a release: another value, a file more, a row less.

The files of a release are written before the release itself (``make_release``), so a release that is there is whole.
Only the restoring of a backup, which replaces everything, may do more (``replacing_releases``).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from studies.revisions.database_triggers import Trigger, TriggerSet, digest, tables_without_triggers

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "frozen_release_"
_RELEASES, _CONTENTS, _FILES = "evidence_release", "evidence_frozencontent", "evidence_frozenfile"
# Each table with the column that names its rows.
_FROZEN = {_RELEASES: "id", _CONTENTS: "digest", _FILES: "id"}
_NEXT = f"SELECT coalesce(max(number), 0) + 1 FROM {_RELEASES}"  # noqa: S608 - a constant
_ANY = f"SELECT 1 FROM {_RELEASES}"  # noqa: S608 - a constant
_OF_RELEASE = f"{_ANY} WHERE id = NEW.release_id"  # noqa: S608 - a constant
_UNCHANGED = "A release never changes."
_IN_ORDER = "The number of a release follows the last one."
# A setting of a transaction of PostgreSQL.
_REPLACING = "evidence.replacing_releases"


def freeze_tables(*, using: str) -> None:
    """Put the triggers in place where the database has the tables and not yet the triggers."""
    connection = connections[using]
    with transaction.atomic(using=using):
        frozen_triggers(connection.vendor).restore(connection)


def unfrozen_tables(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Tables of releases that can be changed, by name: empty unless triggers were dropped or switched off by hand."""
    connection = connections[using]
    return tables_without_triggers([frozen_triggers(connection.vendor)], connection)


@contextmanager
def replacing_releases(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A part of a transaction in which rows of releases can be deleted and added; an error must end the transaction."""
    if connection.vendor == "postgresql":
        # Dropping a trigger would let readers of releases wait for the end of the transaction.
        _let_replace(connection, "yes")
        yield
        _let_replace(connection, "")
    else:
        frozen_triggers(connection.vendor).drop(connection)
        yield
        freeze_tables(using=connection.alias)


def _let_replace(connection: BaseDatabaseWrapper, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_REPLACING, value])


def frozen_triggers(vendor: str) -> TriggerSet:
    """The triggers that refuse changes of releases."""
    triggers = _sqlite_triggers() if vendor == "sqlite" else _postgresql_triggers()
    return TriggerSet(PREFIX, tuple(triggers), _FUNCTIONS if vendor == "postgresql" else (), frozenset(_FROZEN))


def _sqlite_triggers() -> Iterator[Trigger]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_UNCHANGED}'); END"
    for table, key in _FROZEN.items():
        yield _trigger(table, "update", f"BEFORE UPDATE ON {table} {refuse}")
        yield _trigger(table, "delete", f"BEFORE DELETE ON {table} {refuse}")
        # INSERT OR REPLACE deletes a row without a trigger.
        taken = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"  # noqa: S608 - a constant
        yield _trigger(table, "replace", f"BEFORE INSERT ON {table} WHEN EXISTS ({taken}) {refuse}")
    yield _trigger(_FILES, "insert", f"BEFORE INSERT ON {_FILES} WHEN EXISTS ({_OF_RELEASE}) {refuse}")
    in_order = f"BEGIN SELECT RAISE(ABORT, '{_IN_ORDER}'); END"
    yield _trigger(_RELEASES, "insert", f"BEFORE INSERT ON {_RELEASES} WHEN NEW.number <> ({_NEXT}) {in_order}")


def _postgresql_triggers() -> Iterator[Trigger]:
    for table in _FROZEN:
        for event in ("update", "delete"):
            yield _trigger(table, event, f"BEFORE {event.upper()} ON {table} FOR EACH ROW {_call('refuse')}")
        yield _trigger(table, "truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {_call('keep_all')}")
    yield _trigger(_FILES, "insert", f"BEFORE INSERT ON {_FILES} FOR EACH ROW {_call('file_comes_first')}")
    yield _trigger(_RELEASES, "insert", f"BEFORE INSERT ON {_RELEASES} FOR EACH ROW {_call('number_follows')}")


def _call(function: str) -> str:
    return f"EXECUTE FUNCTION {PREFIX}{function}()"


def _function(name: str, condition: str, message: str, result: str) -> str:
    """A function of PostgreSQL that refuses under a condition, but while releases are being replaced."""
    allowed = f"coalesce(current_setting('{_REPLACING}', true), '') = 'yes'"
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path FROM CURRENT AS $$ BEGIN IF ({condition}) AND NOT {allowed} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )


_FUNCTIONS = (
    _function("refuse", "true", _UNCHANGED, "coalesce(NEW, OLD)"),
    # An empty table may be truncated.
    _function("keep_all", f"EXISTS ({_ANY})", _UNCHANGED, "NULL"),
    _function("file_comes_first", f"EXISTS ({_OF_RELEASE})", _UNCHANGED, "NEW"),
    _function("number_follows", f"NEW.number <> ({_NEXT})", _IN_ORDER, "NEW"),
)


def _trigger(table: str, event: str, body: str) -> Trigger:
    name = f"{PREFIX}{table}_{event}_{digest(body, *_FUNCTIONS)}"
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")
