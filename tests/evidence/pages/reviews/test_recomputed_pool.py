"""The rows of a forest plot against the record of their trials here."""

import pytest

from evidence.pages.reviews.recomputed_pool import recomputed_pools
from studies.models import ReviewTrialRow
from tests.factories import make_arm, make_pool, make_result, make_study

pytestmark = pytest.mark.django_db


def test_arms_under_one_name_in_other_capitals_are_compared_with_a_row() -> None:
    pool, study = make_pool(weeks=4), make_study()
    for components, name in ((["ozone"], "Good Result"), (["sham"], "good result")):
        arm = make_arm(study=study, components=components)
        make_result(arm=arm, measure=pool.measure, outcome_name=name, n=30, events=12)
    counts = {"arm_a_n": 30, "arm_a_events": 12, "arm_b_n": 30, "arm_b_events": 12}
    ReviewTrialRow.objects.create(review=pool.review, pool=pool, study=study, study_label="A 2020", **counts)
    assert recomputed_pools([pool])[pool.pk].compared_rows == 1
