"""The database triggers that note, in the same transaction, which studies are to be indexed again.

Each transaction adds a note of its own: one that two shared could be removed for the first of them while the second had
not yet committed what it changed.
"""

from collections.abc import Iterator

from studies.revisions.database_triggers import Trigger, TriggerSet, digest

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "search_note_"
_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
_OWN = "SELECT {row}.study_id AS study_id WHERE {row}.study_id IS NOT NULL"
_OF_ARM = "SELECT study_id FROM studies_arm WHERE id = {row}.arm_id"
# By table whose rows are searched: the studies that a row belongs to. A change of any other table needs no new index.
STUDIES_OF_ROW = {
    "studies_study": "SELECT {row}.id AS study_id",
    "studies_study_secondary_conditions": _OWN,
    "studies_publication": _OWN,
    "studies_publicationabstract": (
        "SELECT study_id FROM studies_publication WHERE id = {row}.publication_id AND study_id IS NOT NULL"
    ),
    "studies_arm": _OWN,
    "studies_arm_components": _OF_ARM,
    "studies_adverseevent": _OWN,
    "studies_condition": (
        "SELECT id AS study_id FROM studies_study WHERE condition_id = {row}.id "
        "UNION SELECT study_id FROM studies_study_secondary_conditions WHERE condition_id = {row}.id"
    ),
    "studies_outcomeresult": _OF_ARM,
    "studies_reportedcontrast": _OWN,
    "studies_outcomemeasure": (
        "SELECT a.study_id FROM studies_outcomeresult r JOIN studies_arm a ON a.id = r.arm_id "
        "WHERE r.measure_id = {row}.id "
        "UNION SELECT study_id FROM studies_reportedcontrast WHERE measure_id = {row}.id"
    ),
}
# Of these tables, the columns by whose change a study is indexed again; of all others every column.
_SEARCHED_COLUMNS = {
    "studies_outcomeresult": ("arm_id", "measure_id"),
    "studies_reportedcontrast": ("study_id", "measure_id"),
    "studies_outcomemeasure": ("instrument", "short_names"),
}
# By this a note is told from those of other transactions. SQLite has one writer at a time: no note that a writer sees
# is removed before its change is committed.
_OF_THIS_TRANSACTION = {"sqlite": "", "postgresql": " AND xmin = pg_current_xact_id()::xid"}


def index_triggers(vendor: str) -> TriggerSet:
    """All triggers of the index, for a kind of database."""
    tables = frozenset(STUDIES_OF_ROW)
    if vendor == "sqlite":
        return TriggerSet(PREFIX, tuple(_row_triggers()), (), tables)
    functions = {table: _function(table) for table in STUDIES_OF_ROW}
    triggers = tuple(_function_trigger(table, functions[table]) for table in STUDIES_OF_ROW)
    return TriggerSet(PREFIX, triggers, tuple(functions.values()), tables)


def _row_triggers() -> Iterator[Trigger]:
    for table in STUDIES_OF_ROW:
        for event in _EVENTS:
            when = _of_columns(table) if event == "UPDATE" else event
            body = f'AFTER {when} ON "{table}" BEGIN {_notes(table, event, "sqlite")} END'
            name = f"{PREFIX}{table}_{event.lower()}_{digest(body)}"
            yield Trigger(table, name, f'CREATE TRIGGER "{name}" {body}')


def _of_columns(table: str) -> str:
    columns = _SEARCHED_COLUMNS.get(table)
    return f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"


def _notes(table: str, event: str, vendor: str) -> str:
    """Note the studies of the row, before and after its change, unless this transaction has."""
    studies = " UNION ".join(STUDIES_OF_ROW[table].format(row=row) for row in _EVENTS[event])
    return (
        f"INSERT INTO studies_searchnote (study_id) SELECT s.study_id FROM ({studies}) AS s "  # noqa: S608 - constants
        "WHERE NOT EXISTS (SELECT 1 FROM studies_searchnote "
        f"WHERE study_id = s.study_id{_OF_THIS_TRANSACTION[vendor]});"
    )


def _function(table: str) -> str:
    branches = " ELS".join(f"IF TG_OP = '{event}' THEN {_notes(table, event, 'postgresql')}" for event in _EVENTS)
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{table}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path FROM CURRENT AS $$ BEGIN {branches} END IF; RETURN NULL; END $$"
    )


def _function_trigger(table: str, function: str) -> Trigger:
    when = f"INSERT OR DELETE OR {_of_columns(table)}"
    body = f'AFTER {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {PREFIX}{table}()'
    name = PREFIX + digest(body, function)
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")
