"""Harm with ozone against harm without: paired within a trial, asked by question, pooled as other counts are."""

from collections.abc import Iterable
from typing import Any

import pytest

from evidence.statistics.estimates import Model
from evidence.synthesis.harm_answers import HarmAnswer, answer_harm, asked_of_harm
from evidence.synthesis.harm_contrasts import SERIOUS_HARM
from studies.choices import Allocation, DenominatorKind, Design, Route, Serious
from studies.numerics.arm_values import Counts
from studies.reported.comparisons import Comparison
from studies.reported.rows import ArmRow, HarmRow
from tests.evidence.synthesis.build import two_arms
from tests.rows import a_harm, a_study, an_arm


def trial(
    ozone: tuple[int, int], other: tuple[int, int], *, arms: list[ArmRow] | None = None, **values: Any
) -> list[HarmRow]:
    """One harm in both arms of one trial: people with it of people treated."""
    return [
        a_harm(arm, n_events=events, n_at_risk=n, **values)
        for arm, (events, n) in zip(arms or two_arms(), (ozone, other), strict=True)
    ]


def harm_answers(rows: Iterable[HarmRow]) -> list[HarmAnswer]:
    return [answer_harm(*asked) for asked in asked_of_harm(rows)]


def only(*trials: list[HarmRow]) -> HarmAnswer:
    (answer,) = harm_answers([row for of_trial in trials for row in of_trial])
    return answer


def none_with_ozone() -> HarmAnswer:
    return only(trial((0, 40), (3, 40)), trial((0, 30), (2, 30)), trial((0, 50), (1, 52)))


def test_harm_on_one_side_only_is_pooled_by_peto_and_has_an_exact_odds_ratio() -> None:
    answer = none_with_ozone()
    assert answer.pooled
    assert answer.exact
    assert answer.pooled.model is Model.PETO
    limits = answer.pooled.reader_interval()
    found = (answer.pooled.reader(), limits.low, limits.high)
    assert found == pytest.approx((0.13, 0.03, 0.66), abs=0.005)
    assert (answer.exact.estimate, answer.exact.low) == (0, 0)
    assert answer.exact.high == pytest.approx(0.64, abs=0.005)


def test_two_trials_are_listed_without_a_pool() -> None:
    answer = only(trial((0, 40), (3, 40)), trial((0, 30), (2, 30)))
    assert (len(answer.trials), answer.pooled, answer.exact) == (2, None, None)


def test_trials_without_any_harm_are_listed_and_add_nothing_to_a_ratio() -> None:
    answer = only(trial((0, 60), (0, 60)), trial((0, 40), (3, 40)), trial((0, 30), (2, 30)), trial((0, 50), (1, 52)))
    assert len(answer.trials) == 4
    assert answer.trials[0].entry is None
    assert answer.pooled
    assert answer.pooled.k == 3


def test_common_harm_is_pooled_by_random_effects() -> None:
    answer = only(*(trial((events, 50), (14, 50)) for events in (5, 6, 9)))
    assert answer.pooled
    assert answer.pooled.model is Model.RANDOM
    assert answer.exact is None


def test_serious_harm_of_several_events_is_one_number_of_people_or_not_compared() -> None:
    arms = two_arms()
    known = [*trial((0, 50), (0, 50), arms=arms), *trial((1, 50), (2, 50), arms=arms, event="stroke")]
    (serious,) = [answer for answer in harm_answers(known) if answer.title == SERIOUS_HARM]
    assert serious.trials[0].tables == ((Counts(1, 50), Counts(2, 50)),)

    unknown = [*trial((1, 50), (0, 50), arms=arms), *trial((1, 50), (2, 50), arms=arms, event="stroke")]
    (serious,) = [answer for answer in harm_answers(unknown) if answer.title == SERIOUS_HARM]
    (told,) = serious.trials
    assert (told.tables, told.entry, len(told.unknown)) == ((), None, 1)


def test_the_only_serious_harm_of_a_trial_is_listed_once() -> None:
    assert [answer.title for answer in harm_answers(trial((1, 40), (3, 40)))] == [SERIOUS_HARM]


def test_the_same_event_is_compared_whether_serious_or_not_and_by_any_capitals() -> None:
    values = {"serious": Serious.NO}
    answer = only(
        trial((1, 40), (3, 40), event="Headache", **values),
        trial((2, 40), (3, 40), event="headache", **values),
        trial((1, 40), (5, 40), event="headache ", **values),
    )
    assert answer.title == "Headache"
    assert answer.pooled
    assert answer.pooled.k == 3


def test_serious_harm_comes_before_other_harm() -> None:
    rows = [*trial((1, 9), (1, 9), serious=Serious.NO, event="an itch"), *trial((1, 9), (2, 9))]
    assert [answer.title for answer in harm_answers(rows)] == [SERIOUS_HARM, "an itch"]


@pytest.mark.parametrize(
    "other",
    [
        two_arms("steroid"),
        two_arms(route=Route.EPIDURAL),
        [arm._replace(study=arm.study._replace(design=Design.PROSPECTIVE_COHORT)) for arm in two_arms()],
    ],
)
def test_different_comparisons_routes_and_designs_are_never_put_together(other: list[ArmRow]) -> None:
    assert len(harm_answers([*trial((1, 40), (3, 40)), *trial((1, 40), (3, 40), arms=other)])) == 2


def test_different_procedures_are_different_comparisons() -> None:
    laser, other = (two_arms(name) for name in ("laser", "collagenase"))
    assert len(harm_answers([*trial((1, 40), (3, 40), arms=laser), *trial((1, 40), (3, 40), arms=other)])) == 2


def test_trials_whose_route_is_not_stated_are_put_together_with_nothing() -> None:
    trials = [trial((1, 40), (3, 40), arms=two_arms(route=Route.OTHER)) for _ in range(2)]
    assert len(harm_answers([row for of_trial in trials for row in of_trial])) == 2


@pytest.mark.parametrize("components", [("ozone", "steroid"), ("not-stated",)])
def test_what_does_not_isolate_ozone_is_not_compared(components: tuple[str, ...]) -> None:
    study = a_study()
    arms = [an_arm("ozone", study=study), an_arm(*components, study=study)]
    assert harm_answers(trial((1, 40), (3, 40), arms=arms)) == []


def test_strata_are_compared_within_themselves() -> None:
    study = a_study()
    arms = [an_arm("ozone", study=study, stratum="disc"), an_arm("sham", study=study, stratum="no disc")]
    assert harm_answers(trial((1, 40), (3, 40), arms=arms)) == []


def test_two_ozone_arms_of_one_trial_are_combined_against_their_shared_comparator() -> None:
    study = a_study()
    first, second = (an_arm("ozone", study=study) for _ in range(2))
    sham = an_arm("sham", study=study)
    rows = [a_harm(arm, n_events=k, n_at_risk=30) for arm, k in ((first, 1), (second, 2), (sham, 4))]
    (answer,) = harm_answers(rows)
    assert answer.question.comparison is Comparison.SHAM
    assert answer.trials[0].tables == ((Counts(3, 60), Counts(4, 30)),)


@pytest.mark.parametrize(
    "values",
    [
        {"n_events": None},
        {"n_at_risk": None},
        {"denominator_kind": DenominatorKind.OPERATED_LATER},
    ],
)
def test_what_gives_no_rate_is_not_compared(values: dict[str, Any]) -> None:
    ozone, sham = two_arms()
    assert harm_answers([a_harm(**{"arm": ozone} | values), a_harm(sham)]) == []


def test_a_retracted_trial_is_not_compared() -> None:
    assert harm_answers(trial((1, 40), (3, 40), arms=two_arms(study=a_study(retracted=True)))) == []


@pytest.mark.parametrize("allocation", [Allocation.CROSSOVER, Allocation.CLUSTER, Allocation.PAIRED])
def test_counts_of_people_who_are_not_apart_are_listed_and_not_compared(allocation: Allocation) -> None:
    others = [trial((1, 40), (5, 40)) for _ in range(3)]
    answer = only(trial((9, 40), (1, 40), arms=two_arms(study=a_study(allocation=allocation))), *others)
    assert (answer.trials[0].tables, answer.trials[0].entry) == (((Counts(9, 40), Counts(1, 40)),), None)
    assert answer.pooled
    assert answer.pooled.k == 3


def test_trials_that_may_share_patients_are_counted_once() -> None:
    groups = [two_arms(study=a_study(label=f"Report {k}", cohort_group="hospital")) for k in (1, 2)]
    answer = only(trial((1, 90), (3, 90), arms=groups[0]), trial((1, 40), (3, 40), arms=groups[1]))
    assert [item.same_people_as for item in answer.trials] == ["", "Report 1"]
