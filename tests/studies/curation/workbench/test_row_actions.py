"""Buttons for ticked rows: what is deleted can be restored, and nothing else that is typed is lost."""

import re

import pytest
from django.test import Client

from studies.curation.workbench.deleted_rows import deleted_line
from studies.curation.workbench.form_state import stored_study
from studies.models import Arm, OutcomeResult, Study
from studies.revisions.record_change import record_change
from studies.selectors.study_with_rows import study_with_rows
from tests.factories import make_arm, make_reported_contrast, make_user
from tests.studies.curation.workbench.post_data import address, page_as_sent, row_of

pytestmark = pytest.mark.django_db


def test_deleted_row_leaves_its_reason_and_is_restored_as_it_was(curator: Client, trial: Study) -> None:
    result, other = row_of(trial, "ozone"), row_of(trial, "sham")
    sent = page_as_sent(trial) | {
        "do": "delete:results", "picked": [f"results-{result.pk}", "results-new1"], f"results-{other.pk}-mean": "9.9",
    }  # fmt: skip

    page = curator.post(address(trial), sent).content.decode()

    line = OutcomeResult.history.filter(id=result.pk).first()
    assert not OutcomeResult.objects.filter(pk=result.pk).exists()
    assert (line.history_type, line.history_user.username) == ("-", "carla")
    assert line.history_change_reason == "read the full text"
    assert "Deleted: 2 rows." in page
    assert f'name="results-{other.pk}-mean" value="9.9"' in page
    assert f'value="restore:results-{line.history_id}"' in page

    sent = page_as_sent(trial) | {"do": f"restore:results-{line.history_id}", "reason": ""}
    page = curator.post(address(trial), sent).content.decode()

    back = OutcomeResult.objects.get(pk=result.pk)
    assert (back.mean, back.quote, back.arm) == (3.0, "3.0 ± 1.5", result.arm)
    assert back.history.first().history_change_reason == "Restored: it was deleted by mistake"
    assert f'name="results-{result.pk}-mean" value="3"' in page
    assert "restore:" not in page


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"reason": " "}, "Say why the row is deleted"),
        ({"picked": []}, "No row is ticked."),
    ],
)
def test_nothing_is_deleted_without_a_reason_or_a_tick(
    curator: Client, trial: Study, texts: dict[str, object], sentence: str
) -> None:
    picked = [f"results-{row_of(trial, 'ozone').pk}"]

    answer = curator.post(address(trial), page_as_sent(trial) | {"do": "delete:results", "picked": picked} | texts)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert OutcomeResult.objects.filter(arm__study=trial).count() == 2


def test_arm_is_deleted_after_what_belongs_to_it(curator: Client, trial: Study) -> None:
    sham = Arm.objects.get(study=trial, slug="sham")
    printed = make_reported_contrast(arm_a=Arm.objects.get(study=trial, slug="ozone"), arm_b=sham)
    deletion = {"do": f"delete:arms-{sham.pk}"}

    page = curator.post(address(trial), page_as_sent(trial) | deletion).content.decode()

    assert "1 outcome result and 1 reported contrast belong to it. Delete them first" in page
    assert Arm.objects.filter(pk=sham.pk).exists()
    for rows, picked in (("results", row_of(trial, "sham").pk), ("contrasts", printed.pk)):
        curator.post(address(trial), page_as_sent(trial) | {"do": f"delete:{rows}", "picked": f"{rows}-{picked}"})
    curator.post(address(trial), page_as_sent(trial) | deletion)
    assert not Arm.objects.filter(pk=sham.pk).exists()


def test_row_changed_meanwhile_is_not_deleted(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")
    sent = page_as_sent(trial) | {"do": "delete:results", "picked": f"results-{result.pk}"}
    record_change(study=trial, by=make_user(role="curator"), now=trial.updated_at, reason="erratum")

    answer = curator.post(address(trial), sent)

    assert answer.status_code == 409
    assert OutcomeResult.objects.filter(pk=result.pk).exists()


def test_what_was_not_deleted_is_not_restored(curator: Client, trial: Study) -> None:
    stored = stored_study(study_with_rows(trial.slug))
    for key in ("results-1", "study-1", "results-x", "x", "results-" + "9" * 40):
        assert deleted_line(stored, key) is None

    answer = curator.post(address(trial), page_as_sent(trial) | {"do": "restore:study-1"})

    assert answer.status_code == 400
    assert "not among the deleted ones" in answer.content.decode()


def test_study_is_copied_as_a_draft_whose_results_wait_without_numbers(curator: Client, trial: Study) -> None:
    sham = Arm.objects.get(study=trial, slug="sham")
    part = make_arm(study=trial, label="Women", slug="women", part_of=sham, components=["sham"])
    Study.objects.filter(pk=trial.pk).update(registration="NCT1", row_key="rossi")

    page = curator.post(address(trial), page_as_sent(trial) | {"do": "copy-study"}, follow=True).content.decode()

    draft = Study.objects.get(label="Rossi 2020 (copy)")
    arms = {arm.slug: arm for arm in draft.arms.all()}
    assert (draft.slug, draft.standing, draft.registration) == ("rossi-2020-copy", "draft", "")
    assert (draft.revision, draft.publications.count(), draft.n_randomised) == (0, 0, trial.n_randomised)
    assert [each.slug for each in arms["sham"].components.all()] == ["sham"]
    assert arms["women"].part_of == arms["sham"] != part.part_of
    assert not OutcomeResult.objects.filter(arm__study=draft).exists()
    assert "You typed something here that is not saved" in page

    page = curator.post(address(draft), {"do": "resume"}).content.decode()
    assert f'<option value="{arms["ozone"].pk}" selected>Ozone</option>' in page
    assert 'name="results-new2-mean" value=""' in page
    assert 'name="results-new2-locator" value="Table 2"' in page


def test_copies_and_series_are_new_rows_that_wait_for_their_numbers(curator: Client, trial: Study) -> None:
    result, sham = row_of(trial, "ozone"), Arm.objects.get(study=trial, slug="sham")
    ticked = page_as_sent(trial) | {"picked": f"results-{result.pk}"}

    page = curator.post(address(trial), ticked | {"do": "copy:results"}).content.decode()
    assert 'name="results-new1-mean" value="3"' in page
    page = curator.post(address(trial), page_as_sent(trial) | {"do": f"copy:arms-{sham.pk}"}).content.decode()
    assert 'name="arms-new1-label" value=""' in page
    assert re.search('name="arms-new1-components" value="sham"\\s+checked', page)

    series = {"do": "series:results", "series-arm": [sham.pk, 999], "series-times": "1 month; 3 months"}
    page = curator.post(address(trial), ticked | series).content.decode()
    assert "Added: 2 new rows, not saved yet." in page
    assert 'name="results-new2-weeks" value="13.035"' in page
    assert OutcomeResult.objects.filter(arm__study=trial).count() == 2


def test_ticked_row_is_filled_from_the_row_above(curator: Client, trial: Study) -> None:
    sent = page_as_sent(trial) | {"do": "fill:results", "picked": "results-new1", "results-new1-mean": "4"}

    page = curator.post(address(trial), sent).content.decode()

    sham = row_of(trial, "sham")
    assert 'name="results-new1-arm" aria-labelledby="h-results-arm r-results-new1"' in page
    assert 'name="results-new1-locator" value="Table 2"' in page
    assert page.count(f'<option value="{sham.arm_id}" selected>') == 2


def test_button_without_a_ticked_row_says_so(curator: Client, trial: Study) -> None:
    sent = page_as_sent(trial)
    for do in ("copy:results", "fill:results", "series:results", "delete:study"):
        answer = curator.post(address(trial), sent | {"do": do})

        assert answer.status_code == 400
        assert "No row is ticked." in answer.content.decode()
