"""Which database server a query goes to."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, models

from studies.revisions.data_version import REPLICA, server_of_snapshot


class ReplicaRouter:
    """Reads of a snapshot go to the server that it is on; everything else goes to the primary server.

    So only what is computed to be kept, the pages of readers, reads a replica; forms, log-in and commands do not.
    """

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return server_of_snapshot() or DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        """Both servers have the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """The replica follows by itself."""
        return False if db == REPLICA else None
