"""One result per study and question, and studies that can stand together."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.eligibility import EligibleContrast
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.study_effects import effect_measure
from studies.reported.exclusion_reasons import ContrastExclusion

Chosen = list[list[EligibleContrast]]
# A result of some people of an arm is chosen only when none of the whole arm is there; a doubted one comes last.
_Tier = tuple[bool, bool]
_Rank = tuple[bool, bool, int, float, float]


def choose_results(candidates: Sequence[EligibleContrast]) -> tuple[list[EligibleContrast], list[ExcludedContrast]]:
    """Of one study's usable contrasts of one question those that answer it, and the rest, left out.

    The best is undoubted, of whole arms, by the measure's order, then nearest the window's target, a tie to the later.
    Contrasts of other arms at the same time by the same measure come with it, as do other parts of the same arms. Each
    stratum has a best of its own: its people are nobody else's.
    """
    if len(candidates) == 1:
        return list(candidates), []
    strata: dict[str, list[EligibleContrast]] = {}
    for candidate in candidates:
        strata.setdefault(candidate.contrast.pair.ozone.stratum, []).append(candidate)
    bests = [min(group, key=_rank) for group in strata.values()]
    tier = min(_tier(best) for best in bests)
    chosen: dict[tuple[frozenset[int], str], EligibleContrast] = {}
    rest = []
    for best, group in zip(bests, strata.values(), strict=True):
        for candidate in group:
            place = (candidate.contrast.pair.arms, candidate.contrast.part)
            if _tier(candidate) == tier and _is_combinable(candidate, best) and place not in chosen:
                chosen[place] = candidate
            else:
                rest.append(_left_out(candidate, best, tier))
    return list(chosen.values()), rest


def choose_results_of_all(usable: Iterable[EligibleContrast]) -> tuple[Chosen, list[ExcludedContrast]]:
    """Each study's choice, of one kind, and of one scale or (across scales) one sort of score; the rest left out.

    What kind that is, the undoubted decide: a doubted figure changes no answer.
    """
    by_study: dict[int, list[EligibleContrast]] = {}
    for item in usable:
        by_study.setdefault(item.contrast.pair.ozone.study.id, []).append(item)
    chosen: Chosen = []
    left_out: list[ExcludedContrast] = []
    for items in by_study.values():
        best, rest = choose_results(items)
        chosen.append(best)
        left_out += rest
    chosen, others = _same_scale(chosen, lambda item: item.contrast.kind, ContrastExclusion.OTHER_KIND)
    left_out += others
    if answer_measure(chosen) is Measure.SMD:
        chosen, others = _same_scale(chosen, _is_change, ContrastExclusion.CHANGE_AND_FINAL)
        left_out += others
    if answer_measure(chosen) is Measure.MD:
        chosen, others = _same_scale(chosen, lambda item: item.scale, ContrastExclusion.OTHER_SCALE)
        left_out += others
    return chosen, left_out


def answer_measure(chosen: Chosen) -> Measure | None:
    """The measure of an answer made of these; None of nothing."""
    deciding = [item for items in _deciding(chosen) for item in items]
    return effect_measure(deciding) if deciding else None


def _rank(usable: EligibleContrast) -> _Rank:
    return (*_tier(usable), *usable.contrast.preference)


def _tier(usable: EligibleContrast) -> _Tier:
    doubtful = usable.pool_exclusion is not None and usable.pool_exclusion is not ContrastExclusion.PART_OF_ARM
    return (doubtful, bool(usable.contrast.part))


def _is_combinable(candidate: EligibleContrast, best: EligibleContrast) -> bool:
    return _rank(candidate) == _rank(best) and candidate.contrast.kind is best.contrast.kind


def _left_out(usable: EligibleContrast, best: EligibleContrast, tier: _Tier) -> ExcludedContrast:
    """Doubt, or being a part, is the reason where the chosen are better in that; else that another was chosen."""
    contrast = usable.contrast
    if usable.pool_exclusion and _tier(usable) > tier:
        return ExcludedContrast(
            contrast.pair, usable.pool_exclusion, contrast, usable.query.problem if usable.query else ""
        )
    chosen = best.contrast.timepoint_label or best.contrast.measure.name
    return ExcludedContrast(
        contrast.pair, ContrastExclusion.OTHER_RESULT_CHOSEN, contrast, f"{best.contrast.measure.name}, {chosen}"
    )


def _is_change(item: EligibleContrast) -> bool:
    return item.contrast.ozone is not None and item.contrast.ozone.is_change


def _deciding(chosen: Chosen) -> Chosen:
    """The studies with an undoubted figure; all of them where every figure is doubted."""
    return [items for items in chosen if items[0].pool_exclusion is None] or chosen


def _same_scale(
    chosen: Chosen, sort_of: Callable[[EligibleContrast], object], reason: ContrastExclusion
) -> tuple[Chosen, list[ExcludedContrast]]:
    """The studies of the sort that most of the deciding are (a tie to the first), and the others, left out."""
    counts = Counter(sort_of(items[0]) for items in _deciding(chosen))
    if not counts:
        return chosen, []
    sort = counts.most_common(1)[0][0]
    others = [item for items in chosen if sort_of(items[0]) != sort for item in items]
    kept = [items for items in chosen if sort_of(items[0]) == sort]
    return kept, [ExcludedContrast(item.contrast.pair, reason, item.contrast) for item in others]
