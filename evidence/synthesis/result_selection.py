"""One result per study and question, and studies that can be combined.

A result is chosen by rules alone: where no rule decides between two, what they say does, never the order of the rows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.eligibility import EligibleContrast
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.shared_arms import is_one_difference, shares_people
from evidence.synthesis.study_effects import effect_measure
from studies.choices import ResultKind
from studies.reported.content_order import ContentOrder
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.score_kinds import ScoreKind
from studies.reported.text_keys import name_key

Chosen = list[list[EligibleContrast]]
Kind = TypeVar("Kind")
# A result of some people of an arm is chosen only when none of the whole arm is there; a doubted one comes last.
_Tier = tuple[bool, bool]
_RESULT_KINDS: Sequence[ResultKind | None] = list(ResultKind)


class _Rank(NamedTuple):
    """The smaller, the sooner chosen: tier, the measure's order, the kind of score, how near the target, the later.

    Counts come before a ratio that their trial printed.
    """

    tier: _Tier
    measure_order: int
    score_kind: int
    is_printed_ratio: bool
    distance: float
    earliness: float


class StudyChoices(NamedTuple):
    """What each study answers with, and the rest, left out."""

    chosen: Chosen
    left_out: list[ExcludedContrast]


def choose_results(candidates: Sequence[EligibleContrast]) -> tuple[list[EligibleContrast], list[ExcludedContrast]]:
    """Of one study's usable contrasts of one question those that answer it, and the rest, left out.

    The best is undoubted, of whole arms, by the measure's order, then by the kind of score, then nearest the window's
    target, a tie to the later. Contrasts of other arms at the same time by the same measure come with it, as do other
    parts of the same arms. Each stratum has its own best, of the same kind of score: no other stratum has its people.
    """
    if len(candidates) == 1:
        return list(candidates), []
    firm = _of_best_tier(candidates)
    tier, kind = _tier(firm[0]), _kind_of_study(firm)
    offered = [item for item in firm if item.score_kind is kind]
    bests = {stratum: _best(items) for stratum, items in _by_stratum(offered).items()}
    combinable = (item for item in offered if _is_combinable(item, bests[_stratum(item)]))
    chosen = _without_shared_people(_first(items) for items in _by_place(combinable).values())
    ids = set(map(id, chosen))
    rest = [_left_out(item, tier, bests.get(_stratum(item))) for item in candidates if id(item) not in ids]
    return _in_order(chosen, lambda item: item.contrast.content_order), rest


def choose_results_of_all(usable: Sequence[EligibleContrast]) -> StudyChoices:
    """Each study's choice: all counts or all scores, on one scale or (across scales) of one kind; the rest left out.

    What kind that is, the undoubted decide: a doubted figure changes no answer.
    """
    if len(usable) < 2:
        return StudyChoices([[item] for item in usable], [])
    by_study: dict[int, list[EligibleContrast]] = {}
    for item in usable:
        by_study.setdefault(item.contrast.pair.ozone.study.id, []).append(item)
    studies, left_out = _of_shared_kind(
        list(by_study.values()), lambda item: item.contrast.kind, _RESULT_KINDS, ContrastExclusion.OTHER_KIND
    )
    found = _choose(studies)
    measure = answer_measure(found.chosen)
    if measure is Measure.SMD:
        found = _across_scales(studies, found)
        measure = answer_measure(found.chosen)
    if measure is Measure.MD:
        chosen, others = _of_scale(found.chosen, _most_shared_scale(found.chosen))
        found = StudyChoices(chosen, [*found.left_out, *others])
    return StudyChoices(found.chosen, [*left_out, *found.left_out])


def answer_measure(chosen: Chosen) -> Measure | None:
    """The measure of an answer made of these; None of nothing."""
    deciding = [item for items in _deciding(chosen) for item in items]
    return effect_measure(deciding) if deciding else None


def _choose(studies: Chosen) -> StudyChoices:
    found = StudyChoices([], [])
    for items in studies:
        best, rest = choose_results(items)
        found.chosen.append(best)
        found.left_out.extend(rest)
    return found


def _across_scales(studies: Chosen, by_default: StudyChoices) -> StudyChoices:
    """The same studies by the kind of score that most of them have, each offering what it has.

    Where those that have it turn out to share a scale, final scores and changes may be combined after all.
    """
    standardised, alone = _standardised(studies)
    kinds, reason = list(ScoreKind), ContrastExclusion.CHANGE_AND_FINAL
    of_kind, others = _of_shared_kind(standardised, lambda item: item.score_kind, kinds, reason)
    found, others = _choose(of_kind), [*alone, *others]
    if answer_measure(found.chosen) is Measure.SMD:
        return StudyChoices(found.chosen, [*others, *found.left_out])
    chosen, of_other_scale = _of_scale(by_default.chosen, _most_shared_scale(found.chosen or by_default.chosen))
    return StudyChoices(chosen, [*by_default.left_out, *of_other_scale])


def _standardised(studies: Chosen) -> tuple[Chosen, list[ExcludedContrast]]:
    """What of each study can be standardised, and the differences that were printed without the spread of scores."""
    kept, alone = Chosen(), []
    for items in studies:
        with_spread = [item for item in items if item.score_kind.can_be_standardised]
        kept += [with_spread] if with_spread else []
        alone += [
            _excluded(item, ContrastExclusion.NOT_STANDARDISED)
            for item in items
            if not item.score_kind.can_be_standardised
        ]
    return kept, alone


def _most_shared_scale(chosen: Chosen) -> str:
    """The scale that most of the deciding have; of several, the first by its name."""
    scales = [{items[0].scale_key} for items in _deciding(chosen)]
    return _most_shared(scales, sorted(set().union(*scales))) or ""


def _of_shared_kind(
    studies: Chosen, kind_of: Callable[[EligibleContrast], Kind], order: Sequence[Kind], reason: ContrastExclusion
) -> tuple[Chosen, list[ExcludedContrast]]:
    """What each study has of the kind that most of the deciding have (a tie by the order), and the rest, left out."""
    if len({kind_of(item) for items in studies for item in items}) < 2:
        return studies, []
    deciding = [_of_best_tier(items) for items in studies]
    firm = [items for items in deciding if not _tier(items[0])[0]] or deciding
    shared = _most_shared([{kind_of(item) for item in items} for items in firm], order)
    kept, others = Chosen(), []
    for items in studies:
        of_kind = [item for item in items if kind_of(item) == shared]
        kept += [of_kind] if of_kind else []
        rest = [item for item in items if kind_of(item) != shared]
        best = _best(of_kind) if of_kind and rest else None
        others += [_left_out(item, _tier(best or item), best, reason) for item in rest]
    return kept, others


def _most_shared(offers: Iterable[Collection[Kind]], order: Sequence[Kind]) -> Kind | None:
    """The kind that most offer; of several, the first in the order. None of nothing."""
    counts = Counter(kind for offered in offers for kind in offered)
    return min(counts, key=lambda kind: (-counts[kind], order.index(kind)), default=None)


def _kind_of_study(candidates: Sequence[EligibleContrast]) -> ScoreKind:
    """The one kind of score by which a study answers: of the kinds of its strata's best, the one that most have."""
    if len(kinds := {item.score_kind for item in candidates}) == 1:
        return kinds.pop()
    strata = _by_stratum(candidates).values()
    # Of several with the best rank any will do: the kind of score is part of the rank.
    bests = {min(items, key=_rank).score_kind for items in strata}
    offers = [bests & {item.score_kind for item in items} for items in strata]
    kind = _most_shared(offers, list(ScoreKind))
    assert kind is not None  # noqa: S101 - some candidate is of the best tier; mypy needs to know
    return kind


def _without_shared_people(chosen: Iterable[EligibleContrast]) -> list[EligibleContrast]:
    """Those that can be combined: of differences within the same people, or as printed, no two share a person.

    Arms can be combined into one side; two differences that share an arm cannot, and the larger stays.
    """
    listed, found = list(chosen), list[EligibleContrast]()
    if not any(map(is_one_difference, listed)):
        return listed
    for item in _in_order(listed, _order_among_equals):
        if not is_one_difference(item) or not any(shares_people(item, other) for other in found):
            found.append(item)
    return found


def _by_stratum(candidates: Iterable[EligibleContrast]) -> dict[str, list[EligibleContrast]]:
    found: dict[str, list[EligibleContrast]] = {}
    for candidate in candidates:
        found.setdefault(_stratum(candidate), []).append(candidate)
    return found


def _by_place(candidates: Iterable[EligibleContrast]) -> dict[tuple[frozenset[int], str], list[EligibleContrast]]:
    found: dict[tuple[frozenset[int], str], list[EligibleContrast]] = {}
    for candidate in candidates:
        found.setdefault((candidate.contrast.pair.arms, candidate.contrast.part), []).append(candidate)
    return found


def _stratum(candidate: EligibleContrast) -> str:
    return candidate.contrast.pair.ozone.stratum


def _rank(usable: EligibleContrast) -> _Rank:
    order, *distance = usable.contrast.preference
    is_printed_ratio = usable.printed is not None and not usable.scale
    return _Rank(_tier(usable), order, usable.score_kind.order, is_printed_ratio, *distance)


def _tier(usable: EligibleContrast) -> _Tier:
    doubtful = usable.pool_exclusion is not None and usable.pool_exclusion is not ContrastExclusion.PART_OF_ARM
    return (doubtful, bool(usable.contrast.part))


def _of_best_tier(candidates: Sequence[EligibleContrast]) -> Sequence[EligibleContrast]:
    tiers = list(map(_tier, candidates))
    best = min(tiers)
    return [item for item, tier in zip(candidates, tiers, strict=True) if tier == best]


def _best(candidates: Sequence[EligibleContrast]) -> EligibleContrast:
    if len(candidates) == 1:
        return candidates[0]
    ranks = list(map(_rank, candidates))
    best = min(ranks)
    return _first([item for item, rank in zip(candidates, ranks, strict=True) if rank == best])


def _first(equals: Sequence[EligibleContrast]) -> EligibleContrast:
    """One of several between which no rule decides: of the most people, else by what it says."""
    if len(equals) == 1:
        return equals[0]
    people = [item.people or 0 for item in equals]
    largest = [item for item, n in zip(equals, people, strict=True) if n == max(people)]
    return largest[0] if len(largest) == 1 else min(largest, key=lambda item: item.contrast.content_order)


def _in_order(items: list[EligibleContrast], key: Callable[[EligibleContrast], Any]) -> list[EligibleContrast]:
    """Sorted by a key that takes long to make: of one item it is not made."""
    return sorted(items, key=key) if len(items) > 1 else items


def _order_among_equals(item: EligibleContrast) -> tuple[int, ContentOrder]:
    return (-(item.people or 0), item.contrast.content_order)


def _is_combinable(candidate: EligibleContrast, best: EligibleContrast) -> bool:
    return candidate is best or _likeness(candidate) == _likeness(best)


def _likeness(item: EligibleContrast) -> tuple[_Rank, str, str, ResultKind | None]:
    contrast = item.contrast
    return _rank(item), contrast.measure.slug, name_key(contrast.outcome_name), contrast.kind


def _left_out(
    usable: EligibleContrast,
    tier: _Tier,
    best: EligibleContrast | None,
    other_kind: ContrastExclusion = ContrastExclusion.CHANGE_AND_FINAL,
) -> ExcludedContrast:
    """Doubt, or being a part, is the reason where the chosen are better in that; else that another was chosen.

    ``other_kind`` is the reason where nothing as good was chosen of its study or stratum: only its kind excludes it.
    """
    if usable.pool_exclusion and _tier(usable) > tier:
        return _excluded(usable, usable.pool_exclusion, usable.query.problem if usable.query else "")
    if best is None or _tier(best) > _tier(usable):
        return _excluded(usable, other_kind)
    if _rank(usable) == _rank(best) and usable.pair.arms != best.pair.arms and shares_people(usable, best):
        return _excluded(usable, ContrastExclusion.PEOPLE_IN_ANSWER)
    chosen = best.contrast.timepoint_label or best.contrast.measure.name
    return _excluded(usable, ContrastExclusion.OTHER_RESULT_CHOSEN, f"{best.contrast.measure.name}, {chosen}")


def _excluded(usable: EligibleContrast, reason: ContrastExclusion, detail: str = "") -> ExcludedContrast:
    return ExcludedContrast(usable.contrast.pair, reason, usable.contrast, detail)


def _deciding(chosen: Chosen) -> Chosen:
    """The studies with an undoubted figure; all of them where every figure is doubted."""
    return [items for items in chosen if items[0].pool_exclusion is None] or chosen


def _of_scale(chosen: Chosen, scale: str) -> tuple[Chosen, list[ExcludedContrast]]:
    """The studies on this scale, and the others, left out."""
    others = [items for items in chosen if items[0].scale_key != scale]
    left_out = [_excluded(item, ContrastExclusion.OTHER_SCALE) for items in others for item in items]
    return [items for items in chosen if items[0].scale_key == scale], left_out
