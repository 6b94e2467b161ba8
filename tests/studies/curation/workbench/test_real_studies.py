"""The workbench on the real data: it shows every record unchanged, and an untouched page changes nothing."""

import pytest
from pytest_django import DjangoDbBlocker

from evidence.synthesis.eligibility import EligibleContrast, judge_evidence
from studies.curation.workbench.defaults import complete_arm, complete_result, role_of
from studies.curation.workbench.derived_values import PoolValue, compared_values
from studies.curation.workbench.form_state import StoredStudy, stored_form, stored_study
from studies.curation.workbench.row_parsing import read_row
from studies.curation.workbench.row_view import read_results
from studies.curation.workbench.save_plan import plan_save
from studies.curation.workbench.typed_evidence import form_evidence
from studies.models import Study
from studies.reported.row_provenance import Provenance, last_place
from studies.reported.rows import ArmRow, Evidence, ResultRow
from studies.selectors.results import read_evidence
from studies.selectors.study_with_rows import study_with_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_evidence")]


@pytest.fixture(scope="module")
def studies(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> list[StoredStudy]:
    with django_db_blocker.unblock():
        return [stored_study(study) for study in map(study_with_rows, Study.objects.values_list("slug", flat=True))]


@pytest.fixture(scope="module")
def typed(studies: list[StoredStudy], django_db_blocker: DjangoDbBlocker) -> list[Evidence]:
    """What the form of each study says."""
    with django_db_blocker.unblock():
        forms = [(stored_form(stored), stored) for stored in studies]
        return [form_evidence(form, stored, read_results(form, stored)) for form, stored in forms]


@pytest.fixture(scope="module")
def evidence(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> Evidence:
    with django_db_blocker.unblock():
        return read_evidence()


def test_untouched_page_of_any_study_plans_no_change_and_finds_no_fault(studies: list[StoredStudy]) -> None:
    for stored in studies:
        form = stored_form(stored)

        assert plan_save(form, stored).changes == ()
        assert form.faults == {}


# Of texts and what is read of them; that the rows themselves are alike on both databases, the tests below hold.
@pytest.mark.one_database
def test_every_field_reads_back_as_stored(studies: list[StoredStudy]) -> None:
    for stored in studies:
        for name, sheet in stored.sheets.items():
            for row in stored_form(stored).rows[name]:
                record = stored.records[name].get(row.pk or 0)
                values = read_row(row, sheet.columns).values if record else {}
                values.pop("components", None)
                for field, value in values.items():
                    assert getattr(record, record._meta.get_field(field).attname) in (
                        value,
                        None if value is False else value,
                    )


@pytest.mark.one_database
def test_what_is_worked_out_agrees_with_what_people_coded(studies: list[StoredStudy]) -> None:
    for stored in studies:
        sheets, form = stored.sheets, stored_form(stored)
        for row in form.rows["results"]:
            if record := stored.records["results"].get(row.pk or 0):
                values = read_row(row, sheets["results"].columns).values
                filled = complete_result(values, stored.measures[record.measure_id], is_new=False)
                assert (filled["kind"], filled["events_derived"]) == (record.kind, record.events_derived)
        for row in form.rows["arms"]:
            if record := stored.records["arms"].get(row.pk or 0):
                values = read_row(row, sheets["arms"].columns).values
                filled = complete_arm(values, condition=0, taken=frozenset())
                assert role_of(values["components"]) == record.role
                assert (filled["volume_low"], filled["sessions_high"]) == (record.volume_low, record.sessions_high)


def test_form_of_any_study_gives_a_pool_the_very_rows_that_are_stored(
    typed: list[Evidence], evidence: Evidence
) -> None:
    stored_rows = {row.id: row for row in evidence.results}
    typed_rows = {row.id: row for each in typed for row in each.results if row.id in stored_rows}

    assert len(typed_rows) == len(stored_rows) > 0
    for number, row in stored_rows.items():
        assert _figures(typed_rows[number]) == _figures(row)


def _figures(row: ResultRow) -> tuple[object, ...]:
    """What a pool works with of a result: its figures, the places to which they are printed, and those beside it."""
    plain = row._replace(arm=ArmRow(id=row.arm.id, n_analysed=row.arm.n), before=None, key="", provenance=Provenance())
    places = [last_place(row, name) for name in ("mean", "percent", "n")]
    return plain, places, bool(row.provenance.events_derived), row.before and _figures(row.before)


def test_form_of_any_study_shows_the_values_that_a_pool_takes(typed: list[Evidence], evidence: Evidence) -> None:
    shown: dict[int, dict[str, PoolValue]] = {}
    for each in typed:
        shown |= compared_values(each)

    usable = [item for item in judge_evidence(evidence) if isinstance(item, EligibleContrast)]
    assert usable
    for item in usable:
        ozone, comparator = item.contrast.ozone, item.contrast.comparator
        assert ozone is not None
        assert comparator is not None
        assert shown[ozone.id][comparator.arm.label] == item.ozone
        assert shown[comparator.id][ozone.arm.label] == item.comparator
