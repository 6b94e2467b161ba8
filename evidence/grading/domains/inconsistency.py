"""Inconsistency: whether the studies differ by more than chance, and whether it matters."""

from dataclasses import dataclass

from evidence.grading.domains.judgement import Suggestion, no_suggestion
from evidence.statistics.interval import Interval
from studies.numerics.number_formatting import number, percent

# Handbook 10.10.2: from 50 percent heterogeneity may be substantial, from 75 considerable. The bands overlap, and I²
# is never used alone: the direction and the range of true effects also count.
SUBSTANTIAL = 0.5
CONSIDERABLE = 0.75


@dataclass(frozen=True, slots=True)
class InconsistencyFacts:
    """Each study's interval, and the pooled interval if there is one; all on the analysis scale, where ``null`` is 0.

    ``i2`` is a share of 0 to 1; ``tau2`` is None where the model has none; ``prediction`` from five studies on.
    """

    intervals: tuple[Interval, ...]
    pooled: Interval | None = None
    i2: float | None = None
    tau2: float | None = None
    prediction: Interval | None = None
    null: float = 0.0

    @property
    def above(self) -> int:
        """Studies whose whole interval lies above no difference."""
        return sum(interval.low > self.null for interval in self.intervals)

    @property
    def below(self) -> int:
        """Studies whose whole interval lies below no difference."""
        return sum(interval.high < self.null for interval in self.intervals)

    @property
    def disagree(self) -> bool:
        """Whether the intervals of two studies lie wholly on opposite sides of no difference."""
        return self.above > 0 and self.below > 0

    @property
    def predicts_either_way(self) -> bool:
        """Whether a further study may point the other way, though the pooled interval excludes no difference."""
        if self.pooled is None or self.prediction is None:
            return False
        return self.null not in self.pooled and self.null in self.prediction


def suggest_inconsistency(facts: InconsistencyFacts) -> Suggestion:
    """One level for substantial heterogeneity or a prediction interval that reaches the other side.

    Two where heterogeneity is considerable and studies contradict each other. One study has no inconsistency.
    """
    k = len(facts.intervals)
    if k == 1:
        return Suggestion(0, "there is one study only, so that none can contradict it")
    if k == 2:
        return _suggest_for_two_studies(facts)
    if facts.i2 is None:
        return no_suggestion("the studies are not pooled, so that their heterogeneity is not known", _directions(facts))
    arithmetic = (*_directions(facts), _heterogeneity(facts), _prediction(facts))
    if facts.i2 >= CONSIDERABLE and facts.disagree:
        return Suggestion(
            2, f"I² is {percent(facts.i2)}, and intervals of studies lie on opposite sides of no difference", arithmetic
        )
    if facts.i2 >= SUBSTANTIAL:
        return Suggestion(1, f"I² is {percent(facts.i2)}, which may be substantial", arithmetic)
    if facts.predicts_either_way:
        return Suggestion(
            1, "the prediction interval holds no difference, though the confidence interval does not", arithmetic
        )
    return Suggestion(0, f"I² is {percent(facts.i2)}, and the range of true effects changes no conclusion", arithmetic)


def _suggest_for_two_studies(facts: InconsistencyFacts) -> Suggestion:
    """Two studies are not pooled: their intervals overlap or they do not."""
    first, second = facts.intervals
    overlap = first.low <= second.high and second.low <= first.high
    if overlap:
        return Suggestion(0, "the intervals of the two studies overlap", _directions(facts))
    if facts.disagree:
        return Suggestion(
            2, "the intervals of the two studies lie on opposite sides of no difference", _directions(facts)
        )
    return Suggestion(1, "the intervals of the two studies do not overlap", _directions(facts))


def _directions(facts: InconsistencyFacts) -> tuple[str, ...]:
    k = len(facts.intervals)
    holding = k - facts.above - facts.below
    return (f"Intervals of {k} studies: {facts.below} below no difference, {facts.above} above, {holding} holding it",)


def _heterogeneity(facts: InconsistencyFacts) -> str:
    tau2 = "the model has no tau²" if facts.tau2 is None else f"tau² {number(facts.tau2, digits=3)}"
    return f"I² {percent(facts.i2 or 0.0)}; {tau2} on the scale of analysis"


def _prediction(facts: InconsistencyFacts) -> str:
    if facts.prediction is None:
        return "No prediction interval: it needs five studies and a random-effects model"
    holds = "holds" if facts.null in facts.prediction else "does not hold"
    return f"The prediction interval {holds} no difference"
