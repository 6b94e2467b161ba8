"""Every imported entry has its file, and what was known of the one file of an import is known of its files."""

import django.db.models.deletion
from django.db import migrations, models

from studies.migrations._together import ColumnsTogether


class Migration(migrations.Migration):
    dependencies = [("studies", "0010_import_files")]

    operations = [
        # On the way back the column is added to imports that are there.
        migrations.AlterField("importbatch", "sha256", models.CharField(max_length=64, db_index=True, default="")),
        migrations.RemoveField("importbatch", "sha256"),
        ColumnsTogether([migrations.RemoveField("importbatch", name) for name in ("encoding", "format", "notes")]),
        migrations.AlterField(
            model_name="importbatch", name="file_name", field=models.CharField(max_length=200, verbose_name="name")
        ),
        migrations.DeleteModel("ImportContent"),
        migrations.AlterField(
            model_name="importedentry",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="studies.importfile"
            ),
        ),
    ]
