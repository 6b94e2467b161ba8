"""Rows, and what was made of them, as compressed bytes in which arms and studies stand by their numbers.

Many parts are stored of the same studies. Each is loaded with the arms and studies of all of them, which are stored
once: the parts are small, and what is loaded shares its arms.
"""

import pickle
import zlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from io import BytesIO
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


class _Pickler(pickle.Pickler):
    """Writes a dataclass as a call of it: one with slots loads three times as fast as from its state."""

    def __init__(self, file: BytesIO, rows: dict[tuple[type, int], ArmRow | StudyRow]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._rows = rows

    def persistent_id(self, value: object) -> tuple[type, int] | None:
        kind = type(value)
        if (kind is ArmRow or kind is StudyRow) and isinstance(value, ArmRow | StudyRow):
            place = kind, value.id
            # A row that some rule has changed is written itself.
            return place if self._rows.get(place) is value else None
        return None

    def reducer_override(self, value: object) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, field.name) for field in fields(value) if field.init)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, rows: dict[tuple[type, int], ArmRow | StudyRow]) -> None:
        super().__init__(file)
        self._rows = rows

    def persistent_load(self, place: tuple[type, int]) -> ArmRow | StudyRow:
        return self._rows[place]
