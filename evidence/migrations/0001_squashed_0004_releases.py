"""The migrations 0001 to 0004 in one step, for a new database."""

from django.conf import settings
from django.db import migrations

from studies.migrations._together import TablesAtOnce, operations_of

NAMES = ("0001_ratings", "0002_plain_texts", "0003_worker_beat", "0004_releases")


class Migration(migrations.Migration):
    initial = True
    replaces = [("evidence", name) for name in NAMES]

    dependencies = [
        ("studies", "0016_study_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [TablesAtOnce(operations_of("evidence", NAMES))]
