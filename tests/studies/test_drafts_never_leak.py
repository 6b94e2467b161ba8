"""A draft never reaches readers: no search and no list shows any of it, and its addresses do not exist.

That no other page or file shows any of it is asked with the rights of everybody: ``test_permission_matrix.py``.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.choices import StudyStatus
from studies.models import (
    AdverseEvent,
    Arm,
    Claim,
    DataQuery,
    OutcomeResult,
    Publication,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from tests.evidence.pages.link_checker import internal_links
from tests.shared_records import shared_records
from tests.studies.full_site import compared_results, contrast_of, make_trial
from tests.studies.hidden_draft import (
    ABSTRACT_WORD,
    KEY,
    NUMBER,
    WORD,
    content_of,
    every_record_of,
    find_leaks,
    hide_draft_beside,
)
from tests.studies.revisions.versions import store_of_test

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Study, Study]]:
    """A visible study, and a draft that other records refer to."""
    with shared_records(django_db_blocker, make_study_and_draft) as studies:
        yield studies


def make_study_and_draft() -> tuple[Study, Study]:
    visible = make_trial(label="Visible 2020", n_randomised=60)
    return visible, hide_draft_beside(visible)


def text_at(address: str) -> str:
    """What a reader gets there."""
    return content_of(Client().get(address)).decode("utf-8", "replace")


def test_draft_has_unique_text_that_the_search_detects(site, tmp_path, monkeypatch):
    visible, draft = site
    Study.objects.filter(pk=draft.pk).update(standing=StudyStatus.UNVERIFIED)

    shown = [reverse(name) for name in ("study-list-csv", "reviews", "safety")]
    shown += [reverse(name, args=[draft.slug]) for name in ("study", "study-history")]
    shown += [reverse("condition", args=[visible.condition.slug]), reverse("publication-export", args=["bib"])]
    with store_of_test(str(tmp_path), monkeypatch):
        assert [address for address in shown if not find_leaks(text_at(address))] == []


@pytest.fixture(scope="module")
def folder_of_kept_values(site: tuple[Study, Study], tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def kept(folder_of_kept_values: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What pages are made of is computed once for all that change no row, as on the site."""
    with store_of_test(folder_of_kept_values, monkeypatch):
        yield


@pytest.mark.usefixtures("kept")
def test_no_search_selection_or_list_of_reports_shows_the_draft(site):
    visible, _ = site
    selection = reverse("condition-selection", args=[visible.condition.slug])
    addresses = [f"{reverse('study-list')}?q=readers", f"{selection}?all_routes=on"]
    addresses += [f"{reverse('search')}?q={words}" for words in ("readers", "embolism", "relief")]
    flow = reverse("flow")
    addresses += [link for link in internal_links(text_at(flow), flow) if link.startswith(flow)]

    assert len(addresses) > 10
    assert {address: found for address in addresses if (found := find_leaks(text_at(address)))} == {}


def test_addresses_of_the_draft_are_not_found(site):
    visible, draft = site
    hidden = contrast_of(draft)
    client = Client()
    for address in (
        reverse("study", args=[draft.slug]),
        reverse("study-history", args=[draft.slug]),
        reverse("contrast", args=[draft.slug, *hidden]),
        reverse("contrast", args=[visible.slug, *hidden]),
        reverse("former-contrast", args=[draft.slug, *(result.pk for result in compared_results(draft))]),
        reverse("former-printed-contrast", args=[draft.slug, draft.reported_contrasts.earliest("id").pk]),
    ):
        assert client.get(address).status_code == 404
    # The same search does find what readers may see.
    assert client.get(reverse("contrast", args=[visible.slug, *contrast_of(visible)])).status_code == 200


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("words", [f"{WORD}1", KEY, str(NUMBER), ABSTRACT_WORD])
def test_search_does_not_find_the_draft(site, words):
    page = text_at(f"{reverse('study-list')}?q={words}")
    everywhere = text_at(f"{reverse('search')}?q={words}")

    assert "<b>0 studies</b>" in page
    assert f"Nothing here has the words “{words}”." in " ".join(everywhere.split())
    assert "Visible 2020" not in page


def test_table_of_a_search_for_the_draft_is_empty(site):
    table = text_at(f"{reverse('study-list-csv')}?q={WORD}1")

    assert len(table.strip().splitlines()) == 1
    assert find_leaks(table) == []


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("suffix", ["bib", "ris", "json", "csv"])
def test_citation_files_contain_only_the_visible_study(site, suffix):
    text = text_at(reverse("publication-export", args=[suffix]))

    assert "A trial that readers see" in text
    assert find_leaks(text) == []


def test_every_kind_of_record_of_a_study_was_filled(site):
    _, draft = site
    kinds = {type(record) for record in every_record_of(draft)}
    assert kinds >= {Study, Arm, OutcomeResult, ReportedContrast, AdverseEvent, RiskOfBias, DataQuery, Publication}
    assert kinds >= {ReportedPool, ReviewInclusion, ReviewTrialRow}
    assert Claim.objects.filter(evidence=draft).exists()
