"""One result per study and question."""

from collections.abc import Sequence

from evidence.synthesis.leaving_out import LeftOut, Reason
from evidence.synthesis.poolability import Usable

# A result of some people of an arm is chosen only when none of the whole arm is there.
_Rank = tuple[bool, bool, int, float, float]


def _rank(usable: Usable) -> _Rank:
    doubtful = usable.beside is not None and usable.beside is not Reason.PART_OF_ARM
    return (doubtful, bool(usable.contrast.part), *usable.contrast.preference)


def choose(candidates: Sequence[Usable]) -> tuple[list[Usable], list[LeftOut]]:
    """Of one study's usable contrasts of one question those that answer it, and the rest, left out.

    The best is undoubted, of whole arms, by the measure's order, then nearest the window's target, a tie to the later.
    Contrasts of other arms at the same time by the same measure come with it, as do other parts of the same arms.
    """
    best = min(candidates, key=_rank)
    chosen: dict[tuple[frozenset[int], str], Usable] = {}
    rest = []
    for candidate in candidates:
        place = (candidate.contrast.pair.arms, candidate.contrast.part)
        if _rank(candidate) == _rank(best) and place not in chosen:
            chosen[place] = candidate
        else:
            rest.append(candidate)
    return list(chosen.values()), [_left_out(usable, best) for usable in rest]


def _left_out(usable: Usable, best: Usable) -> LeftOut:
    chosen = best.contrast.timepoint_label or best.contrast.measure.name
    return LeftOut(
        usable.contrast.pair, Reason.OTHER_RESULT_CHOSEN, usable.contrast, f"{best.contrast.measure.name}, {chosen}"
    )
