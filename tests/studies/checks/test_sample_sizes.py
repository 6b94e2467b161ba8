"""People who do not add up."""

from typing import Any

import pytest

from studies.choices import Severity
from tests.rows import MACNAB, NOT_OPERATED, OPERATED, a_harm
from tests.studies.checks.rows import OZONE, STEROID, a_result, a_trial, found_in

FORTY, THIRTY_EIGHT = OZONE._replace(n_randomised=40), STEROID._replace(n_randomised=38)


@pytest.mark.parametrize(("total", "wrong"), [(78, False), (87, True), (60, True)])
def test_arms_make_the_study(total: int, wrong: bool) -> None:
    found = found_in(a_trial(arms=(FORTY, THIRTY_EIGHT), n_randomised=total))
    assert ("arms-add-up" in found) is wrong


def test_an_arm_of_unknown_size_may_hold_the_rest_but_not_fewer_than_zero() -> None:
    assert "arms-add-up" not in found_in(a_trial(arms=(FORTY, STEROID), n_randomised=78))
    assert (
        "a person is in two arms" in found_in(a_trial(arms=(FORTY, STEROID), n_randomised=38))["arms-add-up"].sentence
    )


def test_a_part_of_an_arm_is_not_counted_in_addition_to_it() -> None:
    part = FORTY._replace(id=3, part_of=1, n_randomised=30)
    assert "arms-add-up" not in found_in(a_trial(arms=(FORTY, THIRTY_EIGHT, part), n_randomised=78))


def test_parts_of_an_arm_have_at_most_the_people_of_the_arm() -> None:
    parts = [OZONE._replace(id=number, part_of=1, n_randomised=25) for number in (3, 4)]
    assert "parts-of-an-arm" in found_in(a_trial(arms=(FORTY, *parts)))
    assert "parts-of-an-arm" not in found_in(a_trial(arms=(FORTY, parts[0])))


def test_a_result_has_no_more_people_than_its_arm() -> None:
    found = found_in(a_trial(a_result(FORTY, mean=3.1, n=41)))["more-people-than-the-arm"]
    assert found.severity is Severity.ERROR
    assert "more-people-than-the-arm" not in found_in(a_trial(a_result(FORTY, mean=3.1, n=40)))


def test_a_harm_has_no_more_people_than_its_arm() -> None:
    harm = a_harm(FORTY, n_at_risk=80)
    assert "more-people-than-the-arm" in found_in(a_trial(harms=(harm,)))
    assert "more-people-than-the-arm" not in found_in(a_trial(harms=(harm._replace(n_at_risk=40),)))


def parts(first: int, second: int, n: int | None) -> set[str]:
    arm = OZONE._replace(n_randomised=257)
    common = {"measure": MACNAB, "n": n}
    rows = (a_result(arm, part="a", events=first, **common), a_result(arm, part="b", events=second, **common))
    return set(found_in(a_trial(*rows)))


@pytest.mark.parametrize(
    ("first", "second", "n", "wrong"), [(106, 185, 200, True), (106, 89, 257, True), (106, 89, 120, False)]
)
def test_parts_neither_overlap_nor_are_printed_of_the_whole_arm(first: int, second: int, n: int, wrong: bool) -> None:
    assert ("parts-of-a-result" in parts(first, second, n)) is wrong


@pytest.mark.parametrize("pair", [{"complement_of": OPERATED}, {"complement_of": None, "excludes": 2}])
def test_two_outcomes_that_exclude_each_other_have_at_most_the_people_of_the_arm(pair: dict[str, Any]) -> None:
    avoided, required = NOT_OPERATED._replace(**pair), OPERATED
    rows = (a_result(measure=required, events=12, n=40), a_result(measure=avoided, events=30, n=40))
    assert "outcomes-that-exclude" in found_in(a_trial(*rows))
    assert "outcomes-that-exclude" in found_in(a_trial(*reversed(rows)))
    assert "outcomes-that-exclude" not in found_in(a_trial(rows[0], rows[1]._replace(events=28)))
    assert "outcomes-that-exclude" not in found_in(a_trial(rows[0], rows[1]._replace(measure=MACNAB)))
