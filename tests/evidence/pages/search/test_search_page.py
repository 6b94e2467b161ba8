"""The search of the site: conditions in medical and in everyday words, studies, harm, and what is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from evidence.pages.search.search_page import MOST_STUDIES
from evidence.pages.search.word_match import all_words_match, telling_words
from studies.choices import StudyStatus
from studies.models import Study
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import make_claim, make_condition, make_harm, make_publication, make_study

pytestmark = pytest.mark.django_db


def search(words: str) -> Page:
    return read(Client().get(reverse("search"), {"q": words}))


def hrefs(page: Page) -> set[str]:
    return {link["href"] for link in page.links}


def make_trial(title: str, authors: str = "", **values: object) -> Study:
    study = make_study(**values)
    make_publication(study=study, title=title, authors=authors, year=2009)
    return study


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("herniated disks", "Lumbar disc herniation", True),
        ("narrowing of the spine", "Lumbar spinal stenosis narrowed spinal canal", True),
        ("does ozone help pain in my legs?", "Sciatica pain down the leg from the back", True),
        ("HÉRNIA", "Lumbar disc herniation", True),
        ("slipped disc neck", "Lumbar disc herniation slipped disc", False),
        ("ozone", "Back pain", False),
        ("bonetti", "kinds not printed (bonetti2005)", False),
        ("?!", "Back pain", False),
    ],
)
def test_words_of_a_name(query: str, text: str, expected: bool) -> None:
    assert all_words_match(telling_words(query), text) is expected


def test_condition_is_found_by_everyday_words_and_by_its_remark_before_studies() -> None:
    make_condition(slug="leg", name="Sciatica", plain_name="pain down the leg", note="Radicular pain.")
    make_trial("Leg pain after ozone")

    page = search("leg pain")

    assert page.text.index("Sciatica") < page.text.index("Leg pain after ozone")
    assert {reverse("condition", args=["leg"]), f"{reverse('study-list')}?condition=leg"} <= hrefs(page)
    assert reverse("condition", args=["leg"]) in hrefs(search("radicular"))


@pytest.mark.parametrize("words", ["paoloni 2009", "PAOLONI", "intramuscular", "Paoloni, intra"])
def test_study_is_found_by_author_year_and_title_without_case(words: str) -> None:
    study = make_trial("Intramuscular ozone", "Paoloni, Marco")
    make_trial("Something else", "Rossi, Anna")

    page = search(words)

    assert study.get_absolute_url() in hrefs(page)
    assert "Something else" not in page.text
    assert "1 study with all of these words" in page.text


def test_first_studies_are_shown_and_the_rest_is_a_link_away() -> None:
    for number in range(MOST_STUDIES + 1):
        make_trial(f"Ozone & discs, part {number}")

    page = search("ozone & discs")

    assert page.text.count("Ozone & discs, part") == MOST_STUDIES
    rest = f"{reverse('study-list')}?q=ozone+%26+discs"
    assert rest in hrefs(page)
    assert f"{MOST_STUDIES + 1} studies" in read(Client().get(rest)).text


def test_words_of_a_harm_or_a_claim_lead_to_its_page() -> None:
    make_harm(event="Gas embolism of the brain")
    make_claim(text="Ozone never leads to embolism.")

    page = search("embolism")

    assert {reverse("safety"), reverse("claims")} <= hrefs(page)
    assert "1 record of harm with these words" in page.text
    assert "1 claim with these words" in page.text
    assert "all harm on record after ozone" in search("side effects").text
    assert "of harm" not in search("stroke").text


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
    make_trial("<script>alert(1)</script> ozone", "<b>Rossi</b>, Anna")
    for words in ("<script>", '" onfocus="x', "ozone"):
        page = search(words)
        assert markup_errors(page) == []
        assert "<script>" not in page.html


def test_header_of_other_pages_leads_to_the_search() -> None:
    assert f'action="{reverse("search")}"' in read(Client().get(reverse("glossary"))).html
