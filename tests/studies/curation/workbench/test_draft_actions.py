"""A draft of a form: kept for its author alone, offered again, dropped by a save."""

import pytest
from django.test import Client
from django.urls import reverse

from studies.curation.workbench import kept_drafts
from studies.models import Study, WorkbenchDraft
from tests.factories import make_user
from tests.studies.curation.workbench.post_data import address, page_as_sent, row_of

pytestmark = pytest.mark.django_db
OFFER = "You typed something here that is not saved"


def keep(client: Client, trial: Study, **texts: object) -> str:
    """Keep a draft as the script does. Returns the answer."""
    sent = page_as_sent(trial) | {"csrfmiddlewaretoken": "secret"} | texts
    return client.post(reverse("workbench-draft", args=[trial.slug]), sent).content.decode()


def test_draft_is_kept_offered_resumed_and_dropped_by_a_save(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")
    typed = {f"results-{result.pk}-mean": "2.5", "results-new1-note": "unfinished", "paste-table": "a\tb"}

    assert "Draft kept at" in keep(curator, trial, **typed)
    keep(curator, trial, **typed | {f"results-{result.pk}-mean": "2.6"})

    assert "secret" not in WorkbenchDraft.objects.get().posted
    assert OFFER in curator.get(address(trial)).content.decode()
    page = curator.post(address(trial), {"do": "resume"}).content.decode()
    assert f'name="results-{result.pk}-mean" value="2.6"' in page
    assert "unfinished" in page
    assert "a\tb" in page
    result.refresh_from_db()
    assert result.mean == 3.0

    curator.post(address(trial), page_as_sent(trial) | {f"results-{result.pk}-mean": "2.6"})
    assert not WorkbenchDraft.objects.exists()
    assert OFFER not in curator.get(address(trial)).content.decode()


def test_nobody_else_sees_a_draft_or_drops_it(curator: Client, trial: Study) -> None:
    keep(curator, trial, **{"results-new1-note": "marked-secret"})
    other = Client()
    other.force_login(make_user(role="curator", username="dora"))

    page = other.get(address(trial)).content.decode()
    answer = other.post(address(trial), {"do": "resume"})
    other.post(address(trial), {"do": "discard"})

    assert OFFER not in page
    assert answer.status_code == 400
    assert "marked-secret" not in page + answer.content.decode()
    assert WorkbenchDraft.objects.count() == 1


def test_draft_meets_what_another_person_saved_since(curator: Client, trial: Study) -> None:
    first, second = row_of(trial, "ozone"), row_of(trial, "sham")
    keep(curator, trial, **{f"results-{first.pk}-mean": "2.5"})
    other = Client()
    other.force_login(make_user(role="curator", username="dora"))
    changes = {f"results-{first.pk}-mean": "2.8", f"results-{second.pk}-mean": "4.1", "reason": "erratum"}
    other.post(address(trial), page_as_sent(trial) | changes)

    page = curator.post(address(trial), {"do": "resume"}).content.decode()

    assert "The study was changed since you typed this." in page
    assert f'name="results-{first.pk}-mean" value="2.5"' in page
    assert f'name="results-{second.pk}-mean" value="4.1"' in page
    assert "dora changed this meanwhile" in page


def test_draft_is_kept_by_a_button_and_discarded(curator: Client, trial: Study) -> None:
    page = curator.post(address(trial), page_as_sent(trial) | {"do": "keep", "results-new1-note": "later"})
    assert "Kept as a draft that only you see" in page.content.decode()

    curator.post(address(trial), {"do": "discard"})

    assert not WorkbenchDraft.objects.exists()


def test_form_that_is_too_long_is_not_kept(curator: Client, trial: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_drafts, "MOST_LETTERS", 100)

    assert "too long to be kept" in keep(curator, trial)
    assert not WorkbenchDraft.objects.exists()
