"""The database triggers that note, in the same transaction, which studies are to be indexed again.

Each changed row adds a note of its own: a note that two transactions shared could be removed for the first of them
while the second had not yet committed what it changed.
"""

from collections.abc import Iterator

from studies.revisions.database_triggers import Trigger, TriggerSet, digest

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "search_note_"
_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
_OWN = "SELECT {row}.study_id WHERE {row}.study_id IS NOT NULL"
# By table whose rows are searched: the studies that a row belongs to. A change of any other table needs no new index.
STUDIES_OF_ROW = {
    "studies_study": "SELECT {row}.id",
    "studies_study_secondary_conditions": _OWN,
    "studies_publication": _OWN,
    "studies_publicationabstract": (
        "SELECT study_id FROM studies_publication WHERE id = {row}.publication_id AND study_id IS NOT NULL"
    ),
    "studies_arm": _OWN,
    "studies_arm_components": "SELECT study_id FROM studies_arm WHERE id = {row}.arm_id",
    "studies_adverseevent": _OWN,
    "studies_condition": (
        "SELECT id FROM studies_study WHERE condition_id = {row}.id "
        "UNION SELECT study_id FROM studies_study_secondary_conditions WHERE condition_id = {row}.id"
    ),
}


def index_triggers(vendor: str) -> TriggerSet:
    """All triggers of the index, for a kind of database."""
    tables = frozenset(STUDIES_OF_ROW)
    if vendor == "sqlite":
        return TriggerSet(PREFIX, tuple(_row_triggers()), (), tables)
    functions = {table: _function(table) for table in STUDIES_OF_ROW}
    triggers = tuple(_function_trigger(table, functions[table]) for table in STUDIES_OF_ROW)
    return TriggerSet(PREFIX, triggers, tuple(functions.values()), tables)


def _row_triggers() -> Iterator[Trigger]:
    for table, studies in STUDIES_OF_ROW.items():
        for event, rows in _EVENTS.items():
            body = f'AFTER {event} ON "{table}" BEGIN {_notes(studies, rows)} END'
            name = f"{PREFIX}{table}_{event.lower()}_{digest(body)}"
            yield Trigger(table, name, f'CREATE TRIGGER "{name}" {body}')


def _notes(studies: str, rows: tuple[str, ...]) -> str:
    selected = " UNION ".join(studies.format(row=row) for row in rows)
    return f"INSERT INTO studies_searchnote (study_id) {selected};"


def _function(table: str) -> str:
    branches = " ELS".join(
        f"IF TG_OP = '{event}' THEN {_notes(STUDIES_OF_ROW[table], rows)}" for event, rows in _EVENTS.items()
    )
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{table}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path FROM CURRENT AS $$ BEGIN {branches} END IF; RETURN NULL; END $$"
    )


def _function_trigger(table: str, function: str) -> Trigger:
    body = f'AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {PREFIX}{table}()'
    name = PREFIX + digest(body, function)
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")
