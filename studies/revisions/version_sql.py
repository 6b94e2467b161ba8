"""The statements of the data version, by the kind of database. Names of tables and functions are written out."""

from studies.revisions.study_triggers import note_statements

# A change gets the time in microseconds since 1970, or one more than the last number where that is later.
COUNT = {
    "sqlite": (
        "UPDATE studies_dataversion "
        "SET number = max(number + 1, CAST((julianday('now') - 2440587.5) * 86400000000.0 AS INTEGER))"
    ),
    "postgresql": (
        "UPDATE studies_dataversion "
        "SET number = greatest(number + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)"
    ),
}
CREATE_NUMBER = {
    "sqlite": (
        "INSERT INTO studies_dataversion (id, number) "
        "VALUES (1, CAST((julianday('now') - 2440587.5) * 86400000000.0 AS INTEGER)) ON CONFLICT DO NOTHING"
    ),
    "postgresql": (
        "INSERT INTO studies_dataversion (id, number) "
        "VALUES (1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) ON CONFLICT DO NOTHING"
    ),
}
NUMBER = "SELECT number FROM studies_dataversion"

# They find their tables in the schema of now, whatever the search path of the statement that fires them.
_NOTE = f"""
CREATE OR REPLACE FUNCTION data_version_note() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO studies_openchange (transaction) VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
    IF TG_OP = 'TRUNCATE' THEN
        {"; ".join(note_statements("postgresql"))};
    END IF;
    RETURN NULL;
END $$"""  # noqa: S608 - both parts are constants
_REQUEUE = """
CREATE OR REPLACE FUNCTION data_version_requeue() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE studies_openchange SET transaction = transaction WHERE transaction = NEW.transaction;
    RETURN NULL;
END $$"""
_COUNT = f"""
CREATE OR REPLACE FUNCTION data_version_count() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM studies_openchange WHERE transaction = NEW.transaction;
    {COUNT["postgresql"]};
    RETURN NULL;
END $$"""  # noqa: S608 - both parts are constants
FUNCTIONS: dict[str, tuple[str, ...]] = {"sqlite": (), "postgresql": (_NOTE, _REQUEUE, _COUNT)}
