"""The app of what was published."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from studies.choices import ComponentName
from studies.permissions import synchronise_groups
from studies.revisions.study_triggers import CHANGES_TABLE, study_triggers
from studies.revisions.version_triggers import NOTES_TABLE, VERSION_TABLE, restore_triggers, version_app
from studies.search.index_triggers import index_triggers
from studies.search.text_schema import restore_index

# No public page reads these; some are written every few seconds. A test holds the list to the pages.
UNREAD = {
    VERSION_TABLE,
    NOTES_TABLE,
    CHANGES_TABLE,
    "studies_contentpiece",
    "studies_documentcontent",
    "studies_documentpage",
    "studies_filecontent",
    "studies_searchcomparison",
    "studies_searchdocument",
    "studies_searchnote",
    "studies_searchword",
    "studies_workbenchdraft",
}
# Pages name people; when somebody last logged in shows nowhere.
NAMES_OF_PEOPLE = {"auth_user": ("username", "first_name", "last_name")}


class StudiesConfig(AppConfig):
    name = "studies"
    verbose_name = "Studies"

    def ready(self) -> None:
        pre_migrate.connect(drop_reading_triggers, sender=self, dispatch_uid="studies.drop_reading_triggers")
        # Rows that the code defines: created after a migration, and again after a test has emptied the tables.
        post_migrate.connect(create_defined_rows, sender=self, dispatch_uid="studies.create_defined_rows")
        version_app("studies", unread=UNREAD, others=NAMES_OF_PEOPLE)
        post_migrate.connect(version_tables, sender=self, dispatch_uid="studies.version_tables")
        post_migrate.connect(index_tables, sender=self, dispatch_uid="studies.index_tables")


def drop_reading_triggers(*, using: str, plan: Sequence[object] = (), **kwargs: Any) -> None:
    """Before a migration of SQLite, remove the triggers that read other tables than their own; it puts them back.

    SQLite refuses to give a rebuilt table its name while a trigger reads that table.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        for triggers in (index_triggers(connection.vendor), study_triggers(connection.vendor)):
            triggers.drop(connection)


def create_defined_rows(*, using: str, apps: Apps = registry, **kwargs: Any) -> None:
    """Create components and groups as the code lists them; nothing in a database without their tables.

    A migration passes its own models; emptying the tables passes none.
    """
    with suppress(LookupError):
        create_components(apps, using=using)
        synchronise_groups(apps, using=using)


def version_tables(*, using: str, plan: Sequence[object] = (), **kwargs: Any) -> None:
    """The data version follows the visible rows of every app; ``plan``: what was migrated."""
    restore_triggers(using=using, migrated=bool(plan))


def index_tables(*, using: str, **kwargs: Any) -> None:
    """The index of the search is there, and every change of what is searched is noted."""
    restore_index(using=using)


def create_components(apps: Apps, *, using: str) -> None:
    """Create a row for every component, in the order of ``ComponentName``."""
    components = apps.get_model("studies", "Component").objects.using(using)
    existing = set(components.values_list("slug", flat=True))
    components.bulk_create(components.model(slug=name.value) for name in ComponentName if name.value not in existing)
