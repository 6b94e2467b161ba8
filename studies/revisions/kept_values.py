"""Values that are computed from rows, kept for as long as no row changes.

    summary = keep("evidence-summary back-pain", partial(evidence_summary, condition))

A value is kept with the data version of the rows that it was computed from, and is used at that version alone, so it
is never older than the rows. There is one value under a name: the next version replaces it. The store is Django's
cache (``CACHES``). A value that is lost, or cannot be read, is computed again.
"""

import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.dispatch import Signal

from studies.revisions.code_release import release
from studies.revisions.data_version import current_version, read_snapshot, server_of_snapshot
from studies.revisions.kept_store import kept_store
from studies.revisions.shared_readings import is_sharing_readings
from studies.revisions.single_flight import single_flight

Value = TypeVar("Value")

# A value was found (``name``), or computed (``name``, ``seconds`` by the clock). For figures of the running site.
value_kept = Signal()
value_computed = Signal()


class KeptValue(NamedTuple):
    """A value with the data version of the rows that it was computed from."""

    version: int
    value: Any


# By name, in this process.
_remembered: dict[str, KeptValue] = {}


class _AtHand(NamedTuple):
    kept: KeptValue
    # A moment of the machine's steady clock.
    until: float


# What this process found in the store last, by name and release: most readers ask for few pages.
_at_hand: dict[tuple[str, str], _AtHand] = {}
MOST_AT_HAND = 64
SECONDS_AT_HAND = 10


def keep(name: str, build: Callable[[], Value]) -> Value:
    """The value of ``build()`` at the present data version; computed once by all threads and processes together.

    The name says what the value is and everything that it depends on besides rows, code and settings. Nobody may change
    the value, and pickle must be able to store it. Inside a transaction, which may see rows that nobody else sees, it
    is computed each time, as where pages share their readings. Raises ``StillComputingError`` where another takes too
    long to compute it.
    """
    version = current_version()
    if version is None or not is_keeping() or is_sharing_readings():
        return build()
    kept = find_value(name)
    if kept is not None and kept.version == version:
        return cast(Value, _found(name, kept))
    with single_flight(name):
        newer = find_value(name)
        if newer is not None and is_new_enough(newer, version):
            return cast(Value, _found(name, newer))
        with read_snapshot() as version:
            value = compute(name, build)
        if newer is None or not _is_ahead(newer):
            store_value(name, version, value)
    return value


def remember(name: str, build: Callable[[], Value]) -> Value:
    """The same for a small value that is computed sooner than stored: each process has its own."""
    version = current_version()
    if version is None or not is_keeping():
        return build()
    kept = _remembered.get(name)
    if kept is not None and kept.version == version:
        return cast(Value, _found(name, kept))
    with read_snapshot() as version:
        value = compute(name, build)
    if version is not None:
        _remembered[name] = KeptValue(version, value)
    return value


def is_keeping() -> bool:
    """Whether values are kept: not with DEBUG, where templates change while the site runs."""
    return not settings.DEBUG


def find_value(name: str) -> KeptValue | None:
    """What is kept under a name, of whatever version; None where nothing is, or nothing that can be read."""
    kept = kept_store.get(_key(name))
    return kept if isinstance(kept, KeptValue) else None


def find_again(name: str, version: int) -> Any:
    """The value of that version, or None: for what is asked for again and again, as pages are.

    A process reads it from the store once in ten seconds: so the store knows what is in use, and what is dropped there
    is soon gone here. Like ``find_value`` it does not ask whether values are kept, and tells nobody.
    """
    place, now = (name, release()), time.monotonic()
    at_hand = _at_hand.get(place)
    if at_hand and at_hand.kept.version == version and now < at_hand.until:
        return at_hand.kept.value
    kept = find_value(name)
    if kept is None or kept.version != version:
        return None
    _at_hand.pop(place, None)
    for oldest in list(_at_hand)[: 1 - MOST_AT_HAND]:
        _at_hand.pop(oldest, None)
    _at_hand[place] = _AtHand(kept, now + SECONDS_AT_HAND)
    return kept.value


def store_value(name: str, version: int | None, value: object) -> bool:
    """Keep a value of that version in place of the one before; whether it could be. Not without a version."""
    return version is not None and kept_store.set(_key(name), KeptValue(version, value))


def drop_value(name: str, version: int) -> None:
    """Drop what is kept under a name if it is of that version: it is of no use any more."""
    kept = find_value(name)
    if kept is not None and kept.version == version:
        kept_store.delete(_key(name))


def compute(name: str, build: Callable[[], Value]) -> Value:
    """The value of ``build()``; tells who listens how long it took."""
    start = time.perf_counter()
    value = build()
    value_computed.send(sender=None, name=name, seconds=time.perf_counter() - start)
    return value


def forget_values() -> None:
    """Drop everything that is kept: the next reader of each page waits for it. Raises what the store raises.

    Other processes have what they found last for ten seconds more.
    """
    _remembered.clear()
    _at_hand.clear()
    cache.clear()


def is_new_enough(kept: KeptValue, version: int) -> bool:
    """Whether a value that another computed, while we waited, shows what was there at that version, or later.

    Inside a snapshot, in which nothing later is seen, only a value of its own version does.
    """
    present = current_version()
    return present is not None and version <= kept.version <= present


def _is_ahead(kept: KeptValue) -> bool:
    """Whether this thread is in a snapshot, and the value is of a state after it: the next reader asks for that one."""
    return server_of_snapshot() is not None and kept.version > (current_version() or 0)


def _found(name: str, kept: KeptValue) -> Any:
    value_kept.send(sender=None, name=name)
    return kept.value


def _key(name: str) -> str:
    return blake2b(f"{release()} {name}".encode(), digest_size=16).hexdigest()
