"""Readings that pages share while all of them are made from one snapshot, as a release is.

Nothing else is kept meanwhile (``kept_values.keep``): what is read and made once for each page would only push out what
readers ask for.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Value = TypeVar("Value")

# By its kind, the last reading with the key that it is of; None outside of such a block.
_readings: ContextVar[dict[str, tuple[Hashable, Any]] | None] = ContextVar("shared readings", default=None)


@contextmanager
def sharing_readings() -> Iterator[None]:
    """A block within one snapshot in which what was read is used again."""
    token = _readings.set({})
    try:
        yield
    finally:
        _readings.reset(token)


def is_sharing_readings() -> bool:
    """Whether this thread is in such a block."""
    return _readings.get() is not None


def share_reading(kind: str, key: Hashable, read: Callable[[], Value]) -> Value:
    """What ``read()`` gives; in such a block, what it gave before if that was of this key: one of a kind is held."""
    readings = _readings.get()
    if readings is None:
        return read()
    if kind not in readings or readings[kind][0] != key:
        # The one before goes first: two conditions at a time would take twice the memory.
        readings.pop(kind, None)
        readings[kind] = (key, read())
    return cast(Value, readings[kind][1])


def forget_readings() -> None:
    """Drop what was read, where nothing that follows needs it."""
    readings = _readings.get()
    if readings is not None:
        readings.clear()
