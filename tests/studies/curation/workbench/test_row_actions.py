"""Buttons for ticked rows: what is deleted can be restored, and nothing else that is typed is lost."""

import pytest
from django.test import Client

from studies.models import Arm, OutcomeResult, Study
from studies.revisions.record_change import record_change
from tests.factories import make_reported_contrast, make_user
from tests.studies.curation.workbench.post_data import address, made_trial, page_as_sent, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(make_user(role="curator", username="carla"))
    return client


@pytest.fixture
def trial() -> Study:
    return made_trial()


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


@pytest.mark.parametrize("key", ["results-1", "study-1", "results-x", "x", "results-" + "9" * 40])
def test_what_was_not_deleted_is_not_restored(curator: Client, trial: Study, key: str) -> None:
    answer = curator.post(address(trial), page_as_sent(trial) | {"do": f"restore:{key}"})

    assert answer.status_code == 400
    assert "not among the deleted ones" in answer.content.decode()
