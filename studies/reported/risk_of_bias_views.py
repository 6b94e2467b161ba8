"""Risk of bias as people judged it here: which assessment applies to a result, how much of a pool is at which level.

A *bias view* is what counts of one scope (a study, or one of its outcomes, or that at one time, for one effect of
interest): a level in every domain and overall, and on whose judgement it rests. RoB 2 and ROBINS-I share a scale of
three *grades* for summing up: low, some, high. *Critical*, of ROBINS-I alone, is a separate grade: such a result is in
no pool.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from studies.choices import BiasLevel, EffectOfInterest, Tool

OVERALL = "overall"


class Assessed(Protocol):
    """What says who judged: one person, or two in a consensus."""

    @property
    def assessed_by_id(self) -> int | None:
        """The number of the person who judged."""

    @property
    def is_consensus(self) -> bool:
        """Whether it is what two people agreed on."""


Assessment = TypeVar("Assessment", bound=Assessed)


class BiasBasis(StrEnum):
    """On whose judgement the levels of a scope rest."""

    CONSENSUS = "consensus of two people"
    ALIKE = "two people’s assessments, alike"
    ONE_PERSON = "one person’s assessment"
    DIFFERENT = "two people differ, no consensus yet"


class BiasView(NamedTuple):
    """One finished assessment, or what several people's assessments of one scope say together.

    ``measure`` is a slug, '' for the whole study; ``weeks`` None for every time of it. ``number`` counts the finished
    assessments of its study with one tool, the earliest as 1.
    """

    id: int
    tool: Tool
    measure: str
    weeks: float | None
    # Domain by its key in the tool, such as D1, and "overall", with the level judged; None where people differ.
    levels: tuple[tuple[str, BiasLevel | None], ...]
    number: int = 1
    effect: EffectOfInterest = EffectOfInterest.ASSIGNMENT
    assessed_by_id: int | None = None
    is_consensus: bool = False
    basis: BiasBasis = BiasBasis.ONE_PERSON
    # Where people differ: a domain, or "overall", with the levels that they gave.
    differences: tuple[tuple[str, tuple[BiasLevel, ...]], ...] = ()

    @property
    def anchor(self) -> str:
        """Its place on the page of its study."""
        return assessment_anchor(self.tool, self.number)

    @property
    def overall(self) -> BiasLevel | None:
        """The overall level; None where people differ."""
        return dict(self.levels).get(OVERALL)

    @property
    def basis_words(self) -> str:
        """On whose judgement it rests; of the effects of interest only adhering is named."""
        return f"{self.basis}, effect of adhering" if self.effect is EffectOfInterest.ADHERENCE else self.basis.value

    def levels_given(self, key: str) -> tuple[BiasLevel, ...]:
        """The levels that people gave a domain (its key) or overall; several where they differ."""
        level = dict(self.levels).get(key)
        return (level,) if level else dict(self.differences).get(key, ())

    def covers(self, measure: str, weeks: float | None) -> bool:
        """Whether its scope holds a result of this outcome at this time."""
        return self.measure in ("", measure) and (self.weeks is None or self.weeks == weeks)


class JudgementRow(NamedTuple):
    """One judgement of a finished assessment; ``measure`` is a slug or None, ``effect`` '' where none was chosen."""

    study: int
    assessment: int
    tool: str
    measure: str | None
    weeks: float | None
    effect: str
    assessed_by: int | None
    is_consensus: bool
    domain: str
    level: str


def views_by_study(rows: Iterable[JudgementRow]) -> dict[int, tuple[BiasView, ...]]:
    """What counts of every scope by the id of its study, from judgements of finished assessments, the latest first."""
    found: dict[int, dict[int, list[JudgementRow]]] = {}
    for row in rows:
        found.setdefault(row.study, {}).setdefault(row.assessment, []).append(row)
    return {study: counted_views(_numbered(map(_view, of_study.values()))) for study, of_study in found.items()}


def _view(judgements: Sequence[JudgementRow]) -> BiasView:
    """One assessment, from its judgements."""
    first = judgements[0]
    return BiasView(
        first.assessment,
        Tool(first.tool),
        first.measure or "",
        first.weeks,
        tuple((row.domain, _LEVELS[row.level]) for row in judgements),
        effect=effect_of(first.effect),
        assessed_by_id=first.assessed_by,
        is_consensus=first.is_consensus,
    )


def effect_of(value: str) -> EffectOfInterest:
    """The effect of interest of an assessment: that of assignment where none was chosen."""
    return EffectOfInterest(value) if value else EffectOfInterest.ASSIGNMENT


def counted_views(finished: Iterable[BiasView]) -> tuple[BiasView, ...]:
    """What counts of each scope, from one study's finished assessments, the latest first.

    A consensus counts, whoever assessed last. Without one the latest of each person counts: what several people gave
    alike is the level; where they differ there is none, however well one of the two judged.
    """
    by_scope: dict[tuple[str, float | None, EffectOfInterest], list[BiasView]] = {}
    for view in finished:
        by_scope.setdefault((view.measure, view.weeks, view.effect), []).append(view)
    return tuple(map(_counted, by_scope.values()))


def counted_assessments(finished: Iterable[Assessment]) -> list[Assessment]:
    """The assessments of one scope that count, of all that are finished, the latest first."""
    latest: dict[int | None, Assessment] = {}
    for assessment in finished:
        if assessment.is_consensus:
            return [assessment]
        latest.setdefault(assessment.assessed_by_id, assessment)
    return list(latest.values())


def basis_of(counted: Sequence[Assessed], differences: Iterable[str]) -> BiasBasis:
    """On whose judgement the assessments of one scope that count rest, which differ in these domains."""
    if counted[0].is_consensus:
        return BiasBasis.CONSENSUS
    if len(counted) == 1:
        return BiasBasis.ONE_PERSON
    return BiasBasis.DIFFERENT if list(differences) else BiasBasis.ALIKE


def differing_domains(tools: Iterable[str], given: Sequence[Mapping[str, str | None]]) -> list[str]:
    """The domains, and "overall", in which people's levels differ. Levels of different tools are never alike.

    >>> differing_domains(["rob-2", "rob-2"], [{"D1": "low", "D2": "low"}, {"D1": "low", "D2": "high"}])
    ['D2']
    """
    keys = dict.fromkeys(key for levels in given for key in levels)
    has_one_tool = len(set(tools)) == 1
    return [key for key in keys if not has_one_tool or len({levels.get(key) for levels in given}) > 1]


def _counted(views: Sequence[BiasView]) -> BiasView:
    """The assessments of one scope that count as one."""
    counted = counted_assessments(views)
    given = [dict(view.levels) for view in counted]
    differing = differing_domains([view.tool for view in counted], given)
    keys = dict.fromkeys(key for levels in given for key in levels)
    return counted[0]._replace(
        levels=tuple((key, None if key in differing else given[0][key]) for key in keys),
        basis=basis_of(counted, differing),
        differences=tuple((key, tuple(level for each in given if (level := each.get(key)))) for key in differing),
    )


def _numbered(views: Iterable[BiasView]) -> tuple[BiasView, ...]:
    latest_first = list(views)
    numbers = assessment_numbers([view.tool for view in latest_first])
    return tuple(view._replace(number=number) for view, number in zip(latest_first, numbers, strict=True))


def assessment_numbers(tools: Sequence[str]) -> list[int]:
    """The number of each of a study's finished assessments among those with its tool, from their tools, latest first.

    >>> assessment_numbers(["rob-2", "robins-i", "rob-2"])
    [2, 1, 1]
    """
    counts: Counter[str] = Counter()
    numbers = []
    for tool in reversed(tools):
        counts[tool] += 1
        numbers.append(counts[tool])
    return numbers[::-1]


def assessment_anchor(tool: str, number: int) -> str:
    """The place of an assessment on the page of its study; a later one does not move it."""
    return f"assessment-{tool}-{number}"


class BiasGrade(StrEnum):
    """Where results of either tool are summed up."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"
    CRITICAL = "critical"
    NOT_KNOWN = "not-known"


GRADES = {
    BiasLevel.LOW: BiasGrade.LOW,
    BiasLevel.SOME_CONCERNS: BiasGrade.SOME,
    BiasLevel.MODERATE: BiasGrade.SOME,
    BiasLevel.HIGH: BiasGrade.HIGH,
    BiasLevel.SERIOUS: BiasGrade.HIGH,
    BiasLevel.CRITICAL: BiasGrade.CRITICAL,
    BiasLevel.NO_INFORMATION: BiasGrade.NOT_KNOWN,
}


def current_assessment(views: Iterable[BiasView], measure: str, weeks: float | None) -> BiasView | None:
    """The view that applies to a result: of its outcome and time, else of its outcome, else of the study.

    ``views`` are one study's. Of one scope the effect of assignment comes before that of adhering.
    """
    covering = [view for view in views if view.covers(measure, weeks)]
    return max(covering, key=_precedence) if len(covering) > 1 else next(iter(covering), None)


def _precedence(view: BiasView) -> tuple[bool, bool, bool]:
    return bool(view.measure), view.weeks is not None, view.effect is EffectOfInterest.ASSIGNMENT


def overall_level(views: Iterable[BiasView], measure: str, weeks: float | None) -> BiasLevel | None:
    """The overall level that applies to a result; None where it is not assessed yet, or two people differ."""
    view = current_assessment(views, measure, weeks)
    return view.overall if view else None


def is_critical(views: Iterable[BiasView], measure: str, weeks: float | None) -> bool:
    """Whether a result is at critical risk of bias overall, or may be: where people differ one of them is enough."""
    view = current_assessment(views, measure, weeks)
    return view is not None and BiasLevel.CRITICAL in view.levels_given(OVERALL)


def grade_of(level: BiasLevel | None) -> BiasGrade:
    """A level of either tool on the scale for summing up; what is not assessed is not known."""
    return GRADES[level] if level else BiasGrade.NOT_KNOWN


def worst_level(levels: Sequence[BiasLevel | None]) -> BiasLevel | None:
    """The level of a study that enters with several results: its worst; None when any is not assessed."""
    known = [level for level in levels if level]
    if not known or len(known) < len(levels):
        return None
    return min(known, key=_FROM_THE_WORST.index)


def weight_shares(weighted: Iterable[tuple[BiasLevel | None, float]]) -> dict[BiasGrade, float]:
    """The share of the weight, 0 to 1, that lies in each grade, from each study's level and weight.

    All shares are 0 when the weights sum to nothing.
    """
    sums = dict.fromkeys(BiasGrade, 0.0)
    for level, weight in weighted:
        sums[grade_of(level)] += weight
    total = sum(sums.values())
    return {grade: weight / total for grade, weight in sums.items()} if total > 0 else sums


# Looked up: a member made anew from its value takes ten times as long.
_LEVELS = {level.value: level for level in BiasLevel}
_FROM_THE_WORST = (
    BiasLevel.CRITICAL,
    BiasLevel.SERIOUS,
    BiasLevel.HIGH,
    BiasLevel.NO_INFORMATION,
    BiasLevel.SOME_CONCERNS,
    BiasLevel.MODERATE,
    BiasLevel.LOW,
)
