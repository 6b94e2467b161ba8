"""Whatever the magnitude of what is printed, an exploration answers in finite numbers or says why it does not."""

from math import isfinite
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from evidence.synthesis.bayesian_answer import PriorChoice
from evidence.synthesis.dose_response import dose_sections
from evidence.synthesis.exploration import explore_answer
from studies.choices import EffectBand, OutcomeDomain
from studies.reported.rows import ResultRow
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.synthesis.build import answers_of, pain_trial, success_trial, two_arms
from tests.extreme_numbers import numbers, numbers_in
from tests.rows import a_study

BAND = ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.SMALL, 0, 10, lower_included=True, upper_included=False)

sizes = st.sampled_from((2, 20, 2_000_000_000))
scores = st.tuples(numbers, numbers, st.one_of(st.just(2.0), numbers), sizes)
counts = st.sampled_from(((0, 20), (1, 20), (20, 20), (1, 2_000_000_000), (2_000_000_000, 2_000_000_000)))
doses = st.one_of(st.none(), st.sampled_from((0.0, 20.0, 1e-300, 1e300)), numbers)
ROUND = (1.0, 4.0, 2.0, 20)


def arms_with(dose: float | None, year: int) -> Any:
    return two_arms(concentration_low=dose, sessions_low=1, study=a_study(year=year))


def assert_explored(trials: list[list[ResultRow]]) -> None:
    answers = answers_of(*trials)
    for answer in answers:
        found = explore_answer(answer, {}, [BAND], PriorChoice())
        parts = (found.subgroups, found.influence, found.asymmetry, found.thresholds, found.bayes)
        assert all(isfinite(number) for number in numbers_in(parts))
        points = [(at.value, at.estimate, at.interval, at.weight) for item in found.covariates for at in item.points]
        assert all(isfinite(number) for number in numbers_in((points, [item.slope for item in found.covariates])))
    dose_sections(answers)


@given(st.lists(st.tuples(scores, doses), min_size=1, max_size=12))
@example([(ROUND, 20.0)] * 12)
@example([((1e30 * place, 4.0, 2.0, 20), 1e300) for place in range(12)])
@example([((1.0 + place, 4.0, 2.0, 20), 20.0 + place) for place in range(12)])
def test_scores_are_explored_or_refused(drawn: list[tuple[Any, float | None]]) -> None:
    assert_explored(
        [
            pain_trial(ozone, comparator, sd=sd, n=n, arms=arms_with(dose, 2000 + place))
            for place, ((ozone, comparator, sd, n), dose) in enumerate(drawn)
        ]
    )


@given(st.lists(st.tuples(counts, counts, doses), min_size=1, max_size=12))
@example([((20, 20), (0, 2_000_000_000), 20.0), ((2_000_000_000, 2_000_000_000), (1, 20), 30.0)] * 6)
def test_counts_are_explored_or_refused(drawn: list[tuple[Any, Any, float | None]]) -> None:
    trials = []
    for place, (ozone, comparator, dose) in enumerate(drawn):
        rows = success_trial(arms=arms_with(dose, 2000 + place))
        sides = zip(rows, (ozone, comparator), strict=True)
        trials.append([row._replace(events=events, n=n) for row, (events, n) in sides])
    assert_explored(trials)
