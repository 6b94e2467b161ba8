"""Ratings as records: what the actions write and refuse, and what database constraints refuse."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pytest_django import DjangoDbBlocker

from evidence.choices import GradeDomain
from evidence.grading.rate import RatedFinding, rate_finding, withdraw_rating
from evidence.models import CertaintyAssessment, CertaintyJudgement, Ending
from studies.models import Condition
from studies.revisions.record_change import ActionRefusedError
from tests.evidence.grading.rating_factories import ANCHOR, NOW, judgements_of, make_finding, page_of, rate
from tests.factories import make_condition, make_user
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db


class Made(NamedTuple):
    condition: Condition
    curator: User


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    with shared_records(django_db_blocker, lambda: Made(make_finding(), make_user(role="curator"))) as made:
        yield made


@pytest.fixture
def condition(made: Made) -> Condition:
    return made.condition


@pytest.fixture
def curator(made: Made) -> User:
    return made.curator


def test_rating_keeps_level_facts_decisions_and_reasons(condition: Condition, curator: User) -> None:
    rating = rate(condition, by=curator, decided={GradeDomain.RISK_OF_BIAS: 2, GradeDomain.PUBLICATION_BIAS: 0})
    imprecision = page_of(condition).suggestions[GradeDomain.IMPRECISION]
    assert imprecision.levels == 0
    assert (rating.start, rating.level) == ("high", "low")
    assert (rating.rated_by, rating.rated_at) == (curator, NOW)
    kept = {row.domain: row for row in rating.judgements.all()}
    assert list(kept) == ["risk-of-bias", "inconsistency", "indirectness", "imprecision", "publication-bias"]
    assert (kept["risk-of-bias"].suggested, kept["risk-of-bias"].levels) == (None, 2)
    assert kept["imprecision"].arithmetic.splitlines() == list(imprecision.arithmetic)
    assert kept["imprecision"].suggestion == imprecision.reason


def test_history_records_who_did_what(condition: Condition, curator: User) -> None:
    rating = rate(condition, by=curator)
    withdraw_rating(assessment=rating, by=make_user(role="curator"), now=NOW, reason="Wrong finding.")
    assert [line.history_change_reason for line in rating.history.order_by("history_id")] == [
        "Rated",
        "Withdrawn",
    ]
    assert rating.history.earliest().history_user == curator
    assert {row.history.count() for row in rating.judgements.all()} == {1}


def test_second_rating_replaces_the_first_and_keeps_it(condition: Condition, curator: User) -> None:
    first = rate(condition, by=curator)
    second = rate(condition, by=curator, reason="The full text was read.", replaced_rating=first.pk)
    first.refresh_from_db()
    assert (first.ending, first.ended_by, first.ended_at) == (Ending.REPLACED, curator, NOW)
    assert CertaintyAssessment.objects.current().get() == second
    assert second.reason == "The full text was read."


@pytest.mark.parametrize("reason", ["", "   "])
def test_review_without_a_reason_is_refused_and_changes_nothing(
    condition: Condition, curator: User, reason: str
) -> None:
    first = rate(condition, by=curator)
    with pytest.raises(ActionRefusedError, match="a reason for rating the finding again"):
        rate(condition, by=curator, reason=reason, replaced_rating=first.pk)
    assert CertaintyAssessment.objects.current().get() == first


@pytest.mark.parametrize("replaced_rating", [None, 10_000])
def test_replacing_a_rating_that_changed_meanwhile_is_refused(
    condition: Condition, curator: User, replaced_rating: int | None
) -> None:
    rate(condition, by=curator)
    with pytest.raises(ActionRefusedError, match="Another person rated this finding"):
        rate(condition, by=curator, reason="Again.", replaced_rating=replaced_rating)


def test_replacing_one_that_was_withdrawn_meanwhile_is_refused(condition: Condition, curator: User) -> None:
    first = rate(condition, by=curator)
    withdraw_rating(assessment=first, by=curator, now=NOW, reason="Too early.")
    with pytest.raises(ActionRefusedError, match="withdrew its rating"):
        rate(condition, by=curator, reason="Again.", replaced_rating=first.pk)


def test_withdrawn_finding_can_be_rated_again(condition: Condition, curator: User) -> None:
    first = rate(condition, by=curator)
    withdrawn = withdraw_rating(assessment=first, by=curator, now=NOW, reason=" Too early. ")
    assert (withdrawn.ending, withdrawn.ended_because) == (Ending.WITHDRAWN, "Too early.")
    assert not CertaintyAssessment.objects.current().exists()
    assert rate(condition, by=curator).ending == ""


def test_withdrawal_needs_a_reason_and_happens_once(condition: Condition, curator: User) -> None:
    rating = rate(condition, by=curator)
    with pytest.raises(ActionRefusedError, match="Give a reason"):
        withdraw_rating(assessment=rating, by=curator, now=NOW, reason=" ")
    withdraw_rating(assessment=rating, by=curator, now=NOW, reason="Too early.")
    with pytest.raises(ActionRefusedError):
        withdraw_rating(assessment=rating, by=curator, now=NOW, reason="Twice.")


@pytest.mark.parametrize(
    "domain", [GradeDomain.RISK_OF_BIAS, GradeDomain.IMPRECISION], ids=["none suggested", "differs"]
)
def test_different_decision_needs_a_reason_or_nothing_is_saved(
    condition: Condition, curator: User, domain: GradeDomain
) -> None:
    page = page_of(condition)
    judgements = [replace(each, levels=1, reason="") if each.domain is domain else each for each in judgements_of(page)]
    finding = RatedFinding(condition, ANCHOR, page.title, page.start, page.fingerprint)
    with pytest.raises(ActionRefusedError, match="needs a reason"):
        rate_finding(finding=finding, judgements=judgements, by=curator, now=NOW)
    assert not CertaintyAssessment.objects.exists()


def test_accepted_suggestion_needs_no_reason(condition: Condition, curator: User) -> None:
    page = page_of(condition)
    judgements = [
        replace(each, reason="") if each.suggestion.levels is not None else each for each in judgements_of(page)
    ]
    finding = RatedFinding(condition, ANCHOR, page.title, page.start, page.fingerprint)
    rating = rate_finding(finding=finding, judgements=judgements, by=curator, now=NOW)
    assert rating.judgements.filter(reason="").count() == 3


def test_each_domain_is_judged_exactly_once(condition: Condition, curator: User) -> None:
    page = page_of(condition)
    judgements = judgements_of(page)
    finding = RatedFinding(condition, ANCHOR, page.title, page.start, page.fingerprint)
    for wrong in (judgements[1:], [*judgements, judgements[0]], []):
        with pytest.raises(ValueError, match="judges every domain"):
            rate_finding(finding=finding, judgements=wrong, by=curator, now=NOW)


def test_domain_cannot_move_certainty_by_more_levels_than_allowed(condition: Condition, curator: User) -> None:
    with pytest.raises(ActionRefusedError, match="by so many levels"):
        rate(condition, by=curator, decided={GradeDomain.PUBLICATION_BIAS: 2})


def test_same_question_of_two_conditions_is_rated_separately(condition: Condition, curator: User) -> None:
    other = make_finding(condition=make_condition(slug="other"))
    rate(condition, by=curator)
    rate(other, by=curator)
    assert CertaintyAssessment.objects.current().count() == 2


@pytest.fixture(scope="class")
def rated(made: Made, django_db_blocker: DjangoDbBlocker) -> Iterator[CertaintyAssessment]:
    with shared_records(django_db_blocker, lambda: rate(made.condition, by=made.curator)) as rating:
        yield rating


@pytest.fixture
def rating(rated: CertaintyAssessment) -> CertaintyAssessment:
    return copy(rated)


def assert_database_refuses(record: Any, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        record.save()


class TestRating:
    def test_it_has_a_readable_text(self, rating: CertaintyAssessment) -> None:
        assert str(rating).endswith(": Moderate")
        assert str(rating.judgements.get(domain=GradeDomain.RISK_OF_BIAS)) == "risk of bias: −1"

    def test_database_allows_one_current_one_of_a_finding(self, rating: CertaintyAssessment) -> None:
        rating.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            rating.save()

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"level": "excellent"}, "certainty_is_one_of_four_levels"),
            ({"start": "moderate"}, "certainty_is_one_of_four_levels"),
            ({"ending": Ending.REPLACED}, "ended_rating_says_how_by_whom_and_when"),
            ({"ended_at": NOW}, "ended_rating_says_how_by_whom_and_when"),
            ({"ended_at": NOW, "ending": Ending.REPLACED}, "ended_rating_says_how_by_whom_and_when"),
        ],
    )
    def test_database_refuses_impossible_ones(
        self, rating: CertaintyAssessment, values: dict[str, Any], name: str
    ) -> None:
        for field, value in values.items():
            setattr(rating, field, value)
        assert_database_refuses(rating, name)

    def test_database_refuses_a_withdrawal_without_a_reason(self, rating: CertaintyAssessment, curator: User) -> None:
        rating.ending, rating.ended_by, rating.ended_at = Ending.WITHDRAWN, curator, NOW
        assert_database_refuses(rating, "withdrawn_rating_says_why")

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"suggested": None, "levels": 0, "reason": ""}, "certainty_against_the_suggestion_says_why"),
            ({"suggested": 1, "levels": 0, "reason": ""}, "certainty_against_the_suggestion_says_why"),
            ({"domain": "imprecision", "levels": 4}, "certainty_moves_by_as_many_levels"),
            ({"domain": "inconsistency", "levels": 3}, "certainty_moves_by_as_many_levels"),
            ({"domain": "publication-bias", "levels": 2}, "certainty_moves_by_as_many_levels"),
        ],
    )
    def test_database_refuses_impossible_judgements(
        self, rating: CertaintyAssessment, values: dict[str, Any], name: str
    ) -> None:
        rating.judgements.all().delete()
        plain = {"domain": "imprecision", "suggested": 0, "levels": 0, "reason": "why", "suggestion": "x"}
        assert_database_refuses(CertaintyJudgement(assessment=rating, **plain | values), name)

    def test_each_limit_of_levels_can_be_reached(self, rating: CertaintyAssessment) -> None:
        rating.judgements.all().delete()
        for domain in GradeDomain:
            CertaintyJudgement.objects.create(
                assessment=rating, domain=domain, levels=domain.most, reason="why", suggestion="x"
            )
        assert rating.judgements.count() == len(GradeDomain)
