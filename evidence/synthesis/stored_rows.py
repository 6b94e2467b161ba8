"""Rows, and what was made of them, as compressed bytes in which arms and studies stand by their numbers.

Many parts are stored of the same studies. Each is loaded with the arms and studies of all of them, which are stored
once: the parts are small, and what is loaded shares its arms.
"""

import pickle
import zlib
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from operator import attrgetter
from typing import Any

from studies.reported.rows import ArmRow, StudyRow

_FAST = 1


class ArmTable:
    """Arms, and their studies, by their numbers."""

    def __init__(self, arms: Iterable[ArmRow] = ()) -> None:
        self._rows: dict[tuple[type, int], ArmRow | StudyRow] = {}
        self.add(arms)

    def add(self, arms: Iterable[ArmRow]) -> None:
        """Add further arms."""
        for arm in arms:
            self._rows[ArmRow, arm.id] = arm
            self._rows[StudyRow, arm.study.id] = arm.study

    def write(self, value: object) -> bytes:
        """The value as bytes."""
        written = BytesIO()
        _Pickler(written, self._rows).dump(value)
        return zlib.compress(written.getbuffer(), _FAST)

    def read(self, written: bytes) -> Any:
        """What was written of the same arms."""
        return _Unpickler(BytesIO(zlib.decompress(written)), self._rows).load()


def row_of_table(place: tuple[type, int]) -> ArmRow | StudyRow:
    """Stands in what is written for the row of this kind and number: who reads it looks in its own table."""
    raise LookupError(place)


class _Pickler(pickle.Pickler):
    """Writes a dataclass as a call of it: one with slots loads three times as fast as from its state."""

    def __init__(self, file: BytesIO, rows: dict[tuple[type, int], ArmRow | StudyRow]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._rows = rows

    # Not ``persistent_id``, which is asked for each number and text, too: that takes most of the time.
    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        if kind is ArmRow or kind is StudyRow:
            place = kind, value.id
            # A row that some rule has changed is written itself.
            return (row_of_table, (place,)) if self._rows.get(place) is value else NotImplemented
        if issubclass(kind, tuple):
            return _new_tuple, (kind, tuple(value))
        parts = _parts_of(kind)
        return NotImplemented if parts is None else (kind, parts(value))


def _new_tuple(kind: type[tuple[Any, ...]], parts: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple.__new__(kind, parts)


@cache
def _parts_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the values that a dataclass is called with; None for another class."""
    names = [field.name for field in fields(kind) if field.init] if is_dataclass(kind) else []
    return attrgetter(*names) if len(names) > 1 else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, rows: dict[tuple[type, int], ArmRow | StudyRow]) -> None:
        super().__init__(file)
        # Not a method of this object: it holds all that it has read, and would be in a cycle with it.
        self._row_at = rows.__getitem__

    def find_class(self, module: str, name: str) -> Any:
        return self._row_at if name == row_of_table.__name__ else _find_class(module, name)


@cache
def _find_class(module: str, name: str) -> Any:
    """Looked up once: each of many small parts names the same classes."""
    return attrgetter(name)(import_module(module))
