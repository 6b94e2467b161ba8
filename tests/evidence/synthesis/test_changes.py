"""Scores before and after ozone: two means, and a change only under a reader's correlation."""

from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.statistics.pooling import random_effects
from evidence.synthesis.changes import HIGHEST_CORRELATION, LOWEST_CORRELATION, Change, ChangeAnswer, changes
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.single_arms import SingleArm
from studies.choices import Severity
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ResultRow
from tests.evidence.synthesis.build import evidence_of
from tests.rows import ODI, RMDQ, VAS, a_query, a_score, a_study, an_arm


def before_and_after(arm: ArmRow | None = None, before: float = 8, after: float = 3, **values: Any) -> list[ResultRow]:
    """Pain before treatment and at 4 weeks by default."""
    arm = arm or an_arm()
    first = a_score(arm, **{**values, "mean": before, "weeks": 0, "timepoint_label": "baseline"})
    return [first, a_score(arm, **{**values, "mean": after})]


def changes_of(
    *arms: list[ResultRow], correlation: float | None = None, queries: tuple[Any, ...] = ()
) -> tuple[ChangeAnswer, ...]:
    evidence = evidence_of(*arms, queries=queries)
    return changes(evidence, by_study(evidence.queries), correlation)


def change_of(*arms: list[ResultRow], **more: Any) -> ChangeAnswer:
    (only,) = changes_of(*arms, **more)
    return only


def means(arms: tuple[SingleArm[Change], ...]) -> list[tuple[float, float]]:
    return [(arm.value.before.middle, arm.value.after.middle) for arm in arms]


def test_the_two_means_are_on_the_shown_scale():
    answer = change_of(before_and_after(before=8.1, after=3.2))

    assert means(answer.entries) == [(pytest.approx(81), pytest.approx(32))]
    assert answer.scale == "pain 0–100"


def test_without_a_correlation_nothing_is_computed():
    answer = change_of(*(before_and_after() for _ in range(4)))

    assert answer.pooled is None
    assert [arm.value.effect for arm in answer.entries] == [None] * 4


def test_a_correlation_gives_the_error_of_the_change():
    answer = change_of(before_and_after(before=8, after=3, sd=2, n=25), correlation=0.5)

    effect = answer.entries[0].value.effect
    assert effect is not None
    # By hand: SD of the change on 0–100 is √(20² + 20² − 2 × 0.5 × 20 × 20) = 20, over the root of 25.
    assert (effect.estimate, sqrt(effect.variance)) == (pytest.approx(-50), pytest.approx(4))


def test_three_changes_are_pooled_under_the_correlation():
    answer = change_of(*(before_and_after(after=after) for after in (2, 3, 5)), correlation=0.3)

    effects = [arm.value.effect for arm in answer.entries if arm.value.effect]
    assert answer.pooled == random_effects(effects)
    assert answer.correlation == 0.3
    assert [arm.weight for arm in answer.entries] == list(random_effects(effects).weights)


def test_two_changes_are_not_pooled():
    assert change_of(before_and_after(), before_and_after(), correlation=0.3).pooled is None


@given(st.floats(LOWEST_CORRELATION, HIGHEST_CORRELATION), st.floats(LOWEST_CORRELATION, HIGHEST_CORRELATION))
def test_the_higher_the_correlation_the_narrower_the_interval(one, other):
    lower, higher = sorted([one, other])
    arm = before_and_after(sd=2.0)

    variances = [change_of(arm, correlation=value).entries[0].value.effect for value in (lower, higher)]

    assert variances[0] is not None
    assert variances[1] is not None
    assert variances[1].variance <= variances[0].variance * (1 + 1e-9)


@pytest.mark.parametrize("missing", [{"sd": None}, {"n": None}])
def test_an_arm_without_deviation_or_size_is_shown_and_not_pooled(missing):
    full = [before_and_after() for _ in range(3)]

    answer = change_of(*full, before_and_after(**missing), correlation=0.5)

    assert len(answer.entries) == 4
    assert answer.pooled is not None
    assert answer.pooled.k == 3


def test_a_printed_standard_error_gives_the_deviation():
    answer = change_of(before_and_after(sd=None, se=0.5, n=16), correlation=0)

    spread = answer.entries[0].value.after.spread
    assert spread is not None
    assert spread.required_sd == pytest.approx(20)


def test_fewer_people_at_the_end_are_the_people_of_the_change():
    arm = an_arm()
    before = a_score(arm, weeks=0, timepoint_label="baseline", sd=2, n=100)
    effect = change_of([before, a_score(arm, sd=2, n=25)], correlation=0.5).entries[0].value.effect

    assert effect is not None
    assert effect.variance == pytest.approx(16)


def test_a_score_without_one_before_treatment_is_named():
    answer = change_of([a_score()])

    assert (answer.entries, [item.reason for item in answer.not_shown]) == ((), [ContrastExclusion.NO_FIGURE])


def test_a_change_printed_alone_is_named():
    answer = change_of([a_score(is_change=True, mean=-5)])

    assert [item.reason for item in answer.not_shown] == [ContrastExclusion.SUMMARY_ONLY]


def test_a_doubt_about_the_score_before_doubts_the_change():
    arm = before_and_after()

    answer = change_of(arm, queries=(a_query(arm[0]),))

    assert [found.pool_exclusion for found in answer.unpooled] == [ContrastExclusion.DOUBTED]


def test_an_error_in_either_score_leaves_the_change_out():
    arm = before_and_after()

    answer = change_of(arm, queries=(a_query(arm[1], severity=Severity.ERROR),))

    assert [item.reason for item in answer.not_shown] == [ContrastExclusion.ERROR]


def test_like_arms_of_one_study_are_one_where_sizes_are_printed():
    study = a_study()
    arms = [before_and_after(an_arm(study=study), before=8, after=after, n=10) for after in (2, 4)]

    assert means(change_of(*arms).entries) == [(pytest.approx(80), pytest.approx(30))]


def test_like_arms_without_sizes_are_separate():
    study = a_study()
    arms = [before_and_after(an_arm(study=study), after=after, n=None) for after in (2, 4)]

    assert len(change_of(*arms).entries) == 2


def test_a_median_is_called_one_and_gives_no_change():
    arm = an_arm()
    before = a_score(arm, weeks=0, timepoint_label="before", mean=None, sd=None, median=6)
    answer = change_of([before, a_score(arm, mean=None, sd=None, median=5)], correlation=0.5)

    value = answer.entries[0].value
    assert (value.before.is_median, value.after.middle, value.effect) == (True, 50, None)


def test_instruments_on_different_scales_are_separate():
    answers = changes_of(before_and_after(measure=ODI), before_and_after(measure=RMDQ), before_and_after(measure=VAS))

    assert [answer.scale for answer in answers] == [
        "pain 0–100",
        "Oswestry Disability Index 0–100",
        "Roland-Morris Disability Questionnaire 0–24",
    ]
