"""Triggers by which the database refuses to change a release, and a number that does not follow the last one.

They are put back after every migration, since SQLite drops them when a migration rebuilds their table. Deleting is left
to the restoring of a backup, which replaces everything.
"""

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_FROZEN = ("evidence_release", "evidence_frozencontent", "evidence_frozenfile")
_NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM evidence_release"
_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION release_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A release never changes.' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE FUNCTION release_number_follows() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$ BEGIN
        IF NEW.number <> ({_NUMBER}) THEN
            RAISE EXCEPTION 'The number of a release follows the last one.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",  # noqa: S608 - a constant
)


def freeze_tables(*, using: str) -> None:
    """Put the triggers in place where the database has the tables and not yet the triggers."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if not set(_FROZEN) <= set(connection.introspection.table_names(cursor)):
            return
        present = _present(connection)
        missing = {name: sql for name, sql in _triggers(connection.vendor).items() if name not in present}
        if missing and connection.vendor == "postgresql":
            for function in _FUNCTIONS:
                cursor.execute(function)
        for statement in missing.values():
            cursor.execute(statement)


def _triggers(vendor: str) -> dict[str, str]:
    """Every trigger by its name."""
    if vendor == "postgresql":
        refuse = {
            f"{table}_frozen": f"BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION release_is_frozen()"
            for table in _FROZEN
        }
        number = "BEFORE INSERT ON evidence_release FOR EACH ROW EXECUTE FUNCTION release_number_follows()"
    else:
        refuse = {
            f"{table}_frozen": f"BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'A release never changes.'); END"
            for table in _FROZEN
        }
        number = (
            f"BEFORE INSERT ON evidence_release WHEN NEW.number <> ({_NUMBER}) "
            "BEGIN SELECT RAISE(ABORT, 'The number of a release follows the last one.'); END"
        )
    bodies = {**refuse, "evidence_release_number": number}
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in bodies.items()}


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE pg_table_is_visible(tgrelid)"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
