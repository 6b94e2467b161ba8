"""How many studies compare what in a condition: as many as the list of studies finds by the same two filters."""

import pytest

from evidence.search.compared_conditions import compared_conditions
from studies.filters import StudyFilter, for_listing
from studies.models import Condition, Study
from studies.search.index_work import index_notes
from tests.factories import make_arm, make_condition, make_study

pytestmark = pytest.mark.django_db


def test_counts_are_those_of_the_list_of_studies() -> None:
    back = make_condition(slug="back", name="Back pain")
    disc = make_condition(slug="disc", name="Disc herniation", parent=back)
    sciatica = make_condition(slug="leg", name="Sciatica", parent=back)
    for condition, further, comparators in (
        (disc, [sciatica], ("sham", "steroid")),
        (disc, [], ("steroid",)),
        (sciatica, [], ("steroid", "ozone")),
        (back, [], ("sham",)),
    ):
        study = make_study(condition=condition, secondary_conditions=further)
        make_arm(study=study)
        for comparator in comparators:
            make_arm(study=study, components=[comparator])
    conditions = {condition.pk: condition for condition in Condition.objects.all()}
    for _ in range(2):
        found = {(each.condition.slug, each.comparison.value): each.studies for each in compared_conditions(conditions)}
        assert found == {
            ("disc", "ozone-v-sham"): 1,
            ("disc", "ozone-v-steroid"): 2,
            ("leg", "ozone-v-steroid"): 3,
            ("back", "ozone-v-sham"): 2,
        } | {key: listed(*key) for key in found}
        index_notes()


def listed(condition: str, comparison: str) -> int:
    studies = for_listing(Study.objects.visible())
    return StudyFilter({"condition": condition, "comparison": comparison}, queryset=studies).qs.count()
