"""The search: its synonyms, what is ordered and counted of each study, notes of changes, and words to suggest.

The words themselves lie in a table that is made after every migration, with the triggers.
"""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def remove_index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Without the table of notes, the triggers would make every write an error."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT proname FROM pg_proc WHERE starts_with(proname, 'search_note_')")
            functions = [name for (name,) in cursor.fetchall()]
        for name in functions:
            schema_editor.execute(f"DROP FUNCTION {connection.ops.quote_name(name)}() CASCADE")
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 12) = 'search_note_'"
            )
            names = [name for (name,) in cursor.fetchall()]
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    schema_editor.execute("DROP TABLE IF EXISTS studies_searchtext")


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0014_data_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study_id", models.BigIntegerField(db_index=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                ("length", models.PositiveSmallIntegerField(db_index=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalSynonym",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=60, verbose_name="short name")),
                (
                    "words",
                    models.TextField(
                        help_text="Terms that mean the same, separated by semicolons: disc herniation; slipped disc. After > terms that are found by those before it, and do not find them: steroid > dexamethasone. The order of the words of a term, their endings, and British or American spelling do not matter.",
                        verbose_name="terms",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical search synonym",
                "verbose_name_plural": "historical search synonyms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SearchComparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("comparison", models.CharField(max_length=40)),
                (
                    "condition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=90)),
                (
                    "design",
                    models.CharField(
                        choices=[
                            ("rct", "randomised trial"),
                            ("quasi-rct", "quasi-randomised trial"),
                            ("non-randomised-controlled", "non-randomised controlled study"),
                            ("prospective-cohort", "prospective cohort"),
                            ("retrospective-cohort", "retrospective cohort"),
                            ("case-series", "case series"),
                            ("case-report", "case report"),
                            ("systematic-review", "systematic review"),
                            ("meta-analysis", "meta-analysis"),
                            ("narrative-review", "narrative review"),
                            ("laboratory", "laboratory study"),
                        ],
                        max_length=30,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("weight", models.PositiveIntegerField(default=0)),
                (
                    "condition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "study",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                (
                    "words",
                    models.TextField(
                        help_text="Terms that mean the same, separated by semicolons: disc herniation; slipped disc. After > terms that are found by those before it, and do not find them: steroid > dexamethasone. The order of the words of a term, their endings, and British or American spelling do not matter.",
                        verbose_name="terms",
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "search synonym",
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words__contains", ";"), ("words__contains", ">"), _connector="OR"),
                        name="synonym_has_two_terms",
                        violation_error_message="Write two terms or more, separated by semicolons.",
                    )
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, remove_index),
    ]
