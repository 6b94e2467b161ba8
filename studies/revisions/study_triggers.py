"""The database triggers that count the changes of each study, in the same transaction as the change.

They see every row that belongs to a study, and what all studies share. A row whose study changes counts for both. Lines
of the history count for nothing: the row that they tell of does.

SQLite changes the one number of a study for each row. PostgreSQL adds notes, once for each statement and study, so
that writers do not wait for each other (``StudyChange``). Only who moves a row to another study, as an arm, and who
changes what hangs on it, as its results, wait for each other: else the change could count for the study that the row
has left. Emptying a table at once counts for all studies: the triggers of the data version note it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from studies.revisions.database_triggers import Trigger, TriggerSet, digest

# Every trigger and function has this prefix; by it the outdated ones are found.
PREFIX = "study_change_"
CHANGES_TABLE = "studies_studychange"

_STUDY, _ARM, _PAPER = ("study_id",), ("arm_id",), ("publication_id",)
# By table whose rows belong to a study: the columns that name it, or a row of it.
STUDY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "studies_study": ("id",),
    "studies_study_secondary_conditions": _STUDY,
    "studies_arm": _STUDY,
    "studies_arm_components": _ARM,
    "studies_outcomeresult": _ARM,
    # Read by the arm that they name.
    "studies_reportedcontrast": (*_STUDY, "arm_a_id"),
    "studies_adverseevent": (*_STUDY, *_ARM),
    "studies_publication": _STUDY,
    "studies_publicationabstract": _PAPER,
    "studies_publicationsource": _PAPER,
    "studies_retractionnotice": _PAPER,
    "studies_screeningdecision": _PAPER,
    "studies_reportretrieval": _PAPER,
    "studies_dataquery": _STUDY,
    "studies_queryreply": ("query_id",),
    "studies_riskofbias": _STUDY,
    "studies_biasassessment": _STUDY,
    "studies_biasjudgement": ("assessment_id",),
    "studies_signallinganswer": ("assessment_id",),
    "studies_numberconfirmation": _STUDY,
    "studies_extraction": _STUDY,
    "studies_extractedvalue": ("extraction_id",),
    "studies_verification": _STUDY,
    "studies_sourcedocument": _STUDY,
    "studies_sourcemark": _STUDY,
    "studies_authorrequest": _STUDY,
    "studies_claim_evidence": _STUDY,
    "studies_reportedpool": ("review_id",),
    "studies_reviewinclusion": ("review_id",),
    "studies_reviewtrialrow": ("review_id",),
}
SHARED_TABLES = ("studies_condition", "studies_component", "studies_outcomemeasure")
# An update of these tables counts where one of these columns changes. Of a publication not the day of the last check
# for retractions: a check would change every study.
COUNTED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "studies_condition": ("id", "slug", "name"),
    "studies_publication": (
        *("id", "study_id", "role", "title", "authors", "year", "journal", "volume", "number", "pages"),
        *("doi", "pmid", "pmcid", "url", "url_kind", "language", "screening", "retraction", "note"),
    ),
}
# The tables of the rows that other rows name, by the column that does; their column ``study_id`` names the study.
_ROWS_OF_STUDIES = {
    "arm_id": "studies_arm",
    "arm_a_id": "studies_arm",
    "publication_id": "studies_publication",
    "query_id": "studies_dataquery",
    "assessment_id": "studies_biasassessment",
    "extraction_id": "studies_extraction",
}

# What a note names in the place of a study, when all have changed.
ALL_STUDIES = 0

_MOST_ADDED = 2**36
# Evaluated for each note.
_ADDED = {
    "sqlite": f"1 + abs(random() % {_MOST_ADDED})",
    "postgresql": f"1 + floor(random() * {_MOST_ADDED})::bigint",
}
_NOTE = f"INSERT INTO {CHANGES_TABLE} (study_id, number)"
_STATES = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}
_STATEMENT_EVENTS = {
    "INSERT": " REFERENCING NEW TABLE AS new_rows",
    "UPDATE": " REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": " REFERENCING OLD TABLE AS old_rows",
}


class _Rows(NamedTuple):
    """Rows as a trigger has them: a row of SQLite, or on PostgreSQL the rows of a statement with where they are."""

    row: str = ""
    source: str = ""

    def select(self, column: str) -> str:
        return f"SELECT {self.row}{column}{self.source}"

    def is_one(self, column: str) -> str:
        """The condition that something is in a column of these rows."""
        return f"= {self.row}{column}" if self.row else f"IN ({self.select(column)})"


def study_triggers(vendor: str) -> TriggerSet:
    """All triggers of the changes of studies, for a kind of database."""
    tables = (*STUDY_COLUMNS, *SHARED_TABLES)
    if vendor == "sqlite":
        triggers = (_row_trigger(table, event) for table in tables for event in _STATES)
        return TriggerSet(PREFIX, tuple(triggers), (), frozenset(tables))
    functions = {table: _function(table) for table in tables}
    triggers = (_statement_trigger(table, event, functions[table]) for table in tables for event in _STATEMENT_EVENTS)
    return TriggerSet(PREFIX, tuple(triggers), tuple(functions.values()), frozenset(tables))


def note_statements(vendor: str, studies: str = f"SELECT {ALL_STUDIES} AS study_id") -> tuple[str, ...]:
    """The statements that note a change of studies, which a query gives as ``study_id``; without one, of all."""
    added = _ADDED[vendor]
    if vendor == "postgresql":
        named = f"SELECT DISTINCT study_id FROM ({studies}) AS named WHERE study_id IS NOT NULL"  # noqa: S608 - names of our own tables
        return (f"{_NOTE} SELECT study_id, {added} FROM ({named}) AS changed",)  # noqa: S608 - names of our own tables
    noted = f"SELECT 1 FROM {CHANGES_TABLE} AS noted WHERE noted.study_id = changed.study_id"  # noqa: S608 - names of our own tables
    return (
        f"UPDATE {CHANGES_TABLE} SET number = number + {added} WHERE study_id IN ({studies})",  # noqa: S608 - names of our own tables
        f"{_NOTE} SELECT study_id, {added} FROM ({studies}) AS changed "  # noqa: S608 - names of our own tables
        f"WHERE study_id IS NOT NULL AND NOT EXISTS ({noted})",
    )


def _row_trigger(table: str, event: str) -> Trigger:
    rows = [_Rows(row=f"{state.upper()}.") for state in _STATES[event]]
    notes = "; ".join(note_statements("sqlite", _studies(table, rows)))
    body = f'AFTER {event} ON "{table}"{_when(table, event)} BEGIN {notes}; END'
    name = f"{PREFIX}{table}_{event.lower()}_{digest(body)}"
    return Trigger(table, name, f'CREATE TRIGGER "{name}" {body}')


def _when(table: str, event: str) -> str:
    columns = COUNTED_COLUMNS.get(table, ()) if event == "UPDATE" else ()
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f" WHEN ({before}) IS NOT ({after})" if columns else ""


def _statement_trigger(table: str, event: str, function: str) -> Trigger:
    body = f'AFTER {event} ON "{table}"{_STATEMENT_EVENTS[event]} FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}{table}()'
    name = PREFIX + digest(body, function)
    return Trigger(table, name, f"CREATE TRIGGER {name} {body}")


def _function(table: str) -> str:
    branches = " ".join(f"WHEN '{event}' THEN {_notes_of_statement(table, event)};" for event in _STATEMENT_EVENTS)
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{table}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path FROM CURRENT AS $$ BEGIN CASE TG_OP {branches} END CASE; RETURN NULL; END $$"
    )


def _notes_of_statement(table: str, event: str) -> str:
    rows = [_Rows(source=_source(table, event, state)) for state in _STATES[event]]
    return "; ".join((*_locks(table, event, rows), *note_statements("postgresql", _studies(table, rows))))


def _locks(table: str, event: str, rows: Sequence[_Rows]) -> Iterator[str]:
    """The statements before that note, which then sees where every row has moved that another was moving.

    What hangs on a row locks it as a foreign key does, which of all changes keeps out a move and a deletion only.
    """
    for column in STUDY_COLUMNS.get(table, ()):
        if owner := _ROWS_OF_STUDIES.get(column):
            yield from (f"PERFORM FROM {owner} WHERE id {each.is_one(column)} FOR KEY SHARE" for each in rows)
    if event == "UPDATE" and table in _ROWS_OF_STUDIES.values():
        moved = "SELECT id, study_id FROM new_rows EXCEPT SELECT id, study_id FROM old_rows"
        yield f"PERFORM FROM {table} WHERE id IN (SELECT id FROM ({moved}) AS moved) FOR UPDATE"  # noqa: S608 - names of our own tables


def _source(table: str, event: str, state: str) -> str:
    """The rows of a statement before or after it, without those of which nothing that counts has changed."""
    columns = ", ".join(COUNTED_COLUMNS.get(table, ()))
    if event != "UPDATE" or not columns:
        return f" FROM {state}_rows"
    other = "new" if state == "old" else "old"
    return f" FROM (SELECT {columns} FROM {state}_rows EXCEPT SELECT {columns} FROM {other}_rows) AS {state}_counted"  # noqa: S608 - names of our own tables


def _studies(table: str, rows: Sequence[_Rows]) -> str:
    """The query for the studies of changed rows."""
    if table in SHARED_TABLES:
        return " UNION ".join(f"SELECT {ALL_STUDIES} AS study_id{each.source}" for each in rows)
    return " UNION ".join(_study(each, column) for each in rows for column in STUDY_COLUMNS[table])


def _study(rows: _Rows, column: str) -> str:
    if table := _ROWS_OF_STUDIES.get(column):
        return f"SELECT study_id FROM {table} WHERE id {rows.is_one(column)}"  # noqa: S608 - names of our own tables
    return rows.select(f"{column} AS study_id")
