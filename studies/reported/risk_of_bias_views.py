"""Risk of bias as people judged it here: which assessment applies to a result, how much of a pool is at which level.

A *bias view* is one finished assessment: its scope (a study, or one of its outcomes, or that at one time) and its level
in every domain and overall. RoB 2 and ROBINS-I share a scale of three *grades* for summing up: low, some, high.
*Critical*, of ROBINS-I alone, is a separate grade: such a result is in no pool.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from studies.choices import BiasLevel, Tool

OVERALL = "overall"


class FinishedAssessment(NamedTuple):
    """One finished assessment. ``measure`` is a slug, '' for the whole study; ``weeks`` None for every time of it.

    ``number`` counts those of its study with one tool, the earliest finished as 1.
    """

    id: int
    tool: Tool
    measure: str
    weeks: float | None
    # Domain by its key in the tool, such as D1, and "overall", with the level judged.
    levels: tuple[tuple[str, BiasLevel], ...]
    number: int = 1

    @property
    def anchor(self) -> str:
        """Its place on the page of its study."""
        return assessment_anchor(self.tool, self.number)

    @property
    def overall(self) -> BiasLevel | None:
        """The overall level."""
        return dict(self.levels).get(OVERALL)

    def covers(self, measure: str, weeks: float | None) -> bool:
        """Whether its scope holds a result of this outcome at this time."""
        return self.measure in ("", measure) and (self.weeks is None or self.weeks == weeks)


# Of one judgement: study, assessment, tool, measure (slug or None), weeks, domain, level.
JudgementRow = tuple[int, int, str, str | None, float | None, str, str]


def views_by_study(rows: Iterable[JudgementRow]) -> dict[int, tuple[FinishedAssessment, ...]]:
    """Views by the id of their study from their judgements, in the order in which assessments first come."""
    found: dict[int, dict[int, FinishedAssessment]] = {}
    for study, pk, tool, measure, weeks, domain, level in rows:
        views = found.setdefault(study, {})
        view = views.get(pk) or FinishedAssessment(pk, Tool(tool), measure or "", weeks, ())
        views[pk] = view._replace(levels=(*view.levels, (domain, BiasLevel(level))))
    return {study: _numbered(views.values()) for study, views in found.items()}


def _numbered(views: Iterable[FinishedAssessment]) -> tuple[FinishedAssessment, ...]:
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


def current_assessment(
    views: Iterable[FinishedAssessment], measure: str, weeks: float | None
) -> FinishedAssessment | None:
    """The assessment that applies to a result: of its outcome and time, else of its outcome, else of the study.

    ``views`` are one study's, the latest first: of several with one scope the first applies.
    """
    covering = [view for view in views if view.covers(measure, weeks)]
    return max(covering, key=lambda view: (bool(view.measure), view.weeks is not None), default=None)


def overall_level(views: Iterable[FinishedAssessment], measure: str, weeks: float | None) -> BiasLevel | None:
    """The overall level that applies to a result; None where it is not assessed yet."""
    view = current_assessment(views, measure, weeks)
    return view.overall if view else None


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


_FROM_THE_WORST = (
    BiasLevel.CRITICAL,
    BiasLevel.SERIOUS,
    BiasLevel.HIGH,
    BiasLevel.NO_INFORMATION,
    BiasLevel.SOME_CONCERNS,
    BiasLevel.MODERATE,
    BiasLevel.LOW,
)
