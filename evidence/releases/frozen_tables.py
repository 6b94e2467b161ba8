"""Triggers by which the database refuses to change a release, and a number that does not follow the last one.

Deleting is left to the restoring of a backup, which replaces everything.
"""

from collections.abc import Iterator

from django.db import connections, transaction

from studies.revisions.database_triggers import Trigger, TriggerSet, digest

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "frozen_release_"
_RELEASES = "evidence_release"
_FROZEN = (_RELEASES, "evidence_frozencontent", "evidence_frozenfile")
_NEXT = f"SELECT coalesce(max(number), 0) + 1 FROM {_RELEASES}"  # noqa: S608 - a constant
_UNCHANGED = "A release never changes."
_IN_ORDER = "The number of a release follows the last one."
_FUNCTIONS = (
    f"CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN RAISE EXCEPTION '{_UNCHANGED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE OR REPLACE FUNCTION {PREFIX}number_follows() RETURNS trigger LANGUAGE plpgsql "
    f"SET search_path FROM CURRENT AS $$ BEGIN IF NEW.number <> ({_NEXT}) THEN "
    f"RAISE EXCEPTION '{_IN_ORDER}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
)


def freeze_tables(*, using: str) -> None:
    """Put the triggers in place where the database has the tables and not yet the triggers."""
    connection = connections[using]
    with transaction.atomic(using=using):
        _trigger_set(connection.vendor).restore(connection)


def _trigger_set(vendor: str) -> TriggerSet:
    triggers = _sqlite_triggers() if vendor == "sqlite" else _postgresql_triggers()
    return TriggerSet(PREFIX, tuple(triggers), _FUNCTIONS if vendor == "postgresql" else (), frozenset(_FROZEN))


def _sqlite_triggers() -> Iterator[Trigger]:
    for table in _FROZEN:
        yield _trigger(table, "update", f"BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{_UNCHANGED}'); END")
    body = f"BEGIN SELECT RAISE(ABORT, '{_IN_ORDER}'); END"
    yield _trigger(_RELEASES, "insert", f"BEFORE INSERT ON {_RELEASES} WHEN NEW.number <> ({_NEXT}) {body}")


def _postgresql_triggers() -> Iterator[Trigger]:
    for table in _FROZEN:
        yield _trigger(table, "update", f"BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {PREFIX}refuse()")
    yield _trigger(
        _RELEASES, "insert", f"BEFORE INSERT ON {_RELEASES} FOR EACH ROW EXECUTE FUNCTION {PREFIX}number_follows()"
    )


def _trigger(table: str, event: str, body: str) -> Trigger:
    name = f"{PREFIX}{table}_{event}_{digest(body, *_FUNCTIONS)}"
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")
