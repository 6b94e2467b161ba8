"""Tests that go through everything there is: a share in each run of the suite, all under the mark ``long``."""

import math
import random
from collections.abc import Iterable
from typing import TypeVar

import pytest

Item = TypeVar("Item")

# For a test with the argument ``share``.
A_SHARE = pytest.mark.parametrize("share", [1 / 4, pytest.param(1, marks=pytest.mark.long)])


def drawn(items: Iterable[Item], share: float) -> list[Item]:
    """That share of the items, in their order; which ones follows from the seed of the run."""
    every = list(items)
    places = random.sample(range(len(every)), math.ceil(share * len(every)))
    return [every[place] for place in sorted(places)]
