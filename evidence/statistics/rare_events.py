"""Arms without events: which method pools two-by-two tables then.

Only an arm without *events* makes a rare-event case; an arm in which everyone had the event needs no other method for
a ratio of risks. A *side* is all ozone arms, or all comparator arms, of the tables.
"""

from collections.abc import Sequence

from evidence.statistics.effect_sizes import Measure, no_information
from evidence.statistics.estimates import Model
from evidence.statistics.mantel_haenszel import Table

# Handbook 10.4.4.1: Peto's method fits risks below 1 percent and arms of about equal size.
RARE = 0.01
BALANCED = 2
# Handbook 10.4.4.3: below this, Mantel-Haenszel needs no correction and random effects would rest on the 0.5 added.
UNCOMMON = 0.10


def informative(tables: Sequence[Table]) -> list[Table]:
    """The tables that give information about a ratio: not those in which no one, or everyone, had the event."""
    return [table for table in tables if not no_information(*table)]


def has_arm_without_events(tables: Sequence[Table]) -> bool:
    """Whether in some arm no one had the event; studies in which no one of either arm had it do not count."""
    return bool(informative([(ozone, other) for ozone, other in tables if 0 in (ozone.events, other.events)]))


def side_without_events(tables: Sequence[Table]) -> bool:
    """Whether no one had the event in any arm of one side, while some of the other side had it."""
    ozone, comparator = _events(tables, 0), _events(tables, 1)
    return (ozone == 0) is not (comparator == 0)


def pooling_model(tables: Sequence[Table]) -> Model:
    """How tables are pooled: by random effects, except where an arm has no event and events are few."""
    if not has_arm_without_events(tables):
        return Model.RANDOM
    with_information = informative(tables)
    if side_without_events(with_information):
        return Model.PETO
    highest = max(_risk(with_information, side) for side in (0, 1))
    balanced = all(max(a.n, b.n) <= BALANCED * min(a.n, b.n) for a, b in with_information)
    if highest < RARE and balanced:
        return Model.PETO
    return Model.MANTEL_HAENSZEL if highest < UNCOMMON else Model.RANDOM


def ratio_of_events(tables: Sequence[Table]) -> Measure:
    """The ratio in which tables are pooled: odds by Peto's method, else risks."""
    return Measure.OR if pooling_model(tables) is Model.PETO else Measure.RR


def _events(tables: Sequence[Table], side: int) -> float:
    return sum(table[side].events for table in tables)


def _risk(tables: Sequence[Table], side: int) -> float:
    return _events(tables, side) / sum(table[side].n for table in tables)
