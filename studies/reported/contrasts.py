"""Two arms compared in one outcome at one time, with everything printed about them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from studies.choices import PrintedEffectMeasure, ResultKind
from studies.reported.content_order import ContentOrder, arm_order, contrast_order, result_order
from studies.reported.outcome_facts import Outcome, outcome_of
from studies.reported.pairing import ArmPair, MeasuredAt, arm_pairs, arms_by_study, measured_at
from studies.reported.rows import ContrastRow, Evidence, MeasureRow, ResultRow
from studies.reported.score_kinds import ScoreKind
from studies.reported.text_keys import name_key
from studies.reported.windows import Window, distance_from_target, window_of


class Contrast(NamedTuple):
    """Two arms, one measure, one time. A result is missing where the source prints one arm, or only a P value.

    ``outcome_name`` is as printed with the ozone arm; else with the comparator, else with a difference.
    ``reported_before`` is what was printed of the same outcome before treatment. An adjusted difference is a contrast
    of its own, without results; ``scored`` is then a result of the same outcome and time, which gives its scale.
    """

    pair: ArmPair
    measure: MeasureRow
    outcome: Outcome
    outcome_name: str
    part: str
    weeks: float | None
    window: Window
    ozone: ResultRow | None = None
    comparator: ResultRow | None = None
    reported: tuple[ContrastRow, ...] = ()
    reported_before: tuple[ContrastRow, ...] = ()
    scored: ResultRow | None = None

    @property
    def kind(self) -> ResultKind | None:
        """Score or count; None when only a P value or a direction was printed."""
        result = self.ozone or self.comparator
        if result:
            return result.kind
        return next((row.effect_measure.result_kind for row in self.reported if row.effect_measure), None)

    @property
    def score_kind(self) -> ScoreKind:
        """Final scores or changes; counts, and contrasts without a figure, are as measured at their time."""
        result = self.ozone or self.comparator
        if result is None and self.reported and all(map(_is_adjusted, self.reported)):
            return ScoreKind.ADJUSTED_DIFFERENCE
        return ScoreKind.CHANGE if result and result.is_change else ScoreKind.FINAL

    @property
    def timepoint_label(self) -> str:
        """The time as printed with a result, where there is one."""
        result = self.ozone or self.comparator
        return result.timepoint_label if result else ""

    @property
    def preference(self) -> tuple[int, float, float]:
        """The smaller, the sooner picked for its question: measure by its order, then nearest the window's target."""
        return (self.measure.order, *distance_from_target(self.window, self.weeks))

    @property
    def content_order(self) -> ContentOrder:
        """Its place among contrasts between which no rule decides: by what it says, never by how it was read."""
        results = [result_order(row) for row in (self.ozone, self.comparator) if row]
        printed = [contrast_order(row) for row in self.reported]
        outcome = (self.measure.slug, name_key(self.outcome_name), self.part, str(self.weeks))
        arms = (*arm_order(self.pair.ozone), *arm_order(self.pair.comparator))
        return (*arms, *outcome, *chain(*results, *sorted(printed)))


# The window too: a time in words ("immediately after") has one without a number of weeks.
_Occasion = tuple[MeasuredAt, Window]


class _Place(NamedTuple):
    """Scores and counts, and final scores, changes and adjusted differences, are separate contrasts.

    So is a second result of one arm at one time: ``repeat`` counts those that are alike in all else.
    """

    occasion: _Occasion
    kind: ResultKind | None
    score_kind: ScoreKind = ScoreKind.FINAL
    repeat: int = 0


_Results = dict[_Place, ResultRow]
_KINDS = tuple(ResultKind)
_Printed = tuple[MeasureRow, str, Sequence[ContrastRow]]


def contrasts(evidence: Evidence) -> list[Contrast | ArmPair]:
    """Every contrast of every pair of arms; a pair of arms where nothing was printed."""
    return contrasts_of((pair for arms in arms_by_study(evidence.arms).values() for pair in arm_pairs(arms)), evidence)


def contrasts_of(pairs: Iterable[ArmPair], evidence: Evidence) -> list[Contrast | ArmPair]:
    """The same of these pairs of arms."""
    pairs = list(pairs)
    arms = {arm.id for pair in pairs for arm in pair[:2]}
    results = _results_by_arm(evidence.results, arms)
    reported: dict[frozenset[int], list[ContrastRow]] = {}
    for row in evidence.reported:
        reported.setdefault(frozenset({row.arm_a.id, row.arm_b.id}), []).append(row)
    found: list[Contrast | ArmPair] = []
    for pair in pairs:
        of_pair = _of_pair(
            pair, results.get(pair.ozone.id, {}), results.get(pair.comparator.id, {}), reported.get(pair.arms, ())
        )
        found += of_pair or [pair]
    return found


def _results_by_arm(rows: Iterable[ResultRow], arms: Collection[int]) -> dict[int, _Results]:
    """The results after treatment of each of these arms, under the arm's id."""
    found: dict[int, _Results] = {}
    alike: dict[tuple[int, _Place], list[ResultRow]] = {}
    for row in rows:
        window = window_of(row.weeks, row.timepoint_label) if row.arm.id in arms else None
        if window:
            score_kind = ScoreKind.CHANGE if row.is_change else ScoreKind.FINAL
            place, of_arm = _Place((measured_at(row), window), row.kind, score_kind), found.setdefault(row.arm.id, {})
            if place in of_arm:
                alike.setdefault((row.arm.id, place), [of_arm[place]]).append(row)
            else:
                of_arm[place] = row
    for (arm, place), repeated in alike.items():
        for repeat, row in enumerate(sorted(repeated, key=result_order)):
            found[arm][place._replace(repeat=repeat)] = row
    return found


def _of_pair(pair: ArmPair, ozone: _Results, comparator: _Results, reported: Sequence[ContrastRow]) -> list[Contrast]:
    by_occasion = _by_occasion(reported) if reported else {}
    figures = ozone | comparator
    places: dict[_Place, _Printed] = {
        place: (row.measure, ozone.get(place, row).outcome_name, by_occasion.get(place.occasion, ()))
        for place, row in figures.items()
    }
    for occasion, of_occasion in by_occasion.items():
        places |= _without_figures(
            occasion, of_occasion, {place.kind for place in figures if place.occasion == occasion}
        )
    before = [row for row in reported if row.weeks == 0]
    found = []
    for place, (measure, name, rows) in places.items():
        at, window = place.occasion
        found.append(
            Contrast(
                pair,
                measure,
                outcome_of(measure, name, place.kind),
                name,
                at.part,
                at.weeks,
                window,
                ozone.get(place),
                comparator.get(place),
                tuple(rows),
                tuple([row for row in before if measured_at(row) == at._replace(weeks=0)]) if before else (),
                _scored(place, figures) if place.score_kind is ScoreKind.ADJUSTED_DIFFERENCE else None,
            )
        )
    return found


def _without_figures(
    occasion: _Occasion, rows: Sequence[ContrastRow], with_figures: Collection[ResultKind | None]
) -> dict[_Place, _Printed]:
    """What was printed of two arms at one time beyond the figures of the arms, by kind.

    A P value or a direction goes with every number; it is a contrast where nothing else was printed.
    """
    if not [row for row in rows if row.effect_measure]:
        return {} if with_figures else {_Place(occasion, None): _printed(rows)}
    adjusted = [row for row in rows if _is_adjusted(row)]
    others = [row for row in rows if not _is_adjusted(row)] if adjusted else rows
    found: dict[_Place, _Printed] = {}
    printed = {kind_of_difference(row) for row in others}.difference(with_figures)
    for kind in (kind for kind in _KINDS if kind in printed):
        found[_Place(occasion, kind)] = _printed(row for row in others if kind_of_difference(row) in (None, kind))
    if others and not found and not with_figures:
        found[_Place(occasion, None)] = _printed(others)
    if adjusted:
        found[_Place(occasion, ResultKind.CONTINUOUS, ScoreKind.ADJUSTED_DIFFERENCE)] = _printed(adjusted)
    return found


def _printed(rows: Iterable[ContrastRow]) -> _Printed:
    """Differences of one outcome, under one of its names whichever of them is read first."""
    found = list(rows)
    return found[0].measure, min([row.outcome_name for row in found]), found


def kind_of_difference(row: ContrastRow) -> ResultKind | None:
    """Whether a printed difference is of scores or of counts; None where its measure is not stated."""
    return row.effect_measure.result_kind if row.effect_measure else None


def _is_adjusted(row: ContrastRow) -> bool:
    return row.effect_measure is PrintedEffectMeasure.ADJUSTED_MD and row.estimate is not None


def _scored(place: _Place, figures: _Results) -> ResultRow | None:
    """A score of the same outcome at the same time as an adjusted difference; of several, final scores first."""
    kinds = (ScoreKind.FINAL, ScoreKind.CHANGE)
    return next((row for kind in kinds if (row := figures.get(place._replace(score_kind=kind)))), None)


def _by_occasion(reported: Sequence[ContrastRow]) -> dict[_Occasion, list[ContrastRow]]:
    """Printed differences by what they are of; one at baseline is of nothing."""
    found: dict[_Occasion, list[ContrastRow]] = {}
    for row in reported:
        window = window_of(row.weeks)
        if window:
            found.setdefault((measured_at(row), window), []).append(row)
    return found
