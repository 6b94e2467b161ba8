"""The search finds findings by their titles where they are kept, and no comparison leads to an empty list."""

import pytest
from django.test import Client
from django.urls import reverse

from evidence.findings.finding_titles import keep_titles, kept_titles, renew_titles
from evidence.middleware.kept_page import PRIVATE
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.search import site_entries as of_site
from evidence.search.site_entries import SiteEntry, SiteEntryKind, find_entries
from studies.models import Condition
from studies.reported.comparisons import Comparison
from studies.search.curated_synonyms import curated_synonyms
from studies.search.search_query import read_query
from studies.search.study_search import StudySearch
from tests.evidence.pages.html_page import read

pytestmark = pytest.mark.usefixtures("real_evidence", "db")
SLUG, VERSION = "lumbar-disc-herniation", 7


@pytest.fixture
def titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings of one condition are kept, as its page keeps them."""
    keep_titles(
        Condition.objects.get(slug=SLUG), synthesise_condition_or_404(SLUG).synthesis.answers, VERSION, "digest"
    )
    monkeypatch.setattr(of_site, "current_version", lambda: VERSION)


def found(words: str, kind: SiteEntryKind) -> list[SiteEntry]:
    return [entry for entry in find_entries(read_query(words, curated_synonyms())).entries if entry.kind is kind]


@pytest.mark.usefixtures("titles")
@pytest.mark.parametrize(
    "words", ["ozone v steroid pain 6 months disc herniation", "cortisone pain 6 months slipped disc"]
)
def test_finding_is_found_by_outcome_comparison_time_and_condition(words: str) -> None:
    hits = found(words, SiteEntryKind.FINDING)
    assert hits
    for hit in hits:
        assert all(word in hit.title for word in ("Lumbar disc herniation, pain", "steroid"))
    page = read(Client().get(hits[0].href))
    assert "6 months" in page.text


@pytest.mark.usefixtures("titles")
@pytest.mark.parametrize(
    ("words", "outcome"), [("ODI steroid", "disability"), ("pain VAS", "pain"), ("MacNab", "Excell")]
)
def test_finding_and_studies_are_found_by_their_instrument(words: str, outcome: str) -> None:
    hits = found(words, SiteEntryKind.FINDING)
    assert hits
    assert all(outcome.casefold() in hit.title.casefold() for hit in hits)
    assert StudySearch(read_query(words, curated_synonyms())).exists()


def test_without_kept_titles_no_finding_is_found_and_comparisons_stay() -> None:
    assert found("disc herniation steroid", SiteEntryKind.FINDING) == []
    (first, *_) = found("disc herniation v steroid", SiteEntryKind.COMPARISON)
    assert first.href.startswith(reverse("condition-findings", args=[SLUG]))


@pytest.mark.usefixtures("titles")
def test_comparison_leads_to_its_findings_or_says_that_there_is_no_usable_figure() -> None:
    hits = [hit for hit in found("disc herniation", SiteEntryKind.COMPARISON) if hit.condition == SLUG]
    listed = {title.comparison for title in kept_titles(SLUG, VERSION) or ()}
    empty = [hit for hit in hits if hit.comparison not in listed]
    assert 0 < len(empty) < len(hits)
    for hit in hits:
        if hit in empty:
            assert hit.href.startswith(reverse("study-list"))
            assert hit.also.endswith(", no usable figure")
            assert hit.also_href == ""
        else:
            assert hit.href.startswith(reverse("condition-findings", args=[SLUG]))
    shown = read(Client().get(empty[0].href)).text
    assert f"{empty[0].also.partition(' ')[0]} stud" in shown


def test_titles_are_of_one_data_version_and_are_renewed_while_their_studies_stay(titles: None) -> None:
    kept = kept_titles(SLUG, VERSION)
    assert kept
    assert kept_titles(SLUG, VERSION + 1) is None
    assert kept_titles(SLUG, None) is None
    renew_titles(SLUG, VERSION + 1, "another digest")
    assert kept_titles(SLUG, VERSION + 1) is None
    renew_titles(SLUG, VERSION + 1, "digest")
    assert kept_titles(SLUG, VERSION + 1) == kept


def test_page_is_not_kept_for_others_while_findings_may_be_found_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def rule() -> str | None:
        return Client().get(reverse("search"), {"q": "disc herniation"}).headers.get("Cache-Control")

    plain = rule()
    monkeypatch.setattr(of_site, "current_version", lambda: VERSION)
    assert rule() != plain
    assert rule() == PRIVATE
    for condition in Condition.objects.all():
        keep_titles(condition, (), VERSION)
    assert rule() == plain


@pytest.mark.usefixtures("titles")
def test_list_of_findings_without_one_of_a_comparison_leads_to_its_studies() -> None:
    listed = {title.comparison for title in kept_titles(SLUG, VERSION) or ()}
    other = next(each.value for each in Comparison if each not in listed and each.isolates_ozone)
    page = read(Client().get(reverse("condition-findings", args=[SLUG]), {"comparison": other}))
    assert "No finding has this." in page.text
    assert f"{reverse('study-list')}?condition={SLUG}&comparison={other}" in {link["href"] for link in page.links}
