"""A draft never reaches readers: no page, search, file, figure or history shows any of it."""

import io
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.db import models
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
    PublicationAbstract,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from tests.evidence.pages.link_checker import internal_links
from tests.factories import (
    make_claim,
    make_harm,
    make_inclusion,
    make_pool,
    make_publication,
    make_query,
    make_registration,
    make_review,
    make_risk_of_bias,
    make_user,
)
from tests.shared_records import shared_records
from tests.studies.full_site import AT, anchor_of, compared_results, contrast_of, make_trial
from tests.studies.revisions.versions import store_of_test

pytestmark = pytest.mark.django_db

# No other record holds these: a word for every text of the draft, a number for every number that is no label.
WORD, NUMBER, KEY = "zyxwv", 86420, "wvut2020"
# Stands in abstracts only, of a publication that readers see too: they are not ours to publish.
ABSTRACT_WORD = "qponml"
_texts = count(1)


def fill_texts(record: models.Model) -> None:
    """Write an unmistakable word into every free text of a record of the draft."""
    for field in record._meta.concrete_fields:
        free = isinstance(field, (models.CharField, models.TextField)) and not field.choices
        if not free or field.primary_key or field.name in ("row_key", "loaded_digest", "fingerprint", "check_name"):
            continue
        word = f"{WORD}{next(_texts)}"
        if field.name in ("source_url", "url"):
            word = f"https://{word}.example/"
        setattr(record, field.name, word[: field.max_length or 100])
    record.save()


def make_draft(published: Study) -> Study:
    """A draft trial with a word in every text, in the conditions and outcomes of a study that readers see."""
    measure = OutcomeResult.objects.filter(arm__study=published).first().measure
    study = make_trial(condition=published.condition, standing=StudyStatus.DRAFT, n_randomised=NUMBER)
    OutcomeResult.objects.filter(arm__study=study).update(measure=measure, mean=NUMBER, n=NUMBER)
    study.reported_contrasts.update(measure=measure)
    Arm.objects.filter(study=study).update(n_randomised=NUMBER)
    arm = study.arms.first()
    paper = make_publication(study=study, doi=f"10.1000/{WORD}", pmid=str(NUMBER))
    PublicationAbstract.objects.create(publication=paper, text=ABSTRACT_WORD)
    make_harm(study=study, arm=arm, n_events=NUMBER, n_at_risk=NUMBER)
    make_query(study=study, measure=measure, arm=arm).replies.create(state="answered", text=f"{WORD} replied", at=AT)
    make_risk_of_bias(study=study)
    # As a review too: its pools and the studies it included.
    make_pool(review=study, condition=published.condition, estimate=NUMBER)
    make_inclusion(review=study, study=published)
    ReviewTrialRow.objects.create(review=study, pool_locator="Figure 2", study_label="A", study=published)
    word = {"by": make_user(first_name=f"{WORD}person"), "at": AT, "read_as": "abstract", "note": f"{WORD} compared"}
    study.verifications.create(**word)
    for record in every_record_of(study):
        fill_texts(record)
    study.refresh_from_db()
    return study


def every_record_of(study: Study) -> list[models.Model]:
    of_study: list[Any] = [Publication, AdverseEvent, DataQuery, RiskOfBias, ReportedContrast, Arm]
    rows = [row for model in of_study for row in model.objects.filter(study=study)]
    rows += OutcomeResult.objects.filter(arm__study=study)
    rows += [
        row for model in (ReportedPool, ReviewInclusion, ReviewTrialRow) for row in model.objects.filter(review=study)
    ]
    return [study, *rows]


def refer_to_draft(draft: Study, visible: Study) -> None:
    """Let visible records refer to the draft, by every field that can."""
    review = make_review()
    make_inclusion(review=review, study=visible)
    make_inclusion(review=review, study=draft)
    ReviewTrialRow.objects.create(review=review, pool_locator="Figure 2", study_label="A trial", study=draft)
    make_risk_of_bias(study=visible, judged_by=draft)
    make_claim(evidence=[visible, draft], note=f"Compare {KEY}.", condition=visible.condition)
    Study.objects.filter(pk=draft.pk).update(row_key=KEY, cohort_group="shared")
    Study.objects.filter(pk=visible.pk).update(cohort_group="shared", note=f"The patients of {KEY}.")
    line = visible.history.first()
    line.pk, line.note, line.history_type = None, f"Before: {KEY}.", "~"
    line.save()
    make_registration(condition=visible.condition)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Study, Study]]:
    """A visible study, and a draft that other records refer to."""
    with shared_records(django_db_blocker, make_study_and_draft) as studies:
        yield studies


def make_study_and_draft() -> tuple[Study, Study]:
    visible = make_trial(label="Visible 2020", n_randomised=60)
    paper = make_publication(study=visible, title="A trial that readers see")
    PublicationAbstract.objects.create(publication=paper, text=f"Of readers: {ABSTRACT_WORD}.")
    draft = make_draft(visible)
    refer_to_draft(draft, visible)
    return visible, draft


def find_leaks(content: str) -> list[str]:
    """Text of the draft in a page or file, with its context."""
    lowered = content.lower()
    found = [lowered.find(secret) for secret in (WORD, str(NUMBER), "86,420", KEY, ABSTRACT_WORD)]
    return [content[max(0, place - 60) : place + 60] for place in found if place >= 0]


def content_of(client: Client, address: str) -> str:
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            content = b"\n".join(bundle.read(name) for name in bundle.namelist())
    return content.decode("utf-8", "replace")


def starting_points(visible: Study) -> list[str]:
    """Every page, search and file that readers can open."""
    slug, anchor = visible.condition.slug, anchor_of(visible)
    plain = ["home", "study-list", "study-list-csv", "reviews", "safety", "safety-csv", "claims", "methods", "glossary"]
    plain += ["flow", "flow-csv", "compare", "compare-csv", "data", "data-zip", "data-xlsx"]
    conditions = ["condition", "condition-selection", "condition-handout", "condition-json", "condition-csv"]
    conditions += ["condition-harms-csv", "condition-zip", "condition-docx", "condition-md"]
    conditions += [
        f"condition-{part}" for part in ("findings", "unused", "harms", "reviews", "uncontrolled", "studies")
    ]
    findings = ["finding", "finding-csv", "finding-svg", "finding-zip"]
    return [
        *(reverse(name) for name in plain),
        *(reverse(name, args=[slug]) for name in conditions),
        *(reverse(name, args=[slug, anchor]) for name in findings),
        *(reverse("publication-export", args=[suffix]) for suffix in ("bib", "ris", "json", "csv")),
        reverse("study", args=[visible.slug]),
        reverse("study-history", args=[visible.slug]),
        f"{reverse('study-list')}?q=readers",
        *(f"{reverse('search')}?q={words}" for words in ("readers", "embolism", "relief")),
        f"{reverse('condition-selection', args=[slug])}?all_routes=on",
        "/robots.txt",
        "/sitemap.xml",
    ]


def test_draft_has_unique_text_that_the_search_detects(site, tmp_path, monkeypatch):
    visible, draft = site
    Study.objects.filter(pk=draft.pk).update(standing=StudyStatus.UNVERIFIED)

    shown = [reverse(name) for name in ("study-list-csv", "reviews", "safety")]
    shown += [reverse(name, args=[draft.slug]) for name in ("study", "study-history")]
    shown += [reverse("condition", args=[visible.condition.slug]), reverse("publication-export", args=["bib"])]
    with store_of_test(str(tmp_path), monkeypatch):
        assert [address for address in shown if not find_leaks(content_of(Client(), address))] == []


@pytest.fixture(scope="module")
def folder_of_kept_values(site: tuple[Study, Study], tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def kept(folder_of_kept_values: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What pages are made of is computed once for all that change no row, as on the site."""
    with store_of_test(folder_of_kept_values, monkeypatch):
        yield


# The same rows are read for both: who sees what is decided in Python.
@pytest.mark.parametrize("role", ["nobody", pytest.param("reader", marks=pytest.mark.one_database)])
@pytest.mark.usefixtures("kept")
def test_no_page_or_link_shows_the_draft_to_readers(site, role):
    visible, draft = site
    client = Client()
    if role == "reader":
        client.force_login(make_user())

    pages = crawl(client, starting_points(visible))

    assert {address: find_leaks(content) for address, content in pages.items() if find_leaks(content)} == {}
    assert reverse("study", args=[visible.slug]) in pages
    assert len(pages) > 25


def crawl(client: Client, addresses: list[str]) -> dict[str, str]:
    """The content of these pages and of all pages linked from them; each page once, with any selection."""
    waiting, pages = list(addresses), {}
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in pages or ("?" in address and address not in addresses):
            continue
        pages[address] = content_of(client, address)
        if "<main" in pages[address]:
            waiting += internal_links(pages[address], address)
    return pages


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
@pytest.mark.parametrize("words", [WORD, f"{WORD}1", KEY, str(NUMBER), ABSTRACT_WORD])
def test_search_does_not_find_the_draft(site, words):
    page = content_of(Client(), f"{reverse('study-list')}?q={words}")
    table = content_of(Client(), f"{reverse('study-list-csv')}?q={words}")
    everywhere = content_of(Client(), f"{reverse('search')}?q={words}")

    assert "<b>0 studies</b>" in page
    assert f"Nothing here has the words “{words}”." in " ".join(everywhere.split())
    assert "Visible 2020" not in page
    assert len(table.strip().splitlines()) == 1
    assert find_leaks(table) == []


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("suffix", ["bib", "ris", "json", "csv"])
def test_citation_files_contain_only_the_visible_study(site, suffix):
    text = content_of(Client(), reverse("publication-export", args=[suffix]))

    assert "A trial that readers see" in text
    assert find_leaks(text) == []


def test_every_kind_of_record_of_a_study_was_filled(site):
    _, draft = site
    kinds = {type(record) for record in every_record_of(draft)}
    assert kinds >= {Study, Arm, OutcomeResult, ReportedContrast, AdverseEvent, RiskOfBias, DataQuery, Publication}
    assert kinds >= {ReportedPool, ReviewInclusion, ReviewTrialRow}
    assert Claim.objects.filter(evidence=draft).exists()
