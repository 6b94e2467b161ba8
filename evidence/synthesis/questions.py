"""The questions that contrasts ask."""

from collections.abc import Iterable
from typing import NamedTuple

from evidence.synthesis.comparison_labels import ComparisonWords, comparison_words
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.options import DEFAULT, PoolingOptions
from studies.choices import ROUTE_GROUPS, CriticalOutcome, RouteGroup
from studies.reported.comparisons import NO_BASE, Base, Comparison, in_order
from studies.reported.contrasts import Contrast
from studies.reported.outcome_facts import Outcome
from studies.reported.windows import Window

_COMPARISONS = {comparison: place for place, comparison in enumerate(Comparison)}
_CRITICAL = {outcome: place for place, outcome in enumerate(CriticalOutcome)}
_WINDOWS = {window: place for place, window in enumerate(Window)}
_ROUTES = {route: place for place, route in enumerate(RouteGroup)}


class Question(NamedTuple):
    """Comparison x outcome x window x route group, for randomised trials or for other controlled studies.

    A route or a time that is not stated is pooled with nothing: ``only_study`` then keeps each study to itself.
    ``route`` is None where a reader chose to take all routes together. ``base`` tells apart procedures, and mixtures.
    """

    comparison: Comparison
    outcome: Outcome
    window: Window
    route: RouteGroup | None
    randomised: bool
    only_study: int | None = None
    base: Base = NO_BASE

    @property
    def words(self) -> ComparisonWords:
        """What ozone is compared with, in words."""
        return comparison_words(self.comparison, self.base)

    @property
    def order(self) -> tuple[int, int, tuple[str, ...], int, int, str, int, int]:
        """Its place among the other answers: trials first, then comparison, outcome, window, route.

        No two questions have the same.
        """
        critical = self.outcome.critical
        return (
            0 if self.randomised else 1,
            _COMPARISONS[self.comparison],
            tuple(name.value for name in in_order(self.base)),
            _CRITICAL[critical] if critical else len(CriticalOutcome),
            _WINDOWS[self.window],
            self.outcome.key,
            _ROUTES[self.route] if self.route else 0,
            self.only_study or 0,
        )


def question_of(contrast: Contrast, options: PoolingOptions = DEFAULT) -> Question:
    """The question that a contrast asks. The ozone arm's route decides, unless all routes are taken together."""
    pair = contrast.pair
    study, route = pair.ozone.study, None if options.all_routes else ROUTE_GROUPS[pair.ozone.route]
    is_alone = route is RouteGroup.NOT_STATED or contrast.window is Window.NOT_STATED
    return Question(
        pair.compared.comparison,
        contrast.outcome,
        contrast.window,
        route,
        study.is_randomised,
        study.id if is_alone else None,
        pair.compared.base,
    )


def question_asked(contrast: Contrast | None, options: PoolingOptions = DEFAULT) -> Question | None:
    """The same; None where it asks none, because its arms differ in more than ozone."""
    asks = contrast and contrast.pair.compared.comparison.isolates_ozone
    return question_of(contrast, options) if contrast and asks else None


def with_same_question(judged: Iterable[Judged], contrast: Contrast, options: PoolingOptions = DEFAULT) -> list[Judged]:
    """Those that ask what one contrast asks."""
    question = question_of(contrast, options)
    return [item for item in judged if item.contrast and question_of(item.contrast, options) == question]
