"""Several files an import, searches of databases, abstracts, and what else citation files say of a publication."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from studies.migrations._together import ColumnsTogether, CreateTogether
from studies.models.publication import SearchTextField


def text(**options: object) -> models.Field:
    column = models.CharField if "max_length" in options else models.TextField
    return column(blank=True, db_default="", default="", **options)


PRINTED = {
    "citation_key": {"max_length": 200, "help_text": "Its name in citation files: bonetti2005."},
    "editors": {"help_text": "Family, Given; as the authors."},
    "isbn": {"max_length": 80, "verbose_name": "ISBN"},
    "issn": {"max_length": 60, "verbose_name": "ISSN"},
    "keywords": {"help_text": "Separated by semicolons."},
    "language": {"max_length": 60},
    "publisher": {"max_length": 200},
}
IDENTIFIERS = {
    "doi": {"max_length": 200, "verbose_name": "DOI"},
    "pmcid": {"max_length": 14, "verbose_name": "PubMed Central number"},
    "pmid": {"max_length": 12, "verbose_name": "PubMed number"},
}
NEW_COLUMNS = {"historicalpublication": PRINTED, "publication": PRINTED, "publicationsource": IDENTIFIERS}


def history_fields() -> list[tuple[str, models.Field]]:
    user = models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
    )
    kinds = [("+", "Created"), ("~", "Changed"), ("-", "Deleted")]
    return [
        ("history_id", models.AutoField(primary_key=True, serialize=False)),
        ("history_date", models.DateTimeField(db_index=True)),
        ("history_change_reason", models.CharField(max_length=100, null=True)),
        ("history_type", models.CharField(choices=kinds, max_length=1)),
        ("history_user", user),
    ]


def history_options(name: str) -> dict[str, object]:
    return {
        "verbose_name": f"historical {name}",
        "verbose_name_plural": f"historical {name}s",
        "ordering": ("-history_date", "-history_id"),
        "get_latest_by": ("history_date", "history_id"),
    }


HISTORY_BASES = (simple_history.models.HistoricalChanges, models.Model)


def search_fields() -> list[tuple[str, models.Field]]:
    return [
        (
            "database",
            models.CharField(help_text="Such as PubMed, Embase or Scopus.", max_length=120, verbose_name="database"),
        ),
        ("searched_on", models.DateField(verbose_name="date of the search")),
        (
            "query_text",
            models.TextField(blank=True, help_text="The search as it was sent.", verbose_name="search strategy"),
        ),
        ("note", models.TextField(blank=True)),
        ("added_at", models.DateTimeField()),
    ]


def without_constraint(to: str) -> models.Field:
    """A reference of a line of history, which outlives what it refers to."""
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


NEW_TABLES = [
    migrations.CreateModel(
        name="SearchRecord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            *search_fields(),
            (
                "added_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "ordering": ["-searched_on", "database", "id"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("database", ""), _negated=True),
                    name="search_names_its_database",
                    violation_error_message="A search needs the name of the database that was searched.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalSearchRecord",
        fields=[
            ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
            *search_fields(),
            *history_fields(),
            ("added_by", without_constraint(settings.AUTH_USER_MODEL)),
        ],
        options=history_options("search record"),
        bases=HISTORY_BASES,
    ),
    migrations.CreateModel(
        name="ImportFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField()),
            ("name", models.CharField(max_length=200)),
            ("sha256", models.CharField(db_index=True, max_length=64)),
            ("size", models.PositiveBigIntegerField()),
            ("format", models.CharField(blank=True, max_length=24)),
            ("encoding", models.CharField(blank=True, max_length=40)),
            ("notes", models.JSONField(default=list)),
            ("error", models.TextField(blank=True)),
            (
                "batch",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="files", to="studies.importbatch"
                ),
            ),
            (
                "search",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="files",
                    to="studies.searchrecord",
                ),
            ),
        ],
        options={
            "ordering": ["batch", "position"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("batch", "position"),
                    name="import_file_has_its_position",
                    violation_error_message="The import has a file at this position already.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="FileContent",
        fields=[
            (
                "file",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="content",
                    serialize=False,
                    to="studies.importfile",
                ),
            ),
            ("compressed", models.BinaryField()),
        ],
    ),
    migrations.CreateModel(
        name="PublicationAbstract",
        fields=[
            (
                "publication",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="abstract_record",
                    serialize=False,
                    to="studies.publication",
                ),
            ),
            ("text", models.TextField()),
            ("search_text", SearchTextField(blank=True, editable=False)),
        ],
        options={
            "verbose_name": "abstract",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True),
                    name="abstract_has_text",
                    violation_error_message="An abstract without text is no abstract: delete it instead.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HistoricalPublicationAbstract",
        fields=[
            ("text", models.TextField()),
            *history_fields(),
            ("publication", without_constraint("studies.publication")),
        ],
        options=history_options("abstract"),
        bases=HISTORY_BASES,
    ),
]


def make_files(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every import so far had one file."""
    alias = schema_editor.connection.alias
    names = ("ImportBatch", "ImportFile", "ImportContent", "FileContent", "ImportedEntry")
    batches, files, old, new, entries = (apps.get_model("studies", name).objects.using(alias) for name in names)
    contents = dict(old.values_list("batch_id", "compressed"))
    for batch in batches.order_by("pk"):
        # A file that was refused says so itself; where work had stopped, the import says it.
        error = batch.error if batch.state == "refused" else ""
        kept = {name: getattr(batch, name) for name in ("sha256", "size", "format", "encoding", "notes")}
        file = files.create(batch=batch, position=1, name=batch.file_name, error=error, **kept)
        entries.filter(batch=batch).update(file=file)
        if batch.pk in contents:
            new.create(file=file, compressed=contents[batch.pk])


def take_files(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The first file of an import as the import, as it was before."""
    alias = schema_editor.connection.alias
    batches, old = (apps.get_model("studies", name).objects.using(alias) for name in ("ImportBatch", "ImportContent"))
    files = apps.get_model("studies", "ImportFile").objects.using(alias)
    for file in files.filter(position=1).select_related("content"):
        kept = {name: getattr(file, name) for name in ("sha256", "format", "encoding", "notes")}
        batches.filter(pk=file.batch_id).update(**kept)
        if hasattr(file, "content"):
            old.create(batch_id=file.batch_id, compressed=file.content.compressed)


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0009_keys_of_typed_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(NEW_TABLES),
        ColumnsTogether(
            [
                migrations.AddField(model, name, text(**options))
                for model, columns in NEW_COLUMNS.items()
                for name, options in columns.items()
            ]
        ),
        migrations.AddField(
            model_name="importedentry",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entries",
                to="studies.importfile",
            ),
        ),
        migrations.RunPython(make_files, take_files),
    ]
