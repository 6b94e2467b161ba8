"""Whether this process can answer readers: what it cannot do without, and what it works without, but worse.

The answer says which part fails and nothing that an attacker could use: no host, no name, no message of an error.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache as kept
from django.db import Error, connection

from evidence.health.migration_state import applied_migrations, known_migrations
from evidence.health.worker_beat import LONGEST_SILENCE, seconds_since_beat
from evidence.releases.frozen_tables import unfrozen_tables
from studies.revisions.version_triggers import missing_triggers
from studies.search.index_work import waiting_studies
from studies.search.text_schema import missing_index_triggers

# The addresses that a load balancer asks.
LIVE, READY = "/health/live", "/health/ready"
# Less room than this and an import or a backup may fail; pages are still answered.
LOWEST_FREE_SPACE = 200 * 1024 * 1024

# Studies that wait to be indexed: with more, the worker does not index, or something changes them all the time.
MOST_WAITING = 500


class PartState(StrEnum):
    OK = "ok"
    # The site works without this part, but slower or not in full.
    DEGRADED = "degraded"
    # No page can be answered, or not rightly.
    DOWN = "down"
    # It depends on a part that is down.
    UNKNOWN = "unknown"


class PartHealth(NamedTuple):
    state: PartState
    detail: str


OK = PartHealth(PartState.OK, "")


class Readiness(NamedTuple):
    """The health of every part, by name."""

    parts: dict[str, PartHealth]

    @property
    def state(self) -> PartState:
        """The worst of the parts."""
        states = {part.state for part in self.parts.values()}
        return next((each for each in (PartState.DOWN, PartState.DEGRADED) if each in states), PartState.OK)


def readiness() -> Readiness:
    """The health of every part, asked now. It takes a handful of small queries."""
    return Readiness(dict(_parts()))


def _parts() -> Iterator[tuple[str, PartHealth]]:
    yield from _parts_in_database().items()
    yield "cache", cache_health()
    yield "disk", disk_health()


def _parts_in_database() -> dict[str, PartHealth]:
    """The parts that lie in the database, asked one after the other until one is down: the next need it."""
    found: dict[str, PartHealth] = {}
    for name, ask in _IN_DATABASE.items():
        if any(part.state == PartState.DOWN for part in found.values()):
            found[name] = PartHealth(PartState.UNKNOWN, "")
            continue
        try:
            found[name] = ask()
        except Error:
            found[name] = PartHealth(PartState.DOWN, "The database does not answer.")
    return found


def database_health() -> PartHealth:
    """Whether the database answers. Raises ``django.db.Error``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations_health() -> PartHealth:
    """Whether the database has every migration of this code."""
    missing = known_migrations() - applied_migrations()
    if missing:
        return PartHealth(PartState.DOWN, f"Migrations not applied: {len(missing)}. Run manage.py prepare.")
    return OK


def data_version_health() -> PartHealth:
    """Whether every visible change is noticed; without a trigger a page or a hit would be shown after it changed."""
    missing = sorted({*missing_triggers(), *missing_index_triggers()})
    if missing:
        return PartHealth(
            PartState.DOWN, f"Tables whose changes are not noticed: {len(missing)}. Run manage.py migrate."
        )
    return OK


def releases_health() -> PartHealth:
    """Whether the database refuses every change of a release; what is shown is right until one is made."""
    if unfrozen := unfrozen_tables():
        detail = f"Tables of releases that can be changed: {len(unfrozen)}. Run manage.py migrate."
        return PartHealth(PartState.DEGRADED, detail)
    return OK


def worker_health() -> PartHealth:
    """Whether a worker is alive; without one, imports and documents wait, and pages are answered."""
    seconds = seconds_since_beat()
    if seconds is None:
        return PartHealth(PartState.DEGRADED, "No worker is running.")
    # Either sign: a clock that was put back must not make a dead worker live.
    if abs(seconds) > LONGEST_SILENCE.total_seconds():
        return PartHealth(PartState.DEGRADED, f"The last beat of a worker differs from now by {abs(seconds)} s.")
    return OK


def search_health() -> PartHealth:
    """Whether the index of the search is current; what is not indexed is found too, but slowly."""
    if waiting_studies(most=MOST_WAITING + 1) > MOST_WAITING:
        detail = f"More than {MOST_WAITING} studies wait to be indexed. Run manage.py index_search."
        return PartHealth(PartState.DEGRADED, detail)
    return OK


def cache_health() -> PartHealth:
    """Whether the cache gives back what is put into it; without it every page is computed anew."""
    token = secrets.token_hex(8)
    key = f"health-{token}"
    try:
        kept.set(key, token, timeout=60)
        answers = kept.get(key) == token
        kept.delete(key)
    except Exception:  # noqa: BLE001  # every backend has errors of its own, and all of them mean the same
        answers = False
    return OK if answers else PartHealth(PartState.DEGRADED, "The cache does not answer; every page is computed anew.")


def disk_health() -> PartHealth:
    """Whether there is room where this process writes: its local folder and, with SQLite, the database."""
    free = min(shutil.disk_usage(folder).free for folder in _written_folders())
    if free < LOWEST_FREE_SPACE:
        return PartHealth(PartState.DEGRADED, f"{free // 1024 // 1024} MB of disk space are left.")
    return OK


def _written_folders() -> Iterator[Path]:
    """Each folder, or the nearest one above it that exists."""
    folders = [Path(settings.LOCAL_DIR)]
    if connection.vendor == "sqlite":
        folders.append(Path(str(connection.settings_dict["NAME"])).absolute().parent)
    for folder in folders:
        yield next(each for each in (folder, *folder.parents) if each.exists())


_IN_DATABASE: dict[str, Callable[[], PartHealth]] = {
    "database": database_health,
    "migrations": migrations_health,
    "data version": data_version_health,
    "releases": releases_health,
    "worker": worker_health,
    "search": search_health,
}
