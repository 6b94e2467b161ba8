"""One comparison by dose: its effects against concentration, volume and sessions, route by route.

A *section* is one outcome at one time; a *panel* is one route in it, whose effects have one measure and one scale. A
line is in a panel only where one answer of randomised trials allows a regression.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.answers import Answer
from evidence.synthesis.exploration_regressions import CovariateExploration, CovariatePoint, against_covariate
from evidence.synthesis.questions import Question
from evidence.synthesis.study_covariates import CONCENTRATION, SESSIONS, VOLUME, Covariate, Unknown
from evidence.synthesis.study_effects import StudyEffect
from studies.choices import RouteGroup
from studies.reported.text_keys import name_key
from studies.reported.windows import Window

DOSES = (CONCENTRATION, VOLUME, SESSIONS)
_ROUTES = list(RouteGroup)
_WINDOWS = list(Window)


@dataclass(frozen=True, slots=True)
class DosePanel:
    """Effects of one route against one dose. ``randomised`` may have a line, ``others`` have points alone."""

    route: RouteGroup
    measure: Measure
    scale: str
    randomised: CovariateExploration
    others: CovariateExploration

    @property
    def points(self) -> tuple[CovariatePoint, ...]:
        """Every study of the route that states the dose, randomised trials first."""
        return (*self.randomised.points, *self.others.points)


@dataclass(frozen=True, slots=True)
class DoseSection:
    """One outcome at one time. ``windows`` are the times at which it was measured, with their numbers of studies.

    ``panels`` go by dose, then by route; ``answers`` are what they are made of.
    """

    question: Question
    windows: tuple[tuple[Window, int], ...]
    answers: tuple[Answer, ...]
    panels: tuple[tuple[Covariate, tuple[DosePanel, ...]], ...]

    @property
    def entries(self) -> tuple[tuple[Answer, StudyEffect], ...]:
        """Every study with its answer, those in it before those shown next to it."""
        return tuple((item, entry) for item in self.answers for entry in item.all_entries)

    def stated(self, covariate: Covariate) -> int:
        """How many of the studies state a dose."""
        return sum(not isinstance(covariate.value(entry), Unknown) for _, entry in self.entries)


def dose_sections(answers: Iterable[Answer], window: Window | None = None) -> tuple[DoseSection, ...]:
    """Sections of the critical outcomes, each at the given time, else at the time that most studies measured it."""
    grouped: dict[Question, dict[Window, list[Answer]]] = {}
    for answer in answers:
        if answer.question.outcome.critical and answer.shown_studies:
            by_window = grouped.setdefault(_without_time_and_route(answer.question), {})
            by_window.setdefault(answer.question.window, []).append(answer)
    sections = []
    for question, by_window in sorted(grouped.items(), key=lambda item: item[0].order):
        chosen = window or max(by_window, key=lambda each: (_studies(by_window[each]), -_WINDOWS.index(each)))
        windows = tuple((each, _studies(by_window[each])) for each in _WINDOWS if each in by_window)
        found = tuple(by_window.get(chosen, ()))
        sections.append(DoseSection(question._replace(window=chosen), windows, found, _panels(found)))
    return tuple(sections)


def _without_time_and_route(question: Question) -> Question:
    return question._replace(window=Window.NOT_STATED, route=None, randomised=True, only_study=None)


def _studies(answers: Sequence[Answer]) -> int:
    return len({study.id for answer in answers for study in answer.shown_studies})


def _panels(answers: Sequence[Answer]) -> tuple[tuple[Covariate, tuple[DosePanel, ...]], ...]:
    grouped: dict[tuple[RouteGroup, Measure, str], list[Answer]] = {}
    for answer in answers:
        if answer.entries and answer.measure:
            route = answer.question.route or RouteGroup.NOT_STATED
            grouped.setdefault((route, answer.measure, name_key(answer.scale)), []).append(answer)
    in_order = sorted(grouped.items(), key=lambda item: (_ROUTES.index(item[0][0]), item[0][1], item[1][0].scale))
    return tuple(
        (covariate, tuple(found))
        for covariate in DOSES
        if (found := [panel for key, of_key in in_order if (panel := _panel(covariate, *key[:2], of_key))])
    )


def _panel(covariate: Covariate, route: RouteGroup, measure: Measure, answers: Sequence[Answer]) -> DosePanel | None:
    """The panel of one route; None where no study states the dose."""
    trials = [entry for answer in answers if answer.question.randomised for entry in answer.entries]
    others = [entry for answer in answers if not answer.question.randomised for entry in answer.entries]
    # Routes that are not stated need not be one route: no line through them.
    line = route is not RouteGroup.NOT_STATED
    found = DosePanel(
        route,
        measure,
        answers[0].scale,
        against_covariate(trials, measure, covariate, with_line=line),
        against_covariate(others, measure, covariate, with_line=False),
    )
    return found if found.points else None
