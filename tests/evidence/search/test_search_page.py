"""The search of the site: conditions in medical and in everyday words, studies, harm, and what is refused."""

from collections.abc import Iterator
from datetime import date
from threading import Event

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from evidence.search import search_page
from evidence.search.index_thread import index_once
from evidence.search.search_page import PAGE_SIZE
from evidence.search.site_entries import SearchedSite, read_site
from studies.choices import StudyStatus
from studies.curation.screening.screen import exclude_publication
from studies.models import Publication, PublicationAbstract, SearchNote, SearchWord, Study, Synonym
from studies.permissions import RESEARCHER
from studies.search.index_work import index_notes
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_harm,
    make_publication,
    make_query,
    make_result,
    make_study,
    make_user,
)
from tests.shared_records import shared_records
from tests.studies.revisions.number_now import number_now

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[int, SearchedSite]]:
    """Records that are indexed, as those of the site are: each test finds some of them, or makes more.

    Their data version, and what is found besides studies.
    """
    with shared_records(django_db_blocker, make_library):
        yield number_now(), read_site()


@pytest.fixture(autouse=True)
def site_of_the_library(library: tuple[int, SearchedSite], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read anew where a test has changed records: what the site keeps is not kept inside a transaction."""
    number, site = library
    monkeypatch.setattr(search_page, "read_site", lambda: site if number_now() == number else read_site())


def make_library() -> None:
    sciatica = make_condition(slug="leg", name="Sciatica", plain_name="pain down the leg", note="Radicular pain.")
    back = make_condition(slug="back", name="Back pain", plain_name="back pain")
    for slug, title, authors in (
        ("after", "Leg pain after ozone", ""),
        ("muscle", "Intramuscular ozone", "Paoloni, Marco"),
        ("other", "Something else", "Rossi, Anna"),
        ("beside", "Paravertebral ozone", ""),
        ("slips", "A single-center study of a lesion: blinding, analysis, anesthesia", ""),
        ("names", "Ozone", "Bonetti, Matteo"),
        ("signs", "Herniated disks and <more>", "Rossi, Anna"),
        ("hostile", "<script>alert(1)</script> gas", "<b>Rossi</b>, Anna"),
        ("abstract", "Plain title", ""),
        *((f"part-{number}", f"Ozone & vertebrae, part {number}", "") for number in range(PAGE_SIZE + 1)),
    ):
        make_trial(title, authors, slug=slug, condition=back)
    paper = Publication.objects.get(study__slug="abstract")
    PublicationAbstract.objects.create(publication=paper, text="A marqedword in the abstract.")
    for slug, concentration, volume in (("dose", "30", "20"), ("other-dose", "25", "5")):
        make_arm(study=make_trial("Doses", slug=slug, condition=back), concentration=concentration, volume=volume)
    for number, (condition, design) in enumerate([(sciatica, "rct"), (sciatica, "case-series"), (back, "rct")]):
        study = make_study(condition=condition, design=design, label=f"Trial {number}")
        make_publication(study=study, title="Marrow", year=2001 + 10 * number)
    for study in Study.objects.filter(condition=sciatica):
        make_arm(study=study)
        make_arm(study=study, components=["sham"])
    Synonym.objects.create(slug="sham", words="sham; placebo")
    make_harm(study=study, event="Gas embolism of the brain")
    make_claim(slug="embolism", condition=back, text="Ozone never leads to embolism.")
    index_notes()


def search(words: str, client: Client | None = None, **more: str) -> Page:
    return read((client or Client()).get(reverse("search"), {"q": words, **more}))


def hrefs(page: Page) -> set[str]:
    return {link["href"] for link in page.links}


def study(slug: str) -> str:
    return reverse("study", args=[slug])


def make_trial(title: str, authors: str = "", **values: object) -> Study:
    study = make_study(**values)
    make_publication(study=study, title=title, authors=authors, year=2009)
    return study


def test_condition_is_found_by_everyday_words_and_by_its_remark_before_studies() -> None:
    page = search("leg pain")

    assert page.text.index("Sciatica") < page.text.index("Leg pain after ozone")
    assert {reverse("condition", args=["leg"]), f"{reverse('study-list')}?condition=leg"} <= hrefs(page)
    assert reverse("condition", args=["leg"]) in hrefs(search("radicular"))


@pytest.mark.parametrize("words", ["paoloni 2009", "PAOLONI", "intramuscular", "Paoloni, intra*", "paolony"])
def test_study_is_found_by_author_year_and_title_without_case(words: str) -> None:
    page = search(words)

    assert study("muscle") in hrefs(page)
    assert "Something else" not in page.text
    assert "1 study" in page.text


@pytest.mark.parametrize("words", ["para-vertebral", "para vertebral", "paravertebral"])
def test_parts_of_a_compound_find_it(words: str) -> None:
    page = search(words)

    assert study("beside") in hrefs(page)
    assert ("Did you mean paravertebral ?" in page.text) is (words != "paravertebral")


def test_a_right_word_is_no_slip_of_another() -> None:
    for word in ("cancer", "fusion", "bleeding", "paralysis", "paresthesia"):
        assert "Did you mean" not in search(word).text


@pytest.mark.parametrize("words", ["20 ml 30 ug/ml", "20ml 30µg/mL", "30 mcg/ml"])
def test_study_is_found_by_its_dose(words: str) -> None:
    page = search(words)

    assert study("dose") in hrefs(page)
    assert study("other-dose") not in hrefs(page)


def test_words_that_are_excluded_or_alternatives_are_no_question() -> None:
    for words, is_question in (
        ("sciatica surgery", True),
        ("sciatica -surgery", False),
        ("sciatica NOT surgery", False),
        ("sciatica surgery OR laser", False),
    ):
        assert ("Asked as a question" in search(words).text) is is_question


def test_hits_come_in_pages_and_every_link_keeps_the_words() -> None:
    page = search("ozone & vertebrae")

    assert page.text.count(", part ") == PAGE_SIZE
    assert "?q=ozone+%26+vertebrae&page=2" in hrefs(page)
    assert f"{reverse('study-list')}?q=ozone+%26+vertebrae" in hrefs(page)
    assert search("ozone & vertebrae", page="2").text.count(", part ") == 1
    assert Client().get(reverse("search"), {"q": "vertebrae", "page": "3"}).status_code == 404


def test_words_of_a_harm_or_a_claim_lead_to_its_page() -> None:
    page = search("embolism")

    assert {reverse("safety"), f"{reverse('claims')}#embolism"} <= hrefs(page)
    assert "Harm on record Gas embolism of the brain 1 record" in page.text
    assert reverse("safety") in hrefs(search("side effects"))
    assert f"{reverse('glossary')}#intradiscal" in hrefs(search("intradiscal"))
    assert f"{reverse('methods')}#pooling" in hrefs(search("prediction interval"))


def test_a_comparison_of_a_condition_is_an_answer_with_its_studies() -> None:
    page = search("sciatica placebo")

    assert "“placebo” also finds sham" in page.text
    assert "Sciatica: ozone v sham 2 studies, no usable figure" in page.text
    assert f"{reverse('study-list')}?condition=leg&comparison=ozone-v-sham" in hrefs(page)
    assert "also finds" not in search('sciatica "placebo"').text


def test_hits_are_narrowed_ordered_and_counted_in_the_address() -> None:
    page = search("marrow")
    assert "Randomised trial 2 Case series 1" in page.text
    assert "Sciatica 2 Back pain 1" in page.text
    assert "2020 to 2024 1 2010 to 2014 1 2000 to 2004 1" in page.text
    assert "?q=marrow&design=rct" in hrefs(page)

    chosen = {
        "q": "marrow",
        "design": "rct",
        "condition": "leg",
        "year_from": "2000",
        "year_to": "2004",
        "sort": "newest",
    }
    page = read(Client().get(reverse("search"), chosen))
    assert "1 study of 3" in page.text
    assert "Trial 0" in page.text
    assert "Trial 1" not in page.text
    assert "?q=marrow&condition=leg&year_from=2000&year_to=2004&sort=newest" in hrefs(page)
    newest = search("marrow", sort="newest").text
    assert newest.index("Trial 2") < newest.index("Trial 1") < newest.index("Trial 0")


def test_a_value_that_is_not_known_is_refused_with_a_sentence() -> None:
    for name, value in (("design", "dream"), ("condition", "toe"), ("year_from", "soon"), ("sort", "luck")):
        response = Client().get(reverse("search"), {"q": "discs", name: value})
        assert response.status_code == 400
        assert name in read(response).text


@pytest.mark.parametrize("number", ["0", "-1", "3", "x", "9" * 30, "9" * 5_000, "\0"])
def test_a_page_that_the_search_does_not_have_is_not_found(number: str) -> None:
    assert Client().get(reverse("search"), {"q": "ozone", "page": number}).status_code == 404


def test_a_word_with_wrong_letters_is_corrected_and_the_page_says_so() -> None:
    page = search("bonneti")

    assert "Nothing has “bonneti”. Did you mean bonetti ? This is what has it." in page.text
    assert study("names") in hrefs(page)
    assert "Nothing here has the words “bonxxxi”." in search("bonxxxi").text


def test_what_is_no_longer_shown_is_not_suggested() -> None:
    hidden = make_trial("Ozone", "Gallucci, Marco")
    index_once(Event())
    assert not SearchNote.objects.exists()
    assert "Did you mean gallucci" in search("galucci").text

    Study.objects.filter(pk=hidden.pk).update(standing=StudyStatus.DRAFT)

    for _ in range(2):
        assert "Nothing here has the words “galucci”." in search("galucci").text
        index_once(Event())
    assert SearchWord.objects.filter(word="gallucci").exists()


def test_a_word_of_a_condition_with_wrong_letters_is_corrected() -> None:
    assert "Did you mean sciatica" in search("sciatika").text


def test_found_words_are_marked() -> None:
    html = search("herniation disc").html

    assert '<mark class="found">Herniated</mark>' in html
    assert '<mark class="found">disks</mark> and &lt;more&gt;' in html


def test_abstracts_are_searched_for_who_may_read_them_and_told_to_nobody_else() -> None:
    for client in (Client(), _logged_in("")):
        for words in ("marqedword", "plain marqedwords", "marqedwort"):
            page = search(words, client)
            assert study("abstract") not in hrefs(page)
            assert "marqedword in" not in page.html
            assert "Did you mean" not in page.text
        assert "marqedword" not in search("plain", client).html
    researcher = _logged_in(RESEARCHER)
    assert "A marqedword in the abstract." in search("marqedword", researcher).text
    for words in ("marqedword", "plain -rossi"):
        assert study("abstract") in hrefs(search(words, researcher))


def test_marks_of_doubt_and_retraction_stand_at_a_hit() -> None:
    doubted = make_study(label="Doubted 2009")
    make_publication(study=doubted, title="Discs", retraction="retracted", retraction_checked_on=date(2026, 1, 1))
    result = make_result(arm=make_arm(study=doubted))
    make_query(study=doubted, measure=result.measure, severity="doubt")

    page = search("doubted")

    assert "retracted" in page.text
    assert "a number is doubted" in page.text


def _logged_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role=role))
    return client


def test_publications_without_a_study_are_found_by_people_who_import_alone() -> None:
    papers = [make_publication(study=None, title=f"Zanflib herniation {n}", year=2000 + n) for n in range(12)]
    PublicationAbstract.objects.create(publication=papers[0], text="A telling word of the abstract.")
    for client in (Client(), _logged_in("")):
        for words in ("zanflib", "telling"):
            page = search(words, client)
            assert f"Nothing here has the words “{words}”." in page.text
        assert client.get(reverse("search"), {"q": "zanflib", "publications": "1"}).status_code == 404

    client = _logged_in(RESEARCHER)
    page = search("zanflib herniated", client)
    assert "12 publications" in page.text
    assert "Not yet screened" in page.text
    assert reverse("screening-detail", args=[papers[11].pk]) in hrefs(page)
    assert "?q=zanflib+herniated&publications=2#hit-publications" in hrefs(page)
    second = search("zanflib", client, publications="2")
    assert reverse("screening-detail", args=[papers[0].pk]) in hrefs(second)
    assert client.get(reverse("search"), {"q": "zanflib", "publications": "3"}).status_code == 404
    assert "A telling word of the abstract." in search("telling", client).text


def test_an_opinion_that_a_person_may_not_see_yet_is_not_told_by_the_search() -> None:
    paper, first = make_publication(study=None, title="Zanflib"), make_user(role=RESEARCHER)
    exclude_publication(publication=paper, reason="A secret reason", by=first, now=timezone.now())

    page = search("zanflib", _logged_in(RESEARCHER))

    assert "One person gave an opinion" in page.text
    assert "xcluded" not in page.text
    own = Client()
    own.force_login(first)
    assert "Excluded, by 1 person" in search("zanflib", own).text


def test_draft_and_its_harm_are_never_found() -> None:
    draft = make_trial("Hidden title", standing=StudyStatus.DRAFT)
    make_harm(study=draft, event="Hidden stroke")

    for words in ("hidden", "stroke"):
        assert f"Nothing here has the words “{words}”." in search(words).text


def test_search_without_words_says_what_can_be_typed() -> None:
    for address in (reverse("search"), f"{reverse('search')}?q=%20"):
        assert "Type the name of a condition" in read(Client().get(address)).text


@pytest.mark.parametrize("words", ["x" * 201, "nul\x00byte"])
def test_words_that_cannot_be_searched_are_refused_with_a_sentence(words: str) -> None:
    response = Client().get(reverse("search"), {"q": words})
    page = read(response)
    assert response.status_code == 400
    assert "Nothing was searched." in page.text
    assert "haracters" in page.text


def test_hostile_words_are_escaped_and_the_page_is_valid() -> None:
    for words in ("<script>", '" onfocus="x', "alert"):
        page = search(words)
        assert markup_errors(page) == []
        assert "<script>" not in page.html


def test_header_of_other_pages_leads_to_the_search() -> None:
    assert f'action="{reverse("search")}"' in read(Client().get(reverse("glossary"))).html
