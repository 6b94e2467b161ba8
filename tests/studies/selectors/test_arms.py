"""Arms as pages read them say what their records say."""

import pytest

from studies.choices import ComponentName
from studies.selectors.arms import read_arms, readable_arms, values_of_arms
from tests.factories import make_arm, make_study

pytestmark = pytest.mark.django_db


def test_an_arm_is_read_once_with_all_that_it_received() -> None:
    study = make_study()
    received: list[list[str]] = [["ozone", "steroid"], ["sham"], []]
    numbers = [make_arm(study=study, components=names).pk for names in received]

    assert len(values_of_arms(readable_arms())) == len(numbers)
    assert {arm.id: arm.components for arm in read_arms()} == {
        number: {ComponentName(name) for name in names} for number, names in zip(numbers, received, strict=True)
    }
