"""What follows from what was typed and is kept with it."""

from typing import Any

import pytest

from studies.choices import ComponentName, OutcomeDomain, ResultKind
from studies.curation.workbench.defaults import (
    complete_arm,
    complete_result,
    free_slug,
    intervention_of,
    kind_of,
    role_of,
)
from studies.models import OutcomeMeasure

PAIN = OutcomeMeasure(domain=OutcomeDomain.PAIN, range_min=0, range_max=10, higher_is="worse")
SUCCESS = OutcomeMeasure(domain=OutcomeDomain.SUCCESS, higher_is="better")


@pytest.mark.parametrize(
    ("values", "measure", "kind"),
    [
        ({"mean": 3.0}, PAIN, ResultKind.CONTINUOUS),
        ({"events": 3}, PAIN, ResultKind.DICHOTOMOUS),
        ({"percent": 30.0}, SUCCESS, ResultKind.DICHOTOMOUS),
        ({"percent": 30.0, "mean": 3.0}, PAIN, ResultKind.CONTINUOUS),
        ({}, SUCCESS, ResultKind.DICHOTOMOUS),
        ({}, PAIN, ResultKind.CONTINUOUS),
        ({}, None, ResultKind.CONTINUOUS),
    ],
)
def test_kind_follows_from_the_numbers_else_from_the_outcome(
    values: dict[str, Any], measure: OutcomeMeasure | None, kind: ResultKind
) -> None:
    assert kind_of(values, measure) is kind


def test_typed_scale_remains_and_a_stored_one_is_empty() -> None:
    assert complete_result({"scale_min": 0, "scale_max": 100}, PAIN, is_new=True)["scale_max"] == 100
    assert complete_result({"scale_max": None}, PAIN, is_new=False)["scale_max"] is None
    assert complete_result({}, PAIN, is_new=True)["scale_max"] == 10


def test_only_a_count_says_whether_a_percentage_gave_it() -> None:
    assert complete_result({"events": 3, "events_derived": True}, SUCCESS, is_new=True)["events_derived"] is True
    assert complete_result({"events": 3, "events_derived": False}, SUCCESS, is_new=True)["events_derived"] is False
    assert complete_result({"percent": 5, "events_derived": True}, SUCCESS, is_new=True)["events_derived"] is None


@pytest.mark.parametrize(
    ("names", "word"),
    [
        (["ozone", "local-anaesthetic"], "ozone"),
        (["ozone", "steroid", "oxygen"], "ozone+steroid"),
        (["sham"], "sham"),
        (["endoscopic-discectomy"], "discectomy"),
        (["exercise"], "physiotherapy"),
        (["local-anaesthetic"], "local-anaesthetic"),
        (["laser"], "laser"),
        (["steroid", "exercise"], "other"),
        (["saline"], "other"),
    ],
)
def test_arm_has_one_word_for_browsing(names: list[str], word: str) -> None:
    assert intervention_of(frozenset(map(ComponentName, names))) == word


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("20", 20, 20), ("20-30", 20, 30), ("20 \u2013 30", 20, 30), ("20 or 30", None, None), ("", None, None)],
)
def test_dose_printed_as_one_range_becomes_numbers(printed: str, low: float | None, high: float | None) -> None:
    arm = complete_arm(
        {"components": ["ozone"], "label": "A", "concentration": printed}, condition=1, taken=frozenset()
    )

    assert (arm.get("concentration_low"), arm.get("concentration_high")) == (low, high)


def test_dose_typed_in_numbers_is_left_alone() -> None:
    typed = {"components": ["ozone"], "label": "A", "volume": "10", "volume_low": 5.0}

    assert complete_arm(typed, condition=1, taken=frozenset())["volume_low"] == 5.0


def test_short_name_is_one_that_no_other_arm_has() -> None:
    assert free_slug("Ozone + steroid", frozenset()) == "ozone-steroid"
    assert free_slug("Ozone", frozenset({"ozone", "ozone-2"})) == "ozone-3"
    assert free_slug("\u6c27", frozenset()) == "arm"


def test_role_is_whether_ozone_was_received() -> None:
    assert (role_of(["ozone", "steroid"]), role_of(["steroid"])) == ("ozone", "comparator")
