"""An order of rows by what they say, where a rule would otherwise fall back on the order in which they were read.

It means nothing in itself: it only makes the same rows give the same answer, however a file or a database sorts them.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from studies.reported.rows import FEW_KINDS, ArmRow, ContrastRow, MeasureRow, ResultRow

# Texts compare whatever the fields hold, None too.
ContentOrder = tuple[str, ...]

# Told apart by what they say themselves, or that say nothing of their own.
_ELSEWHERE = {"id", "arm", "arm_a", "arm_b", "measure", "before", "provenance"}


def arm_order(arm: ArmRow) -> ContentOrder:
    """The place of an arm among the arms of its study."""
    return (arm.stratum, arm.label, arm.condition, arm.route, *sorted(arm.components), str(arm.n))


def result_order(row: ResultRow) -> ContentOrder:
    """The place of a result among the results of its study."""
    return (*arm_order(row.arm), _measure_text(row.measure), *map(str, _OWN_OF_RESULT(row)))


def contrast_order(row: ContrastRow) -> ContentOrder:
    """The place of a printed difference among those of its study."""
    arms = (*arm_order(row.arm_a), *arm_order(row.arm_b))
    return (*arms, _measure_text(row.measure), *map(str, _OWN_OF_CONTRAST(row)))


# Asked of every result of every finding, and few measures are different.
@lru_cache(maxsize=FEW_KINDS)
def _measure_text(measure: MeasureRow) -> str:
    return str(measure._replace(id=0, complement_of=None))


def _own(fields: Iterable[str]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What takes the fields of a row that are its own."""
    return itemgetter(*(place for place, name in enumerate(fields) if name not in _ELSEWHERE))


_OWN_OF_RESULT, _OWN_OF_CONTRAST = _own(ResultRow._fields), _own(ContrastRow._fields)
