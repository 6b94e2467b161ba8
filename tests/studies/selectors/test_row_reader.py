"""Rows read from the database by the names of their fields."""

import pytest

from studies.choices import HigherIs, ResultKind
from studies.models import OutcomeResult
from studies.reported.row_provenance import Provenance
from studies.reported.rows import MeasureRow, ResultRow
from studies.selectors import read_arms, read_harms, read_serious_harms
from studies.selectors.results import RESULTS
from studies.selectors.row_reader import labels
from tests.factories import make_arm, make_condition, make_harm, make_result
from tests.rows import an_arm

ARM, MEASURE = an_arm(), MeasureRow("pain-vas")


def read(*, with_provenance: bool = False) -> list[ResultRow]:
    table = OutcomeResult.objects.order_by("id")
    return RESULTS.from_table(table, with_provenance=with_provenance, arm=lambda pk: ARM, measure=lambda pk: MEASURE)


@pytest.mark.django_db
def test_every_field_is_read_from_the_column_of_its_name() -> None:
    record = make_result(ci_low=2, ci_high=4, ci_level=95, q1=1, q3=5, higher_is="better", part="disc")
    (row,) = read()
    assert (row.arm, row.measure, row.kind, row.higher_is) == (ARM, MEASURE, ResultKind.CONTINUOUS, HigherIs.BETTER)
    assert row.key == record.row_key
    plain = set(ResultRow._fields) - {"arm", "measure", "key", "provenance", "before", "arm_percentages"}
    assert {name: getattr(row, name) for name in plain} == {name: getattr(record, name) for name in plain}


@pytest.mark.django_db
def test_a_table_and_its_records_give_the_same_rows() -> None:
    source = {"source_url": "https://example.org/paper", "locator": "table 2", "printed": {"mean": "3.0"}}
    records = [make_result(**source), make_result(events=3, row_key="a-key", loaded_digest="as loaded")]
    rows = RESULTS.from_records(records, arm=lambda pk: ARM, measure=lambda pk: MEASURE)
    assert rows == read(with_provenance=True)
    first, second = (row.provenance for row in rows)
    assert (first.key, first.locator, first.printed) == (str(records[0].pk), "table 2", {"mean": "3.0"})
    assert (second.key, second.events_derived) == ("a-key", False)


@pytest.mark.django_db
def test_an_empty_table_has_no_rows() -> None:
    assert read() == []


@pytest.mark.django_db
def test_fields_that_are_not_requested_have_their_default() -> None:
    make_result(mean=3.5)
    (row,) = RESULTS.only("mean").from_table(OutcomeResult.objects.all())
    assert row == ResultRow(mean=3.5)


def test_an_empty_label_is_none_and_an_unknown_one_is_refused() -> None:
    label = labels(HigherIs)
    assert (label("worse"), label("")) == (HigherIs.WORSE, None)
    with pytest.raises(KeyError):
        label("sideways")


@pytest.mark.django_db
def test_harms_are_those_of_the_arms_that_were_read() -> None:
    sciatica, stenosis = make_condition(slug="sciatica"), make_condition(slug="stenosis")
    first, second = make_arm(condition=sciatica), make_arm(condition=stenosis)
    harm = make_harm(study=first.study, arm=first)
    make_harm(study=second.study, arm=second)
    make_harm(study=first.study, arm=None)
    assert [row.id for row in read_harms(read_arms(["sciatica"]))] == [harm.pk]
    assert read_harms([]) == []


@pytest.mark.django_db
def test_serious_harms_are_read_alone_and_without_their_source() -> None:
    arm = make_arm()
    first, second = (make_harm(study=arm.study, arm=arm, serious=serious) for serious in ("yes", "no"))

    arms = read_arms()
    serious, mild = read_harms(arms)
    assert (serious.id, mild.id) == (first.pk, second.pk)
    assert read_serious_harms(arms) == [serious._replace(provenance=Provenance())]
    assert read_serious_harms([]) == []
