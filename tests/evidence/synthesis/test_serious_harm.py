"""Serious harm as people: bounds within one arm, trial by trial, deaths."""

from typing import Any

import pytest

from evidence.statistics.single_arm import clopper_pearson
from evidence.synthesis.serious_harm import ArmHarm, PeopleRange, SeriousHarm, SharedHarm, arm_harms, serious_harm
from studies.choices import DenominatorKind, Fatal, Serious
from studies.reported.rows import HarmRow
from tests.evidence.synthesis.build import two_arms
from tests.rows import a_harm, a_signal, a_study, an_arm


def harm_of(*rows: HarmRow) -> SeriousHarm:
    """Serious harm where every study of the rows is a randomised trial, but for case reports."""
    return serious_harm(rows, {row.study.id for row in rows if not row.is_signal})


def arm_of(*rows: HarmRow) -> ArmHarm:
    (arm,) = arm_harms(rows)
    return arm


def died_in(*rows: HarmRow) -> PeopleRange:
    return arm_of(*rows).died


def test_two_events_of_one_each_in_fifty_people_are_at_least_one_and_at_most_two() -> None:
    arm = an_arm()
    harm = arm_of(a_harm(arm, n_events=1, n_at_risk=50), a_harm(arm, n_events=1, n_at_risk=50, event="stroke"))
    assert (harm.people, harm.treated) == (PeopleRange(1, 2), 50)


def test_the_interval_of_bounds_holds_the_interval_of_each() -> None:
    arm = an_arm()
    harm = arm_of(a_harm(arm, n_events=1, n_at_risk=50), a_harm(arm, n_events=2, n_at_risk=50, event="stroke"))
    assert harm.interval
    assert (harm.interval.low, harm.interval.high) == (clopper_pearson(2, 50).low, clopper_pearson(3, 50).high)


def test_people_of_several_events_are_never_more_than_the_people_treated() -> None:
    arm = an_arm()
    assert arm_of(a_harm(arm, n_events=15), a_harm(arm, n_events=12, event="bleeding")).people == PeopleRange(15, 20)


def test_an_event_that_is_named_and_not_counted_leaves_no_upper_bound_but_the_people_treated() -> None:
    arm = an_arm()
    assert arm_of(a_harm(arm, n_events=1), a_harm(arm, n_events=None, event="stroke")).people == PeopleRange(1, 20)
    report = a_signal()
    assert arm_of(report, a_signal(report.arm, n_events=None, event="stroke")).people == PeopleRange(1, None)


def test_no_events_and_one_event_give_one_number() -> None:
    arm = an_arm()
    assert arm_of(a_harm(arm), a_harm(arm, event="stroke", n_events=3)).people == PeopleRange(3, 3)


def test_trials_are_separate_four_of_twenty_and_none_of_four_hundred_is_no_rate_of_420() -> None:
    harm = harm_of(a_harm(n_events=4, n_at_risk=20), a_harm(n_at_risk=400))
    assert [(arm.people.least, arm.treated) for study in harm.counted for arm in study.ozone] == [(4, 20), (0, 400)]
    assert not any(getattr(harm, name, None) for name in ("exposed", "bound"))


def test_arms_and_strata_of_one_trial_are_separate_within_it() -> None:
    study = a_study()
    arms = [an_arm(study=study), an_arm(study=study), an_arm(study=study, stratum="disc")]
    (trial,) = harm_of(*(a_harm(arm, n_events=events) for arm, events in zip(arms, (1, 2, 0), strict=True))).counted
    assert [arm.people.least for arm in trial.ozone] == [1, 2, 0]


def test_a_part_of_an_arm_is_included_in_the_whole_arm() -> None:
    study = a_study()
    whole = an_arm(study=study)
    part = an_arm(study=study, part_of=whole.id)
    harm = arm_of(a_harm(part, n_events=1), a_harm(part, event="stroke", n_events=2), a_harm(whole, n_events=1))
    # The infection of the part is one of those of the whole arm.
    assert (harm.arm, harm.people) == (whole, PeopleRange(2, 3))


def test_comparators_are_listed_with_the_ozone_arms_of_their_trial() -> None:
    arm, comparator = two_arms("steroid")
    (trial,) = harm_of(a_harm(arm), a_harm(comparator, n_events=3)).counted
    assert [(other.people.least, other.treated) for other in trial.comparators] == [(3, 20)]


@pytest.mark.parametrize(
    "other",
    [
        {"serious": Serious.NO},
        {"serious": Serious.NOT_STATED},
        {"arm": an_arm("steroid")},
        {"arm": an_arm(study=a_study(retracted=True))},
        {"n_events": None, "n_at_risk": None},
    ],
)
def test_a_study_without_serious_harm_of_ozone_is_not_listed(other: dict[str, Any]) -> None:
    assert harm_of(a_harm(**other)).counted == ()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"n_at_risk": None}, "the number of people treated is not printed"),
        ({"denominator_kind": DenominatorKind.NOT_STATED, "n_at_risk": None}, "denominator not stated"),
    ],
)
def test_a_count_without_people_treated_is_listed_and_gives_no_rate(values: dict[str, Any], why: str) -> None:
    ((arm,),) = [study.ozone for study in harm_of(a_harm(n_events=2, **values)).counted]
    assert (arm.people, arm.treated, arm.interval, arm.no_rate) == (PeopleRange(2, 2), None, None, why)


def test_a_study_that_is_no_trial_of_the_condition_is_listed_as_another_study() -> None:
    harm = serious_harm([a_harm(n_events=1)], {0})
    assert (harm.counted, len(harm.others), harm.people) == ((), 1, PeopleRange(1, 1))


def test_people_of_case_reports_are_on_record_and_have_no_rate() -> None:
    harm = harm_of(a_signal(), a_signal(n_events=2))
    assert harm.people == PeopleRange(3, 3)
    assert [arm.interval for study in harm.case_reports for arm in study.ozone] == [None, None]


def test_one_person_with_two_harms_may_be_one_person() -> None:
    report = a_signal()
    assert harm_of(report, a_signal(report.arm, event="stroke")).people == PeopleRange(1, 2)


def test_deaths_are_counted_from_their_column_and_not_from_words() -> None:
    arm = an_arm()
    died = a_harm(arm, event="septicaemia", fatal=Fatal.YES, n_events=1)
    survived = a_harm(arm, event="fatal-sounding death of a disc", fatal=Fatal.NO, n_events=4)
    assert died_in(died, survived) == PeopleRange(1, 1)


def test_two_fatal_events_of_one_arm_are_at_least_one_death() -> None:
    arm = an_arm()
    rows = [a_harm(arm, event=event, fatal=Fatal.YES, n_events=1) for event in ("septicaemia", "embolism")]
    assert died_in(*rows) == PeopleRange(1, 2)


def test_a_fatal_event_without_a_count_is_at_least_one_death() -> None:
    harm = harm_of(a_harm(n_events=None, n_at_risk=None, fatal=Fatal.YES))
    assert (harm.counted[0].ozone[0].died, harm.people) == (PeopleRange(1, None), PeopleRange(1, None))


def test_people_of_one_cohort_group_are_on_record_once() -> None:
    first, second = (an_arm(study=a_study(cohort_group="one hospital", label=f"Report {k}")) for k in (1, 2))
    harm = harm_of(a_harm(first, n_events=2, n_at_risk=90), a_harm(second, n_events=1))
    assert harm.people == PeopleRange(2, 2)
    assert [study.same_people_as for study in harm.counted] == ["", "Report 1"]


def test_studies_with_deaths_come_first_then_those_with_more_people_then_the_larger() -> None:
    rows = [a_harm(), a_harm(n_at_risk=90), a_harm(n_events=5), a_harm(n_events=1, fatal=Fatal.YES)]
    found = [(study.ozone[0].people.least, study.ozone[0].treated) for study in harm_of(*rows).counted]
    assert found == [(1, 20), (5, 20), (0, 90), (0, 20)]


def test_shared_harm_is_that_of_the_rows_with_some_conditions_and_is_found_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trial, spread, report = a_study(), a_study(), a_study()
    ozone = [an_arm("ozone", study=study, condition=slug) for study, slug in ((trial, "neck"), (spread, "neck"))]
    back, signal = (an_arm("ozone", study=study, condition="back") for study in (spread, report))
    rows = [
        *(a_harm(arm, n_events=number) for arm, number in zip(ozone, (2, 3), strict=True)),
        *(a_harm(back, n_events=1, fatal=Fatal.YES), a_harm(back, n_events=None, event="stroke"), a_signal(signal)),
    ]
    shared, trials = SharedHarm(rows), {trial.id}
    expected = {
        conditions: serious_harm([row for row in rows if row.arm.condition in conditions], trials)
        for conditions in map(frozenset, ({"neck"}, {"back"}, {"neck", "back"}, {"other"}))
    }

    def of_spread(rows: list[HarmRow]) -> list[ArmHarm]:
        assert rows[0].study is spread
        return arm_harms(rows)

    monkeypatch.setattr("evidence.synthesis.serious_harm.arm_harms", of_spread)

    assert {conditions: shared.of(conditions, trials) for conditions in expected} == expected
    assert expected[frozenset({"back"})].is_named
    assert len(expected[frozenset({"neck"})].arms) == 2


def test_studies_with_equal_harm_have_one_order_whichever_conditions_are_asked_for() -> None:
    spread, other = a_study(slug="a-spread"), a_study(slug="b-other")
    rows = [
        a_harm(an_arm("ozone", study=study, condition=slug), n_events=1)
        for study, slug in ((other, "back"), (spread, "back"), (spread, "neck"))
    ]
    for order in (rows, rows[::-1]):
        shared = SharedHarm(order).of(frozenset({"back"}), ())
        alone = serious_harm([row for row in order if row.arm.condition == "back"], ())
        assert [item.study.slug for item in shared.others] == ["a-spread", "b-other"]
        assert shared == alone
