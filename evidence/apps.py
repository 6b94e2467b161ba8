"""The app that filters, pools, grades and shows."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from evidence.releases.frozen_tables import freeze_tables, frozen_triggers
from studies.permissions import ADMIN, CURATOR, EDIT, RESEARCHER, VIEW, add_permissions, synchronise_groups
from studies.revisions.version_triggers import version_app

# Ratings of findings: curators give and withdraw them on the page of the finding.
RATINGS = ("evidence.certaintyassessment", "evidence.certaintyjudgement")
# No public page reads these; they are written every few seconds.
UNREAD = {"evidence_workerbeat", "evidence_releaserequest"}


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        for model in RATINGS:
            add_permissions(model, {RESEARCHER: VIEW, CURATOR: EDIT, ADMIN: EDIT})
        # Permissions on ratings exist once this app is migrated, which is after the groups were first made.
        post_migrate.connect(give_permissions, sender=self, dispatch_uid="evidence.give_permissions")
        version_app("evidence", unread=UNREAD)
        pre_migrate.connect(thaw_released, sender=self, dispatch_uid="evidence.thaw_released")
        post_migrate.connect(freeze_released, sender=self, dispatch_uid="evidence.freeze_released")


def give_permissions(*, using: str, apps: Apps = registry, **kwargs: Any) -> None:
    """Every role's permissions on the records of this app, in the database that was migrated."""
    synchronise_groups(apps, using=using)


def thaw_released(*, using: str, plan: Sequence[object] = (), **kwargs: Any) -> None:
    """Before a migration of SQLite, which rebuilds no table that a trigger of another one reads."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        frozen_triggers(connection.vendor).drop(connection)


def freeze_released(*, using: str, **kwargs: Any) -> None:
    """Let the database refuse changes of releases."""
    freeze_tables(using=using)
