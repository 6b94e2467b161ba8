"""Rows that a curator saves: every valid row, counted as one change, and nothing without a reason."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from studies.choices import Design
from studies.curation.make_study import make_study
from studies.curation.save_rows import RowChange, SaveResult, save_rows
from studies.models import Arm, OutcomeResult, Study
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError
from tests.factories import make_arm, make_condition, make_publication, make_result, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def curator() -> User:
    return make_user(role="curator")


def saved(study: Study, *rows: RowChange, by: User, reason: str = "read again", revision: int = 0) -> SaveResult:
    return save_rows(study=study, rows=rows, by=by, now=NOW, reason=reason, expected_revision=revision)


def change(result: OutcomeResult, **values: object) -> RowChange:
    return RowChange(key=f"r{result.pk}", model=OutcomeResult, pk=result.pk, values=values)


def test_rows_are_saved_and_the_study_counts_one_change(curator: User) -> None:
    first, second = make_result(), make_result()
    Arm.objects.filter(pk=second.arm_id).update(study=first.arm.study)

    outcome = saved(first.arm.study, change(first, mean=1.0), change(second, mean=2.0), by=curator)

    assert outcome.saved == {f"r{first.pk}": first.pk, f"r{second.pk}": second.pk}
    assert Study.objects.get(pk=first.arm.study_id).revision == 1


def test_row_refused_by_the_database_does_not_affect_the_others(curator: User) -> None:
    good, bad = make_result(), make_result(events=3)
    Arm.objects.filter(pk=bad.arm_id).update(study=good.arm.study)

    outcome = saved(good.arm.study, change(bad, events=31), change(good, mean=1.0), by=curator)

    good.refresh_from_db()
    assert good.mean == 1.0
    assert outcome.refused[f"r{bad.pk}"].fields == ("events", "n")
    assert outcome.refused[f"r{bad.pk}"].sentence == "More events than participants."


def test_study_does_not_count_as_changed_when_every_row_is_refused(curator: User) -> None:
    result = make_result(events=3)

    outcome = saved(result.arm.study, change(result, events=31), by=curator)

    assert outcome.saved == {}
    assert Study.objects.get(pk=result.arm.study_id).revision == 0
    assert result.history.count() == 1


def test_missing_reason_or_late_edit_saves_nothing(curator: User) -> None:
    result = make_result()

    with pytest.raises(ActionRefusedError, match="Give a reason"):
        saved(result.arm.study, change(result, mean=1.0), by=curator, reason="  ")
    with pytest.raises(StaleRevisionError):
        saved(result.arm.study, change(result, mean=1.0), by=curator, revision=7)

    result.refresh_from_db()
    assert result.mean == 3.0


def test_row_of_another_study_is_refused(curator: User) -> None:
    result = make_result()

    outcome = saved(make_arm().study, change(result, mean=1.0), by=curator)

    assert "no longer there" in outcome.refused[f"r{result.pk}"].sentence


def test_printed_form_of_unchanged_numbers_remains(curator: User) -> None:
    result = make_result(printed={"sd": "1.50"})
    row = RowChange(key="r", model=OutcomeResult, pk=result.pk, values={"mean": 2.0}, printed={"mean": "2.0"})

    saved(result.arm.study, row, by=curator)

    result.refresh_from_db()
    assert (result.as_printed("mean"), result.as_printed("sd")) == ("2.0", "1.50")


def test_too_long_text_and_unknown_choice_are_refused_with_a_message(curator: User) -> None:
    result = make_result()

    outcome = saved(result.arm.study, change(result, locator="x" * 201, clock="never"), by=curator)

    assert set(outcome.refused[f"r{result.pk}"].fields) == {"locator", "clock"}


def test_publication_creates_one_study(curator: User) -> None:
    paper, values = (
        make_publication(study=None),
        {"label": "A 2020", "design": Design.RCT, "condition": make_condition().pk},
    )
    study = make_study(publication=paper, values=values, slug="a-2020", by=curator, now=NOW, reason="made")

    with pytest.raises(ActionRefusedError, match="reports A 2020 already"):
        make_study(publication=paper, values=values, slug="a-2020-2", by=curator, now=NOW, reason="made")

    assert study.publications.get() == paper
    assert Study.objects.count() == 1
