"""What each made-up study asks: cells and the groups of studies that are dealt to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, product

from studies.choices import Guidance, Route

# By these every made-up study is known.
SLUG = "synthetic-"
LABEL = "Synthetic"
REMARK = "Synthetic: made up for trying the site; no real study, no real patient."

# Studies of one cell after the other: enough for a pool, a prediction interval and a funnel, and too few for each.
GROUP_SIZES = (24, 1, 2, 3, 5, 8, 12, 1, 2, 40)
ARMS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("ozone", "steroid"), ("steroid",)),
    (("ozone",), ("sham",)),
    (("ozone",), ("steroid",)),
    (("ozone", "physiotherapy"), ("physiotherapy",)),
    (("ozone",), ("physiotherapy",)),
    (("ozone", "radiofrequency"), ("radiofrequency",)),
    (("ozone",), ("medication",)),
    (("ozone",), ("discectomy",)),
    (("ozone",), ("laser",)),
    # More than ozone differs: left out with its reason.
    (("ozone", "physiotherapy"), ("steroid",)),
)
ROUTES = (
    (Route.INTRADISCAL, Guidance.CT),
    (Route.INTRAFORAMINAL, Guidance.FLUOROSCOPY),
    (Route.PARAVERTEBRAL, Guidance.ULTRASOUND),
    (Route.EPIDURAL, Guidance.FLUOROSCOPY),
)


@dataclass(frozen=True, slots=True)
class DesignCell:
    """What a study asks; ``ozone`` and ``comparator`` are components of the two arms."""

    condition: str
    ozone: tuple[str, ...]
    comparator: tuple[str, ...]
    route: Route
    guidance: Guidance


def cells(conditions: Sequence[str]) -> list[DesignCell]:
    """Every cell of these conditions (slugs): the first condition, comparison and route first, then outwards."""
    places = product(range(len(conditions)), range(len(ARMS)), range(len(ROUTES)))
    return [DesignCell(conditions[c], *ARMS[a], *ROUTES[r]) for c, a, r in sorted(places, key=lambda at: (sum(at), at))]


def deal(conditions: Sequence[str]) -> Iterator[DesignCell]:
    """The cell of each study, from the first on and without end."""
    for cell, size in zip(cycle(cells(conditions)), cycle(GROUP_SIZES), strict=False):
        yield from [cell] * size
