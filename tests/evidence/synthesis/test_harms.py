"""Harm line by line: what gives a rate, in which order, next to which arms, and who reports it."""

from typing import Any

import pytest

from evidence.synthesis.harms import Reporting, harm_rate, harm_reporting, harms_by_route, why_no_rate
from studies.choices import DenominatorKind, Fatal, Route, RouteGroup, Serious
from tests.evidence.synthesis.build import two_arms
from tests.rows import a_harm, a_signal, a_study, an_arm


def test_a_retracted_trial_is_listed_and_gives_no_rate() -> None:
    assert why_no_rate(a_harm(an_arm(study=a_study(retracted=True)))) == "the publication was retracted"


def test_a_case_report_gives_no_rate() -> None:
    assert why_no_rate(a_signal()) == "case report: no denominator"


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


def test_fatal_harm_is_the_first_of_serious_harm() -> None:
    (group,) = harms_by_route([a_harm(n_events=9), a_harm(n_events=1, event="death", fatal=Fatal.YES)])
    assert [line.row.event for line in group.lines] == ["death", "infection"]


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
