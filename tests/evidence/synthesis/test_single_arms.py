"""Shares of success in single ozone arms: a test a rule."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.statistics.single_arm import pooled_proportion
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.proportions import ProportionAnswer, proportions
from studies.choices import BiasLevel, Design, Severity
from studies.numerics.arm_values import Counts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ResultRow
from tests.evidence.synthesis.build import evidence_of
from tests.rows import OTHER_SUCCESS, POOR, a_count, a_query, a_study, an_arm, an_assessment


def proportions_of(*results: ResultRow, **more: Any) -> tuple[ProportionAnswer, ...]:
    evidence = evidence_of(results, **more)
    return proportions(evidence, by_study(evidence.queries))


def proportion_of(*results: ResultRow, **more: Any) -> ProportionAnswer:
    (only,) = proportions_of(*results, **more)
    return only


def counts(arms: Iterable[Any]) -> list[tuple[float, float]]:
    return [(arm.value.events, arm.value.n) for arm in arms]


def reasons(answer: ProportionAnswer) -> list[ContrastExclusion]:
    return [item.reason for item in answer.not_shown]


def test_three_like_arms_are_pooled_on_the_logit_scale():
    answer = proportion_of(*(a_count(events=events, n=40) for events in (20, 28, 34)))

    expected = pooled_proportion([Counts(20, 40), Counts(28, 40), Counts(34, 40)])
    assert answer.pooled == expected
    assert answer.people == 120
    assert [arm.weight for arm in answer.entries] == list(expected.pooled.weights)


def test_two_arms_are_listed_without_a_pool():
    answer = proportion_of(a_count(events=20, n=40), a_count(events=30, n=40))

    assert (len(answer.entries), answer.pooled) == (2, None)


def test_an_arm_at_critical_risk_of_bias_is_shown_and_not_pooled():
    critical = a_study(bias=(an_assessment(BiasLevel.CRITICAL),))
    arms = [an_arm("ozone") for _ in range(3)]
    answer = proportion_of(*(a_count(arm) for arm in [*arms, an_arm("ozone", study=critical)]))

    assert answer.pooled is not None
    assert answer.pooled.pooled.k == 3
    assert [arm.pool_exclusion for arm in answer.unpooled] == [ContrastExclusion.CRITICAL_BIAS]


def test_a_vehicle_makes_no_arm_unlike():
    plain, carried = an_arm("ozone", "steroid"), an_arm("ozone", "steroid", "local-anaesthetic", "oxygen")

    assert len(proportion_of(a_count(plain), a_count(carried)).entries) == 2


@pytest.mark.parametrize("other", ["steroid", "sham", "exercise", "supplement"])
def test_anything_else_makes_arms_unlike(other):
    assert len(proportions_of(a_count(an_arm("ozone")), a_count(an_arm("ozone", other)))) == 2


def test_like_arms_of_one_study_are_one():
    study = a_study()
    first, second = an_arm("ozone", study=study), an_arm("ozone", "saline", study=study)

    answer = proportion_of(a_count(first, events=23, n=25), a_count(second, events=17, n=25))

    assert counts(answer.entries) == [(40, 50)]
    assert len(answer.entries[0].results) == 2


def test_a_part_of_an_arm_is_never_listed_with_its_whole():
    study = a_study()
    whole = an_arm(study=study)
    part = an_arm(study=study, part_of=whole.id, stratum="young")

    answer = proportion_of(a_count(whole, events=30, n=60), a_count(part, events=10, n=20))

    assert counts(answer.entries) == [(30, 60)]
    assert reasons(answer) == [ContrastExclusion.PART_OF_ARM]


def test_a_part_is_listed_where_its_whole_is_missing():
    part = an_arm(part_of=999, stratum="facet")

    assert counts(proportion_of(a_count(part)).entries) == [(10, 20)]


def test_parts_within_an_arm_are_listed_apart_and_never_pooled():
    arm = an_arm(n_analysed=100)

    answer = proportion_of(a_count(arm, part="young"), a_count(arm, part="old", events=5))

    assert answer.entries == ()
    assert [arm.pool_exclusion for arm in answer.unpooled] == [ContrastExclusion.PART_OF_ARM] * 2


def test_a_part_counted_over_the_whole_arm_is_no_share_of_the_part():
    answer = proportion_of(a_count(an_arm(n_analysed=257), part="extrusions", events=106, n=257))

    assert (answer.entries, answer.unpooled, reasons(answer)) == ((), (), [ContrastExclusion.PART_OF_ARM])


def test_a_result_under_an_error_is_left_out():
    result = a_count()

    answer = proportion_of(result, queries=[a_query(result, severity=Severity.ERROR, problem="no such count")])

    assert answer.entries == answer.unpooled == ()
    assert [(item.reason, item.detail) for item in answer.not_shown] == [(ContrastExclusion.ERROR, "no such count")]


def test_a_doubted_arm_is_listed_but_not_pooled():
    results = [a_count(events=events) for events in (5, 10, 15)]

    answer = proportion_of(*results, queries=[a_query(results[0])])

    assert (len(answer.entries), answer.pooled) == (2, None)
    assert [(arm.pool_exclusion, arm.query.problem) for arm in answer.unpooled if arm.query] == [
        (ContrastExclusion.DOUBTED, "implausible")
    ]


def test_a_doubted_arm_is_not_merged_with_its_undoubted_like():
    study = a_study()
    firm, doubted = a_count(an_arm(study=study), events=8), a_count(an_arm(study=study), events=19)

    answer = proportion_of(firm, doubted, queries=[a_query(doubted)])

    assert counts(answer.entries) == [(8, 20)]
    assert counts(answer.unpooled) == [(19, 20)]


def test_a_retracted_study_is_listed_but_not_pooled():
    answer = proportion_of(a_count(an_arm(study=a_study(retracted=True))))

    assert [arm.pool_exclusion for arm in answer.unpooled] == [ContrastExclusion.RETRACTED]


def test_arms_without_a_time_are_listed_and_never_pooled():
    answer = proportion_of(*(a_count(weeks=None, timepoint_label="final") for _ in range(3)))

    assert answer.pooled is None
    assert [arm.pool_exclusion for arm in answer.unpooled] == [ContrastExclusion.TIME_NOT_STATED] * 3


def test_an_unnamed_component_is_like_nothing():
    answer = proportion_of(*(a_count(an_arm("ozone", "not-stated")) for _ in range(3)))

    assert (len(answer.entries), answer.pooled) == (3, None)


def test_each_definition_of_success_is_separate():
    macnab, improved = a_count(), a_count(measure=OTHER_SUCCESS, outcome_name="improved")
    cured = a_count(measure=OTHER_SUCCESS, outcome_name="cured")

    answers = proportions_of(cured, improved, macnab)

    assert [answer.question.outcome.key for answer in answers] == [
        "success-macnab",
        "success-other: cured",
        "success-other: improved",
    ]


def test_of_studies_that_may_share_patients_the_larger_stays():
    small, large = (an_arm(study=a_study(cohort_group="one-clinic", label=label)) for label in ("Small", "Large"))

    answer = proportion_of(a_count(small, n=20), a_count(large, n=90))

    assert [arm.study.label for arm in answer.entries] == ["Large"]
    assert [(arm.pool_exclusion, arm.detail) for arm in answer.unpooled] == [
        (ContrastExclusion.MAY_SHARE_PATIENTS, "Large")
    ]


def test_the_time_nearest_the_target_is_chosen_and_a_tie_goes_to_the_later():
    arm = an_arm()
    early, late, far = (a_count(arm, weeks=weeks, timepoint_label=f"{weeks} weeks") for weeks in (3, 5, 12))

    answer = proportion_of(early, late, far)

    assert [found.first.weeks for found in answer.entries] == [5]
    assert reasons(answer) == [ContrastExclusion.OTHER_RESULT_CHOSEN] * 2


def test_windows_are_separate():
    arm = an_arm()

    assert len(proportions_of(a_count(arm, weeks=4), a_count(arm, weeks=26), a_count(arm, weeks=52))) == 3


def bare_percentage(arm: ArmRow) -> ResultRow:
    return a_count(arm, events=None, percent=59, n=10)


def test_a_percentage_that_fits_no_count_is_not_turned_into_people():
    assert reasons(proportion_of(bare_percentage(an_arm()))) == [ContrastExclusion.FITS_NO_COUNT]


def test_a_percentage_that_fits_one_count_is_that_count():
    (entry,) = proportion_of(a_count(an_arm(), events=None, percent=56.7, n=60)).entries
    assert entry.value == Counts(34, 60)


@pytest.mark.parametrize(
    "result",
    [
        a_count(measure=POOR),
        a_count(weeks=0, timepoint_label="baseline"),
        a_count(an_arm("steroid")),
        a_count(an_arm(study=a_study(design=Design.CASE_REPORT))),
    ],
    ids=["poor outcome", "before treatment", "no ozone", "case report"],
)
def test_results_that_are_no_share_of_success_with_ozone_are_not_listed(result):
    assert proportions_of(result) == ()


@st.composite
def clinics(draw: st.DrawFn) -> list[ResultRow]:
    """Results of a few studies, some of which share a study, a time, a part or a cohort."""
    studies = [a_study(cohort_group=draw(st.sampled_from(["", "", "shared"]))) for _ in range(draw(st.integers(1, 4)))]
    arms = [an_arm("ozone", study=draw(st.sampled_from(studies))) for _ in range(draw(st.integers(1, 5)))]
    result = st.builds(
        a_count,
        st.sampled_from(arms),
        weeks=st.sampled_from([None, 1, 4, 8, 26]),
        part=st.sampled_from(["", "", "young"]),
        events=st.sampled_from([None, 0, 7, 20]),
    )
    return draw(st.lists(result, min_size=1, max_size=12))


@given(clinics())
def test_every_result_is_shown_once_or_named_with_its_reason(results):
    answers = proportions_of(*results)

    shown = [result.id for answer in answers for arm in answer.all_entries for result in arm.results]
    named = [item.result.id for answer in answers for item in answer.not_shown]
    assert sorted([*shown, *named]) == sorted(result.id for result in results)


@given(clinics())
def test_no_arm_enters_a_pool_twice(results):
    for answer in proportions_of(*results):
        inside = [result.arm.id for arm in answer.entries for result in arm.results]
        assert len(inside) == len(set(inside))
        groups = {arm.study.cohort_group: arm.study.id for arm in answer.entries if arm.study.cohort_group}
        assert all(groups.get(arm.study.cohort_group, arm.study.id) == arm.study.id for arm in answer.entries)
