"""What a backup says about itself: at its beginning what it is, at its end what it held."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from evidence.backup.backup_error import BackupError
from evidence.health.migration_state import MigrationKey

PRODUCT = "ozone-evidence"
# The number of the format; a change that this code could not read gets the next one.
FORMAT = 1
ABOUT, MANIFEST = "about.json", "manifest.json"


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table, and the name and kind of each column in the order of its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BackupAbout:
    """What a backup is: written before its rows."""

    version: str
    made_at: datetime
    synthetic: bool
    migrations: frozenset[MigrationKey]
    tables: tuple[TableLayout, ...]

    def as_json(self) -> bytes:
        return _json(
            {
                "product": PRODUCT,
                "format": FORMAT,
                "version": self.version,
                "made_at": self.made_at.isoformat(timespec="seconds"),
                "synthetic": self.synthetic,
                "migrations": sorted(self.migrations),
                "tables": {table.name: dict(table.columns) for table in self.tables},
            }
        )


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup held: written after its rows. ``last_numbers`` has the tables that number their rows."""

    digests: Mapping[str, str]
    rows: Mapping[str, int]
    last_numbers: Mapping[str, int]

    def as_json(self) -> bytes:
        return _json({"sha256": self.digests, "rows": self.rows, "last_numbers": self.last_numbers})


def read_about(data: bytes) -> BackupAbout:
    """The beginning of a backup; ``BackupError`` for another file, and for a format of a newer version."""
    values = json.loads(data)
    if values.get("product") != PRODUCT:
        raise BackupError("This is not a backup of this site.")
    if values["format"] > FORMAT:
        raise BackupError(
            f"This backup has format {values['format']}, made by version {values['version']}; this version "
            f"({product_version()}) reads up to {FORMAT}. Restore it with the version that made it, or a newer one."
        )
    return BackupAbout(
        version=values["version"],
        made_at=datetime.fromisoformat(values["made_at"]),
        synthetic=values["synthetic"],
        migrations=frozenset((app, name) for app, name in values["migrations"]),
        tables=tuple(TableLayout(name, tuple(columns.items())) for name, columns in values["tables"].items()),
    )


def read_manifest(data: bytes) -> BackupManifest:
    values = json.loads(data)
    return BackupManifest(dict(values["sha256"]), dict(values["rows"]), dict(values["last_numbers"]))


@cache
def product_version() -> str:
    """The version of this code, as ``pyproject.toml`` has it."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, indent=1, ensure_ascii=False).encode()
