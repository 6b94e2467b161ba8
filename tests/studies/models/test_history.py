"""The history of records: what is kept, with how much work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.models import Component, Study
from tests.factories import make_arm, make_condition, make_study

pytestmark = pytest.mark.django_db


def test_queries_of_history_are_one_class() -> None:
    assert type(Study.history) is type(make_study().history)


def test_line_keeps_the_links_of_then() -> None:
    arm = make_arm(components=("ozone", "steroid"))
    arm.components.set(Component.objects.filter(slug="ozone"))

    kept = [sorted(line.components.values_list("component__slug", flat=True)) for line in arm.history.all()]

    assert kept == [["ozone"], ["ozone", "steroid"], []]


def test_a_link_that_is_made_from_the_other_side_makes_a_line_of_that_side() -> None:
    study, condition = make_study(), make_condition()
    before = condition.history.count()

    condition.secondary_studies.add(study)

    assert list(study.secondary_conditions.all()) == [condition]
    assert condition.history.count() == before + 1


def test_a_new_record_reads_nothing() -> None:
    condition = make_condition()

    with CaptureQueriesContext(connection) as queries:
        make_study(condition=condition)

    assert [query["sql"] for query in queries if query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("make", [make_arm, lambda: make_study(secondary_conditions=[make_condition()])])
def test_saving_reads_nothing_but_the_links(make) -> None:
    record = make()

    with CaptureQueriesContext(connection) as queries:
        record.save()

    tables = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(tables) == 1
    assert "_components" in tables[0] or "_secondary_conditions" in tables[0]
