"""The changes of each study, noted by database triggers that are put in place after every migration."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def remove_triggers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Without the table of notes, the triggers would make every write an error."""
    connection = schema_editor.connection
    statement, query = {
        "postgresql": (
            "DROP FUNCTION {}() CASCADE",
            "SELECT proname FROM pg_proc WHERE starts_with(proname, 'study_change_')",
        ),
        "sqlite": (
            "DROP TRIGGER {}",
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 13) = 'study_change_'",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        schema_editor.execute(statement.format(connection.ops.quote_name(name)))


class Migration(migrations.Migration):
    dependencies = [("studies", "0015_search")]

    operations = [
        migrations.CreateModel(
            name="StudyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study_id", models.BigIntegerField(db_index=True)),
                ("number", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(migrations.RunPython.noop, remove_triggers),
    ]
