"""What trials that are in no answer say of themselves: their printed directions, each trial once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.synthesis.excluded_contrasts import ExcludedContrast
from studies.choices import LabelledEnum, PrintedDirection
from studies.reported.contrasts import Contrast
from studies.reported.rows import StudyRow


class TrialDirection(LabelledEnum):
    """The printed direction of one trial."""

    FAVOURS_OZONE = "favours-ozone", "better with ozone"
    NO_DIFFERENCE = "no-difference", "no difference"
    FAVOURS_COMPARATOR = "favours-comparator", "better with the comparator"
    MIXED = "mixed", "mixed directions"
    NOT_STATED = "not-stated", "no direction"


class StudyDirection(NamedTuple):
    """One trial and its printed direction."""

    study: StudyRow
    direction: TrialDirection


def directions_of_unused(
    left_out: Iterable[ExcludedContrast], answered: Iterable[StudyRow]
) -> tuple[StudyDirection, ...]:
    """The direction of each trial of one question that is not in its answer, by the result the rule picks."""
    already = {study.id for study in answered}
    by_study: dict[int, list[ExcludedContrast]] = {}
    for item in left_out:
        if item.contrast and item.study.id not in already:
            by_study.setdefault(item.study.id, []).append(item)
    return tuple(StudyDirection(items[0].study, _of_study(items)) for items in by_study.values())


def directions_across_questions(
    groups: Iterable[Sequence[StudyDirection]], answered: Iterable[StudyRow] = ()
) -> tuple[StudyDirection, ...]:
    """The directions of several questions in one sentence: each trial once, mixed where its questions differ."""
    already = {study.id for study in answered}
    studies: dict[int, StudyRow] = {}
    found: dict[int, set[TrialDirection]] = {}
    for item in (item for group in groups for item in group if item.study.id not in already):
        studies[item.study.id] = item.study
        found.setdefault(item.study.id, set()).add(item.direction)
    return tuple(StudyDirection(studies[key], _joined(directions)) for key, directions in found.items())


def count_directions(items: Iterable[StudyDirection]) -> list[tuple[TrialDirection, int]]:
    """How many trials print each direction that some trial prints: a report of what they say, never a vote."""
    counts = Counter(item.direction for item in items)
    return [(direction, counts[direction]) for direction in TrialDirection if counts[direction]]


def _of_study(items: Sequence[ExcludedContrast]) -> TrialDirection:
    """The direction printed with the first, in the order of choice, of the results that print one.

    Other arms and other strata at that time by that measure count with it: mixed where they differ.
    """
    printed = [item.contrast for item in items if item.contrast and item.contrast.reported]
    if not printed:
        return TrialDirection.NOT_STATED
    first = min(map(_order_of_choice, printed))
    return _joined(
        {
            TrialDirection(row.direction.value)
            for contrast in printed
            if _order_of_choice(contrast) == first
            for row in contrast.reported
        }
    )


def _order_of_choice(contrast: Contrast) -> tuple[bool, tuple[int, float, float]]:
    return (bool(contrast.part), contrast.preference)


def _joined(directions: set[TrialDirection]) -> TrialDirection:
    stated = directions - {TrialDirection(PrintedDirection.NOT_STATED.value)}
    if len(stated) > 1:
        return TrialDirection.MIXED
    return stated.pop() if stated else TrialDirection.NOT_STATED
