"""The search finds findings by their titles, and no comparison leads to an empty list."""

from functools import cache

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.findings import every_title
from evidence.findings.every_title import read_titles
from evidence.findings.finding_titles import finding_titles, keep_titles, kept_titles, renew_titles
from evidence.middleware.kept_page import PRIVATE
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.search.site_entries import SearchedSite, SiteEntry, SiteEntryKind, find_entries, read_site
from studies.models import Condition, OutcomeResult
from studies.reported.comparisons import Comparison
from studies.revisions.kept_values import forget_values
from studies.search.curated_synonyms import curated_synonyms
from studies.search.search_query import read_query
from studies.search.search_tokens import tokens_of
from studies.search.study_search import StudySearch
from tests.evidence.pages.html_page import read
from tests.studies.revisions.versions import Rows, set_by_test

pytestmark = pytest.mark.usefixtures("real_evidence", "db")
SLUG, VERSION = "lumbar-disc-herniation", 7
FINDING, WORDS = "Lumbar disc herniation, pain", "ozone v steroid pain 6 months disc herniation"

# The records are the same for each test that changes none.
whole_site = cache(read_site)


def found(words: str, kind: SiteEntryKind, site: SearchedSite | None = None) -> list[SiteEntry]:
    entries = find_entries(read_query(words, curated_synonyms()), site or whole_site())
    return [entry for entry in entries if entry.kind is kind]


@pytest.mark.parametrize("words", [WORDS, "cortisone pain 6 months slipped disc"])
def test_finding_is_found_by_outcome_comparison_time_and_condition(words: str) -> None:
    hits = [hit for hit in found(words, SiteEntryKind.FINDING) if hit.title.startswith(FINDING)]
    assert hits
    assert all("steroid" in hit.title for hit in hits)
    page = read(Client().get(hits[0].href))
    assert "6 months" in page.text


@pytest.mark.parametrize(
    ("words", "outcome"), [("ODI steroid", "disability"), ("pain VAS", "pain"), ("MacNab", "Excell")]
)
def test_finding_and_studies_are_found_by_their_instrument(words: str, outcome: str) -> None:
    hits = found(words, SiteEntryKind.FINDING)
    assert hits
    assert all(outcome.casefold() in hit.title.casefold() for hit in hits)
    assert StudySearch(read_query(words, curated_synonyms())).exists()


def test_rules_of_the_methods_page_are_searched_without_its_tables() -> None:
    with CaptureQueriesContext(connection) as asked:
        site = read_site()
    assert found("prediction interval", SiteEntryKind.RULE, site)
    assert not any('FROM "studies_betweengroupthreshold"' in each["sql"] for each in asked)


def test_comparison_leads_to_its_findings_or_says_that_there_is_no_usable_figure() -> None:
    hits = [hit for hit in found("disc herniation", SiteEntryKind.COMPARISON) if hit.condition == SLUG]
    listed = {title.comparison for title in whole_site().titles[SLUG]}
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


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    rows = set_by_test(monkeypatch)
    monkeypatch.setattr(every_title, "current_version", lambda: rows.version)
    forget_values()
    return rows


def test_small_site_answers_the_search_once_in_each_state(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_titles()
    assert any(title.title.startswith(FINDING) for title in first[SLUG])
    with monkeypatch.context() as without_reading:
        without_reading.setattr(every_title, "read_shared_evidence", None)
        assert read_titles() == first
    OutcomeResult.objects.filter(arm__condition__slug=SLUG).delete()
    rows.version = 2
    changed = read_titles()
    assert {slug for slug in first if first[slug] != changed[slug]} >= {SLUG}
    assert not any(title.title.startswith(FINDING) for title in changed[SLUG])


def test_larger_site_says_of_how_many_conditions_it_searched_no_finding(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every_title, "is_small_site", lambda: False)
    conditions = list(Condition.objects.all())

    def search(words: str) -> tuple[str, str | None]:
        response = Client().get(reverse("search"), {"q": words})
        return read(response).text, response.headers.get("Cache-Control")

    for words in (WORDS, "herniation quux"):
        text, rule = search(words)
        assert f"The findings of {len(conditions)} conditions were not searched" in text
        # Kept for all readers, it would stay without them until the next change of a record.
        assert rule == PRIVATE
    comparison = found(WORDS.replace("pain 6 months ", ""), SiteEntryKind.COMPARISON, read_site())[0]
    assert comparison.href.startswith(reverse("condition-findings", args=[SLUG]))
    for condition in conditions:
        keep_titles(condition, (), rows.version)
    text, rule = search(WORDS)
    assert "were not searched" not in text
    assert rule != PRIVATE


def test_titles_are_of_one_data_version_and_are_renewed_while_their_studies_stay() -> None:
    answers = synthesise_condition_or_404(SLUG).answers
    keep_titles(Condition.objects.get(slug=SLUG), answers, VERSION, "digest")
    kept = kept_titles(SLUG, VERSION)
    assert kept == whole_site().titles[SLUG]
    assert kept_titles(SLUG, VERSION + 1) is None
    assert kept_titles(SLUG, None) is None
    renew_titles(SLUG, VERSION + 1, "another digest")
    assert kept_titles(SLUG, VERSION + 1) is None
    renew_titles(SLUG, VERSION + 1, "digest")
    assert kept_titles(SLUG, VERSION + 1) == kept


def test_list_of_findings_without_one_of_a_comparison_leads_to_its_studies() -> None:
    listed = {title.comparison for title in whole_site().titles[SLUG]}
    other = next(each.value for each in Comparison if each not in listed and each.isolates_ozone)
    page = read(Client().get(reverse("condition-findings", args=[SLUG]), {"comparison": other}))
    assert "No finding has this." in page.text
    assert f"{reverse('study-list')}?condition={SLUG}&comparison={other}" in {link["href"] for link in page.links}


def test_words_of_a_title_are_those_of_its_text() -> None:
    condition = Condition.objects.get(slug=SLUG)
    titles = [*finding_titles(condition, synthesise_condition_or_404(SLUG).answers)]
    assert titles
    for title in titles:
        assert list(title.heading) == tokens_of(title.title)
        assert title.body[: len(tokens_of(condition.plain_name))] == tuple(tokens_of(condition.plain_name))
