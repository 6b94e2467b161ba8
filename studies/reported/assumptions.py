"""What a number rests on besides what was printed: named marks that go wherever the number goes.

An *assumption* is what was taken though it is not printed. A *caution* is what a reader must know of figures that are
printed. Each is named by its label, once at a place.
"""

from collections.abc import Iterable, Sequence

from studies.choices import ROUTE_GROUPS, LabelledEnum, ResultKind, RouteGroup
from studies.numerics.printed_times import is_mean_time
from studies.reported.rows import ArmRow, MeasureRow, ResultRow


class Assumption(LabelledEnum):
    """What was taken though it is not printed."""

    SCALE_NOT_NAMED = "scale-not-named", "the ends of the scale are not printed and are those of the instrument"
    MEAN_FOLLOW_UP = "mean-follow-up", "the time is a mean or median follow-up"
    ARM_SIZES_NOT_PRINTED = "arm-sizes-not-printed", "the number of people in an arm is not printed"
    DIRECTION_OF_INSTRUMENT = (
        "direction-of-instrument",
        "which way is better is not printed and is that of the instrument",
    )
    ROUTE_UNCERTAIN = "route-uncertain", "the route of ozone is other or not stated"
    DRUG_UNCERTAIN = "drug-uncertain", "the text read leaves open what an arm received"
    PEOPLE_ANALYSED_UNKNOWN = (
        "people-analysed-unknown",
        "the people analysed are not printed and are the most that fit every percentage of the arm",
    )


class Caution(LabelledEnum):
    """What a reader must know of printed figures before reading anything from them."""

    SMALL_SPREAD = "unusually-small-spread", "unusually small spread"
    GIVEN_AT_ANOTHER_PLACE = "given-at-another-place", "the comparator was given at another place"
    DIFFERED_BEFORE_TREATMENT = "differed-before-treatment", "the arms differed before treatment"


# Where a needle goes: a tablet, or an operation, is not "given at another place".
_PLACES = frozenset(RouteGroup) - {RouteGroup.NOT_STATED, RouteGroup.SYSTEMIC}


def result_assumptions(results: Iterable[ResultRow]) -> tuple[Assumption, ...]:
    """What the figures of the arms of a contrast rest on, each once, in the order of the list."""
    found = {mark for result in results for mark in _of_result(result)}
    return tuple(mark for mark in Assumption if mark in found) if found else ()


def difference_assumptions(
    measure: MeasureRow, results: Sequence[ResultRow], *, is_score: bool, n: int | None
) -> tuple[Assumption, ...]:
    """What a difference as printed rests on; ``results`` are those of its outcome and time, ``n`` its people."""
    found = set(result_assumptions(results)) - {Assumption.ARM_SIZES_NOT_PRINTED}
    marks = {
        Assumption.SCALE_NOT_NAMED: is_score and not results and measure.range_max is not None,
        Assumption.DIRECTION_OF_INSTRUMENT: is_score and not results and measure.higher_is is not None,
        Assumption.ARM_SIZES_NOT_PRINTED: n is None,
    }
    found |= {mark for mark, holds in marks.items() if holds}
    return tuple(mark for mark in Assumption if mark in found)


def arm_assumptions(ozone: ArmRow, comparator: ArmRow) -> tuple[Assumption, ...]:
    """What is taken of the two arms themselves, whatever they printed."""
    found = []
    if ROUTE_GROUPS[ozone.route] is RouteGroup.NOT_STATED:
        found.append(Assumption.ROUTE_UNCERTAIN)
    if not (ozone.components_certain and comparator.components_certain):
        found.append(Assumption.DRUG_UNCERTAIN)
    return tuple(found)


def place_cautions(ozone: ArmRow, comparator: ArmRow) -> tuple[Caution, ...]:
    """Whether both arms were injected, and not in one place."""
    places = {ROUTE_GROUPS[ozone.route], ROUTE_GROUPS[comparator.route]}
    return (Caution.GIVEN_AT_ANOTHER_PLACE,) if len(places) > 1 and places <= _PLACES else ()


def _of_result(result: ResultRow) -> set[Assumption]:
    found = {Assumption.MEAN_FOLLOW_UP} if is_mean_time(result.timepoint_label) else set[Assumption]()
    if result.kind is not ResultKind.CONTINUOUS:
        return found
    measure = result.measure
    of_instrument = (measure.range_min, measure.range_max)
    if (result.scale_min, result.scale_max) == (None, None) != of_instrument:
        found.add(Assumption.SCALE_NOT_NAMED)
    if result.higher_is is None and measure.higher_is is not None:
        found.add(Assumption.DIRECTION_OF_INSTRUMENT)
    if result.n is None:
        found.add(Assumption.ARM_SIZES_NOT_PRINTED)
    return found
