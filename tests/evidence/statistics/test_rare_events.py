"""Which method pools tables in which arms have no event."""

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import Model
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.rare_events import (
    has_arm_without_events,
    informative,
    pooling_model,
    ratio_of_events,
    side_without_events,
)
from tests.evidence.statistics.effect_factories import make_table

Cells = tuple[float, float, float, float]


def tables(*cells: Cells) -> list[Table]:
    return [make_table(*each) for each in cells]


@pytest.mark.parametrize(
    ("cells", "model"),
    [
        ([(5, 20, 9, 20), (6, 20, 8, 20)], Model.RANDOM),
        ([(20, 20, 10, 20), (9, 20, 8, 20)], Model.RANDOM),
        ([(20, 20, 20, 20), (9, 20, 8, 20)], Model.RANDOM),
        ([(0, 20, 0, 20), (9, 20, 8, 20)], Model.RANDOM),
        ([(0, 40, 3, 40), (0, 30, 2, 30), (0, 50, 1, 52)], Model.PETO),
        ([(3, 40, 0, 40), (2, 30, 0, 30)], Model.PETO),
        ([(0, 20, 12, 20)], Model.PETO),
        ([(0, 300, 2, 300), (1, 300, 2, 300)], Model.PETO),
        ([(0, 300, 2, 700), (1, 300, 2, 300)], Model.MANTEL_HAENSZEL),
        ([(0, 100, 3, 100), (2, 100, 2, 100)], Model.MANTEL_HAENSZEL),
        ([(0, 20, 4, 20), (5, 20, 6, 20)], Model.RANDOM),
    ],
    ids=[
        "events in every arm",
        "a full arm is no rare event",
        "two full arms say nothing",
        "two arms without events say nothing",
        "no event on the side of ozone",
        "no event on the side of the comparator",
        "one study",
        "under 1 percent, balanced",
        "under 1 percent, not balanced",
        "under 10 percent",
        "not rare",
    ],
)
def test_only_arms_without_events_change_the_method(cells: list[Cells], model: Model):
    assert pooling_model(tables(*cells)) is model
    assert ratio_of_events(tables(*cells)) is (Measure.OR if model is Model.PETO else Measure.RR)


def test_the_risk_of_a_side_is_that_of_all_its_arms_together():
    """2 of 110 with ozone and 10 of 110 without: each side is below 10 percent, one arm is not."""
    assert pooling_model(tables((0, 10, 2, 10), (2, 100, 8, 100))) is Model.MANTEL_HAENSZEL


def test_studies_that_say_nothing_are_not_counted():
    given = tables((0, 20, 0, 20), (20, 20, 18, 18), (20, 20, 0, 18))
    assert informative(given) == given[2:]
    assert has_arm_without_events(given)
    assert side_without_events(given[:1]) is False
