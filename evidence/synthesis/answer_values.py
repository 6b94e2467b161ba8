"""Values that follow from one answer alone: each is computed once, and is kept with the answer.

So what pages show of an answer can be stored without the contrasts that it was made of (``stored_answers``).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar


class _WithValues(Protocol):
    @property
    def derived(self) -> dict[str, Any]: ...


Found = TypeVar("Found")
Item = TypeVar("Item", bound=_WithValues)

# Every function below; what they give is light: texts, numbers and studies, no contrasts and no results.
_FUNCTIONS: list[Callable[[Any], Any]] = []


def once_per_answer(function: Callable[[Item], Found]) -> Callable[[Item], Found]:
    """The same function of an answer, computed at its first call for it. Nobody may change what it gives."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def found(answer: Item) -> Found:
        derived = answer.derived
        if name not in derived:
            derived[name] = function(answer)
        value: Found = derived[name]
        return value

    _FUNCTIONS.append(found)
    return found


def derive_values(answer: _WithValues) -> None:
    """Compute all of them for an answer."""
    for function in _FUNCTIONS:
        function(answer)
