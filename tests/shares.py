"""Tests that go through everything there is: a share in each run of the suite, all under the mark ``long``."""

import math
import random
from collections.abc import Iterable
from typing import TypeVar

import pytest

Item = TypeVar("Item")

# For a test with the argument ``share``; a tenth where the items are like one another, or each is dear.
A_SHARE, A_TENTH = (
    pytest.mark.parametrize("share", [share, pytest.param(1, marks=pytest.mark.long)]) for share in (1 / 4, 1 / 10)
)


def drawn(items: Iterable[Item], share: float) -> list[Item]:
    """That share of the items, in their order; which ones follows from the seed of the run."""
    every = list(items)
    places = random.sample(range(len(every)), math.ceil(share * len(every)))
    return [every[place] for place in sorted(places)]
