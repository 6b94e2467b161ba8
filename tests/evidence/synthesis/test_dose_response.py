"""One comparison by dose: sections by outcome and time, panels by route, lines only where one answer allows it."""

from evidence.synthesis.answers import Answer
from evidence.synthesis.dose_response import DosePanel, DoseSection, dose_sections
from evidence.synthesis.study_covariates import CONCENTRATION, SESSIONS, VOLUME
from studies.choices import Design, Route, RouteGroup
from studies.reported.rows import ResultRow
from studies.reported.windows import Window
from tests.evidence.synthesis.build import answers_of, pain_trial, success_trial, two_arms
from tests.rows import OTHER, a_query, a_study


def dosed(dose: float | None = 20.0, score: float = 3, *, weeks: float = 4, **of_arms: object) -> list[ResultRow]:
    return pain_trial(score, arms=two_arms(concentration_low=dose, **of_arms), weeks=weeks)


def section_of(*trials: list[ResultRow], window: Window | None = None, **more: object) -> DoseSection:
    (only,) = dose_sections(answers_of(*trials, **more), window)
    return only


def panels(section: DoseSection, key: str = "concentration") -> tuple[DosePanel, ...]:
    return {covariate.key: found for covariate, found in section.panels}.get(key, ())


def ten(route: Route, design: Design = Design.RCT) -> list[list[ResultRow]]:
    return [
        dosed(10.0 * (place % 3 + 1), 2 + 0.1 * place, route=route, study=a_study(design=design)) for place in range(10)
    ]


def test_routes_are_panels_of_their_own_in_the_order_of_routes() -> None:
    section = section_of(dosed(route=Route.EPIDURAL), dosed(), dosed(route=Route.INTRAFORAMINAL))
    assert [panel.route for panel in panels(section)] == [
        *(RouteGroup.INTRADISCAL, RouteGroup.FORAMINAL, RouteGroup.EPIDURAL)
    ]


def test_line_needs_ten_randomised_trials_of_one_route() -> None:
    (with_line,) = panels(section_of(*ten(Route.EPIDURAL)))
    (nine,) = panels(section_of(*ten(Route.EPIDURAL)[:9]))
    (observed,) = panels(section_of(*ten(Route.EPIDURAL, Design.PROSPECTIVE_COHORT)))
    assert with_line.randomised.slope is not None
    assert nine.randomised.slope is None
    assert (observed.randomised.points, len(observed.others.points), observed.others.slope) == ((), 10, None)


def test_routes_that_are_not_stated_share_a_panel_without_a_line() -> None:
    (panel,) = panels(section_of(*ten(Route.OTHER)))
    assert (panel.route, len(panel.randomised.points)) == (RouteGroup.NOT_STATED, 10)
    assert panel.randomised.slope is None


def test_time_is_that_of_most_studies_and_can_be_chosen() -> None:
    trials = [dosed(weeks=26), dosed(weeks=26), dosed(weeks=4)]
    default, chosen = section_of(*trials), section_of(*trials, window=Window.SHORT)
    assert (default.question.window, len(default.entries)) == (Window.INTERMEDIATE, 2)
    assert (chosen.question.window, len(chosen.entries)) == (Window.SHORT, 1)
    assert default.windows == chosen.windows == ((Window.SHORT, 1), (Window.INTERMEDIATE, 2))


def test_a_tie_goes_to_the_time_that_is_read_first() -> None:
    assert section_of(dosed(weeks=26), dosed(weeks=4)).question.window is Window.SHORT


def test_a_dose_that_no_study_states_has_no_panel_and_is_counted_as_none() -> None:
    section = section_of(dosed(), dosed(None), dosed(None, sessions_low=3, volume_low=5.0, volume_high=10.0))
    assert [section.stated(covariate) for covariate in (CONCENTRATION, VOLUME, SESSIONS)] == [1, 1, 1]
    assert [covariate.key for covariate, _ in section.panels] == ["concentration", "volume", "sessions"]
    assert panels(section, "volume")[0].randomised.points[0].value == 7.5
    assert panels(section_of(dosed(None))) == ()


def test_outcomes_are_sections_and_only_critical_ones_are_shown() -> None:
    arms = two_arms(concentration_low=20.0)
    other = pain_trial(arms=arms, measure=OTHER)
    sections = dose_sections(answers_of([*pain_trial(arms=arms), *success_trial(arms=arms), *other]))
    assert [section.question.outcome.domain for section in sections] == ["pain", "success"]


def test_procedures_are_sections_of_their_own() -> None:
    dose = {"concentration_low": 20.0}
    laser, radio = (pain_trial(arms=two_arms(name, **dose)) for name in ("laser", "radiofrequency"))
    sections = dose_sections(answers_of(laser, radio))
    assert sorted(section.question.words.heading for section in sections) == [
        *("Instead of laser", "Instead of radiofrequency")
    ]


def test_doubted_study_is_listed_and_not_drawn() -> None:
    doubted = dosed(40.0)
    section = section_of(dosed(), doubted, queries=[a_query(doubted[0])])
    answers: tuple[Answer, ...] = section.answers
    assert len(section.entries) == 2
    assert [point.value for point in panels(section)[0].randomised.points] == [20]
    assert len(answers[0].unpooled) == 1
