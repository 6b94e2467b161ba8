"""Serious harm: counted in people treated with ozone, or reported by case reports."""

from typing import Any

import pytest

from evidence.statistics.single_arm import clopper_pearson
from evidence.synthesis.harms import (
    Reporting,
    SeriousHarm,
    harm_rate,
    harm_reporting,
    harm_sentences,
    harms_by_route,
    serious_harm,
    why_no_rate,
)
from studies.choices import DenominatorKind, Route, RouteGroup, Serious
from studies.reported.rows import HarmRow
from tests.evidence.synthesis.build import two_arms
from tests.rows import a_harm, a_study, an_arm


def a_signal(**values: Any) -> HarmRow:
    """A case report of one person."""
    plain = {"denominator_kind": DenominatorKind.CASE_REPORT, "n_events": 1, "n_at_risk": None}
    return a_harm(**plain | values)


def sum_of(*rows: HarmRow, trials: int = 0) -> SeriousHarm:
    """Serious harm where every study of the rows is a randomised trial, and so many more that counted nothing."""
    ids = {row.study.id for row in rows if not row.is_signal} | {-number for number in range(1, trials + 1)}
    return serious_harm(rows, ids)


def test_a_retracted_trial_is_listed_and_sums_to_nothing() -> None:
    retracted = a_harm(an_arm(study=a_study(retracted=True)), n_events=3)
    harm = sum_of(a_harm(), retracted)
    assert (harm.events, harm.exposed) == (0, 20)
    assert why_no_rate(retracted) == "the publication was retracted"


def test_no_event_in_twenty_people_has_a_two_sided_bound() -> None:
    harm = sum_of(a_harm())
    assert (harm.events, harm.exposed, harm.bound) == (0, 20, clopper_pearson(0, 20))
    # One less the twentieth root of 0.025.
    assert harm.bound
    assert harm.bound.high == pytest.approx(0.168433, abs=1e-6)


def test_people_of_several_trials_arms_and_strata_are_added() -> None:
    study = a_study()
    first, second, disc = an_arm(study=study), an_arm(study=study), an_arm(study=study, stratum="disc")
    harm = sum_of(a_harm(first, n_events=1), a_harm(second, n_events=2), a_harm(disc), a_harm())
    assert (harm.events, harm.exposed, len(harm.reporting)) == (3, 80, 2)


def test_two_kinds_of_event_in_one_arm_may_be_the_same_people_so_the_larger_counts() -> None:
    arm = an_arm()
    harm = sum_of(a_harm(arm, n_events=1), a_harm(arm, n_events=3, event="bleeding"))
    assert (harm.events, harm.exposed) == (3, 20)


@pytest.mark.parametrize(
    "other",
    [
        {"serious": Serious.NO},
        {"serious": Serious.NOT_STATED},
        {"arm": an_arm("steroid")},
        {"n_events": None},
        {"n_at_risk": None},
        {"denominator_kind": DenominatorKind.OPERATED_LATER},
        {"denominator_kind": DenominatorKind.NOT_STATED},
    ],
)
def test_what_is_not_a_count_of_serious_harm_in_people_treated_with_ozone_is_not_summed(other: dict[str, Any]) -> None:
    assert sum_of(a_harm(**other)).exposed == 0


def test_a_study_that_is_no_trial_of_the_condition_is_not_summed() -> None:
    assert serious_harm([a_harm()], {0}).exposed == 0


def test_people_of_case_reports_are_listed_and_never_make_a_rate() -> None:
    harm = sum_of(a_signal(), a_signal(n_events=2))
    assert (harm.reported, harm.bound) == (3, None)
    assert why_no_rate(a_signal()) == "case report: no denominator"


def test_one_person_with_two_harms_is_counted_once() -> None:
    arm = an_arm()
    assert sum_of(a_signal(arm=arm), a_signal(arm=arm, event="stroke")).reported == 1


def test_zero_is_shown_with_what_cannot_be_excluded() -> None:
    assert harm_sentences(sum_of(a_harm(), trials=13)) == [
        "Serious harm was counted in one trial of 14 that isolate ozone: 0 of 20 people treated with ozone"
        " (up to 16.8% cannot be excluded)."
    ]


def test_events_are_shown_with_their_interval() -> None:
    (sentence,) = harm_sentences(sum_of(a_harm(n_events=2)))
    assert "2 of 20 people treated with ozone (95% CI 1.2% to 31.7%)" in sentence


def test_no_trial_one_silent_trial_and_several_each_have_a_sentence() -> None:
    assert harm_sentences(sum_of())[0].startswith("No randomised trial isolates ozone here")
    assert "in the one randomised trial" in harm_sentences(sum_of(trials=1))[0]
    assert "in none of the 3 randomised trials" in harm_sentences(sum_of(trials=3))[0]


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ([a_signal()], "of 1 person with serious harm here;"),
        ([a_signal(n_events=3), a_signal()], "of 4 people with"),
        ([a_signal(n_events=None), a_signal()], "of at least 1 person with"),
        ([a_signal(n_events=None)], "of serious harm here without a number of people;"),
    ],
)
def test_case_reports_are_described_without_a_rate(signals: list[HarmRow], expected: str) -> None:
    _, sentence = harm_sentences(sum_of(*signals))
    assert expected in sentence
    assert sentence.endswith("they give no rate.")


def test_harms_are_grouped_by_the_route_of_the_ozone_arm_serious_ones_first() -> None:
    groups = harms_by_route(
        [
            a_harm(an_arm(route=Route.CAUDAL_EPIDURAL), event="headache", serious=Serious.NO),
            a_harm(an_arm(route=Route.EPIDURAL), event="bleeding", serious=Serious.NOT_STATED),
            a_harm(an_arm(route=Route.EPIDURAL), event="infection"),
            a_harm(an_arm(route=Route.INTRADISCAL)),
        ]
    )
    assert [group.route for group in groups] == [RouteGroup.INTRADISCAL, RouteGroup.EPIDURAL]
    assert [line.row.event for line in groups[1].lines] == ["infection", "bleeding", "headache"]


def test_observed_harms_come_before_others_and_the_larger_study_before_the_smaller() -> None:
    (group,) = harms_by_route([a_harm(), a_harm(n_at_risk=90), a_harm(n_events=1)])
    assert [(line.row.n_events, line.row.n_at_risk) for line in group.lines] == [(1, 20), (0, 90), (0, 20)]


def test_a_comparator_is_shown_next_to_the_ozone_arm_that_counted_the_same() -> None:
    arm, comparator = two_arms("steroid")
    ozone, other = a_harm(arm, event="Infection"), a_harm(comparator, n_events=1)
    elsewhere = a_harm(comparator, event="bleeding")
    (group, alone) = harms_by_route([ozone, other, elsewhere])
    assert [(line.row, line.comparators) for line in group.lines] == [(ozone, (other,))]
    # What only the comparator counted has no route of ozone, and does not vanish.
    assert (alone.route, [line.row for line in alone.lines]) == (None, [elsewhere])


def test_strata_of_one_study_are_not_compared_with_each_other() -> None:
    study = a_study()
    disc, no_disc = an_arm(study=study, stratum="disc"), an_arm("steroid", study=study, stratum="no disc")
    groups = harms_by_route([a_harm(disc), a_harm(no_disc)])
    assert [line.comparators for group in groups for line in group.lines] == [(), ()]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, ""),
        ({"n_events": None}, "not counted"),
        ({"n_at_risk": None}, "the number of people treated is not printed"),
        (
            {"denominator_kind": DenominatorKind.OPERATED_LATER},
            "people operated on later: no rate of harm can be calculated",
        ),
        ({"denominator_kind": DenominatorKind.NOT_STATED, "n_at_risk": None}, "denominator not stated"),
    ],
)
def test_only_people_treated_give_a_rate_and_the_others_say_why(values: dict[str, Any], why: str) -> None:
    harm = a_harm(**values)
    assert why_no_rate(harm) == why
    assert (harm_rate(harm) is None) == bool(why)


def test_studies_that_count_mention_and_keep_silent_are_counted_separately() -> None:
    counting, mentioning, (silent, comparator) = an_arm(), an_arm(), two_arms("steroid")
    rows = [a_harm(counting), a_harm(counting, n_events=None), a_harm(mentioning, n_events=None)]
    rows += [a_harm(comparator), a_signal(arm=silent), a_harm()]
    ids = {arm.study.id for arm in (counting, mentioning, silent)}
    assert harm_reporting(rows, ids) == Reporting(studies=3, counting=1, mentioning=1)
