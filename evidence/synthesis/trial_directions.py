"""What trials that are in no answer say of themselves: their printed directions, each trial once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.synthesis.exclusions import LeftOut
from studies.choices import Direction, Vocabulary
from studies.reported.contrasts import Contrast
from studies.reported.rows import StudyRow


class Leaning(Vocabulary):
    """The printed direction of one trial."""

    FAVOURS_OZONE = "favours-ozone", "favour ozone"
    NO_DIFFERENCE = "no-difference", "found no difference"
    FAVOURS_COMPARATOR = "favours-comparator", "favour the comparator"
    MIXED = "mixed", "print mixed directions"
    NOT_STATED = "not-stated", "print no direction"


@dataclass(frozen=True, slots=True)
class StudyLeaning:
    """One trial and its printed direction."""

    study: StudyRow
    leaning: Leaning


def leanings(left_out: Iterable[LeftOut], answered: Iterable[StudyRow]) -> tuple[StudyLeaning, ...]:
    """The direction of each trial of one question that is not in its answer, by the result the rule picks."""
    already = {study.id for study in answered}
    by_study: dict[int, list[LeftOut]] = {}
    for item in left_out:
        if item.contrast and item.study.id not in already:
            by_study.setdefault(item.study.id, []).append(item)
    return tuple(StudyLeaning(items[0].study, _of_study(items)) for items in by_study.values())


def across_questions(
    groups: Iterable[Sequence[StudyLeaning]], answered: Iterable[StudyRow] = ()
) -> tuple[StudyLeaning, ...]:
    """The directions of several questions in one sentence: each trial once, mixed where its questions differ."""
    already = {study.id for study in answered}
    studies: dict[int, StudyRow] = {}
    found: dict[int, set[Leaning]] = {}
    for item in (item for group in groups for item in group if item.study.id not in already):
        studies[item.study.id] = item.study
        found.setdefault(item.study.id, set()).add(item.leaning)
    return tuple(StudyLeaning(studies[key], _joined(seen)) for key, seen in found.items())


def tally(items: Iterable[StudyLeaning]) -> list[tuple[Leaning, int]]:
    """How many trials lean each way. The first three are always there, also as zero; the others where they occur."""
    counts = Counter(item.leaning for item in items)
    always = (Leaning.FAVOURS_OZONE, Leaning.NO_DIFFERENCE, Leaning.FAVOURS_COMPARATOR)
    return [(leaning, counts[leaning]) for leaning in Leaning if leaning in always or counts[leaning]]


def _of_study(items: Sequence[LeftOut]) -> Leaning:
    """The direction printed with the first, in the order of choice, of the results that print one.

    Other arms and other strata at that time by that measure speak with it: mixed where they differ.
    """
    printed = [item.contrast for item in items if item.contrast and item.contrast.reported]
    if not printed:
        return Leaning.NOT_STATED
    first = min(map(_order_of_choice, printed))
    return _joined(
        {
            Leaning(row.direction.value)
            for contrast in printed
            if _order_of_choice(contrast) == first
            for row in contrast.reported
        }
    )


def _order_of_choice(contrast: Contrast) -> tuple[bool, tuple[int, float, float]]:
    return (bool(contrast.part), contrast.preference)


def _joined(seen: set[Leaning]) -> Leaning:
    stated = seen - {Leaning(Direction.NOT_STATED.value)}
    if len(stated) > 1:
        return Leaning.MIXED
    return stated.pop() if stated else Leaning.NOT_STATED
