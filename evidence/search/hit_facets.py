"""By what the studies of a search can be narrowed, each value with how many hits it would leave."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.search.search_form import SearchChoice
from studies.choices import Design
from studies.models import Condition
from studies.search.study_search import HitKind, Narrowing, StudyHits

# Years in bands of five, the last ones first; what is before is one band.
_YEARS_IN_A_BAND = 5
_FIRST_BAND = 2000


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: its name, how many hits it leaves, and the address that chooses it, or takes it back if chosen."""

    label: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HitFacet:
    """One thing that hits differ in."""

    label: str
    values: tuple[FacetValue, ...]

    @property
    def is_useful(self) -> bool:
        """Whether a choice would change anything."""
        return len(self.values) > 1 or any(value.is_chosen for value in self.values)


def hit_facets(hits: StudyHits, choice: SearchChoice, conditions: Mapping[int, Condition]) -> tuple[HitFacet, ...]:
    """The facets of all hits; the values of each are counted as if nothing of its own were chosen."""
    facets = (_designs(hits, choice), _conditions(hits, choice, conditions), _years(hits, choice))
    return tuple(facet for facet in facets if facet.is_useful)


def _counts(hits: StudyHits, narrowing: Narrowing, value_of: Callable[[HitKind], str]) -> Counter[str]:
    counts = Counter[str]()
    for kind, number in hits.kinds.items():
        if narrowing.admits(kind):
            counts[value_of(kind)] += number
    return counts


def _designs(hits: StudyHits, choice: SearchChoice) -> HitFacet:
    counts = _counts(hits, replace(choice.narrowing, design=""), lambda kind: kind.design)
    values = [
        FacetValue(
            design.label.capitalize(),
            counts[design],
            choice.href(design="" if choice.design == design else design.value),
            choice.design == design,
        )
        for design in Design
        if counts[design] or choice.design == design
    ]
    return HitFacet("Design", tuple(values))


def _conditions(hits: StudyHits, choice: SearchChoice, conditions: Mapping[int, Condition]) -> HitFacet:
    counts = _counts(hits, replace(choice.narrowing, conditions=()), lambda kind: str(kind.condition_id))
    chosen = choice.condition.pk if choice.condition else None
    values = [
        FacetValue(
            condition.name,
            counts[str(pk)],
            choice.href(condition="" if pk == chosen else condition.slug),
            pk == chosen,
        )
        for pk, condition in conditions.items()
        if counts[str(pk)] or pk == chosen
    ]
    return HitFacet("Condition", tuple(sorted(values, key=lambda value: -value.count)))


def _years(hits: StudyHits, choice: SearchChoice) -> HitFacet:
    counts = _counts(hits, replace(choice.narrowing, year_from=0, year_to=0), lambda kind: str(_band(kind.year)))
    bands = sorted((int(band) for band in counts if int(band)), reverse=True)
    chosen = (choice.year_from, choice.year_to)
    return HitFacet("Year", tuple(_year_value(choice, _limits(band), counts[str(band)], chosen) for band in bands))


def _band(year: int) -> int:
    """The first year of the band of a year; 1 of all before the first, 0 of none."""
    if not year:
        return 0
    return 1 if year < _FIRST_BAND else year - year % _YEARS_IN_A_BAND


def _limits(band: int) -> tuple[int, int]:
    return (0, _FIRST_BAND - 1) if band == 1 else (band, band + _YEARS_IN_A_BAND - 1)


def _year_value(choice: SearchChoice, limits: tuple[int, int], count: int, chosen: tuple[int, int]) -> FacetValue:
    first, last = limits
    label = f"{first} to {last}" if first else f"Before {last + 1}"
    href = choice.href(year_from=0, year_to=0) if limits == chosen else choice.href(year_from=first, year_to=last)
    return FacetValue(label, count, href, limits == chosen)


def chosen_labels(choice: SearchChoice) -> Sequence[tuple[str, str]]:
    """What hits are narrowed to, each with the address without it."""
    chosen = []
    if choice.design:
        chosen.append((Design(choice.design).label, choice.href(design="")))
    if choice.condition:
        chosen.append((choice.condition.name, choice.href(condition="")))
    if choice.year_from or choice.year_to:
        first, last = choice.year_from, choice.year_to
        words = f"{first} to {last}" if first and last else (f"from {first}" if first else f"until {last}")
        chosen.append((words, choice.href(year_from=0, year_to=0)))
    return chosen
