"""The migrations 0001 to 0016 in one step, for a new database: it takes a tenth of the time of one after another."""

from django.conf import settings
from django.db import migrations

from studies.migrations._together import TablesAtOnce, operations_of

NAMES = (
    "0001_initial",
    "0002_importing",
    "0003_curation",
    "0004_second_readings",
    "0005_one_important_change",
    "0006_instruments_as_data",
    "0007_plain_texts",
    "0008_designs_and_printed_differences",
    "0009_keys_of_typed_rows",
    "0010_import_files",
    "0011_entries_of_files",
    "0012_identifiers_of_sources",
    "0013_curation",
    "0014_data_version",
    "0015_search",
    "0016_study_changes",
)


class Migration(migrations.Migration):
    initial = True
    replaces = [("studies", name) for name in NAMES]

    dependencies = [
        ("auth", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [TablesAtOnce(operations_of("studies", NAMES))]
