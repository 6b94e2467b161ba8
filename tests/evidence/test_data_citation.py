"""Data are those of a release only while nothing that readers see has changed since."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.data_citation import data_citation
from studies.models import Condition, Study
from studies.revisions.reasons import LOADED, RETRACTION_CHECK, save_with_reason
from tests.evidence.releases.small_release import date_history, make_small_release
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_harm,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECORDS: dict[str, Callable[[], Model]] = {
    "study": make_study,
    "arm": make_arm,
    "result": make_result,
    "printed difference": make_reported_contrast,
    "harm": make_harm,
    "judgement of bias": make_risk_of_bias,
    "doubt": make_query,
    "publication": lambda: make_publication(study=make_study()),
    "pool": make_pool,
    "inclusion": make_inclusion,
    "measure": make_measure,
    "condition": make_condition,
    "claim": make_claim,
}


def release_everything() -> None:
    """A release that holds all records that there are."""
    date_history(NOW - timedelta(days=1))
    make_small_release(made_at=NOW)
    assert data_citation().state == "release 1 of 1 March 2026"
    assert data_citation().is_release


def is_changed() -> bool:
    return not data_citation().is_release and "with later changes, the last on" in data_citation().state


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("reason", ["Typed wrongly", LOADED])
def test_any_record_that_changed_since_makes_the_data_another_state(name: str, reason: str) -> None:
    record = RECORDS[name]()
    release_everything()
    save_with_reason(record, reason=reason, by=None)
    assert is_changed()


def test_retraction_makes_the_data_another_state() -> None:
    paper = make_publication(study=make_study())
    release_everything()
    paper.retraction, paper.retraction_checked_on = "retracted", NOW.date()
    save_with_reason(paper, reason=RETRACTION_CHECK, by=None)
    assert is_changed()


def test_row_that_was_deleted_makes_the_data_another_state() -> None:
    result = make_result()
    release_everything()
    result.delete()
    assert is_changed()


def test_work_on_a_draft_is_no_change_until_readers_see_it() -> None:
    draft = make_study(standing="draft")
    arm, measure = make_arm(study=draft), make_measure()
    release_everything()
    draft.funding = "A maker of ozone"
    save_with_reason(draft, reason="Found", by=None)
    save_with_reason(make_result(arm=arm, measure=measure), reason="Found", by=None)
    make_publication(study=None)
    assert data_citation().is_release
    draft.standing = "unverified"
    save_with_reason(draft, reason="Published", by=None)
    assert is_changed()


def test_study_that_became_a_draft_again_is_a_change() -> None:
    study = make_study()
    release_everything()
    study.standing = "draft"
    save_with_reason(study, reason="Hidden", by=None)
    assert is_changed()


def test_without_a_release_what_a_data_set_brought_is_no_change() -> None:
    study = make_study()
    for model in (Study, type(study.condition)):
        model.history.update(history_change_reason=LOADED)
    assert data_citation().state == "not released; the data set as loaded, without a change since"
    save_with_reason(study, reason="Checked", by=None)
    assert data_citation().changed_on == timezone.now().date()


def test_a_site_without_a_condition_has_changes_too() -> None:
    record = make_measure()
    assert not Condition.objects.exists()
    save_with_reason(record, reason="Typed wrongly", by=None)
    assert data_citation().changed_on == timezone.now().date()
    date_history(NOW - timedelta(days=1))
    make_small_release(made_at=NOW)
    assert data_citation().is_release
    save_with_reason(record, reason="Typed wrongly again", by=None)
    assert is_changed()


def test_state_is_read_by_few_queries() -> None:
    make_small_release()
    with CaptureQueriesContext(connection) as captured:
        data_citation()
    assert len(captured) <= 4
