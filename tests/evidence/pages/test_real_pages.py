"""/safety/, /reviews/ and /claims/ on the real data set."""

import re

import pytest
from django.test import Client

from benchmarks.page_weights import MOST_FIRST_LOAD, MOST_PAGE, weights
from studies.models import Claim, Publication, Study
from tests.evidence.pages.link_checker import broken_links, internal_links
from tests.shares import A_TENTH

# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")
SAFETY, REVIEWS, CLAIMS = PAGES = ["/safety/", "/reviews/", "/claims/"]


def html_of(client: Client, page: str) -> str:
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def test_heaviest_pages_are_light() -> None:
    heaviest = ["/methods/", "/conditions/back-pain/uncontrolled/", "/conditions/back-pain/reviews/", "/claims/"]
    found = list(weights(["/", "/conditions/back-pain/", *heaviest], most=6))
    assert len(found) == 6
    assert all(0 < each.sent <= MOST_PAGE and each.sent < each.first_load <= MOST_FIRST_LOAD for each in found)


@A_TENTH
def test_every_link_has_a_target(client: Client, share: float) -> None:
    assert broken_links(client, *PAGES, share=share) == []


def test_no_link_holds_a_number_of_the_database(client: Client) -> None:
    numbered = re.compile(r"/\d+(-\d+)?/|#(arm|doubt|harm|pool|reported|result)-\d+$")
    assert numbered.search("/studies/andrade-2019/#pool-2")
    assert numbered.search("/studies/yang-2023/contrasts/12-13/")
    parts = ("", "findings/", "unused/", "harms/", "uncontrolled/", "reviews/", "studies/")
    pages = [f"/conditions/lumbar-disc-herniation/{part}" for part in parts]
    for page in (*PAGES, *pages, "/", "/studies/yang-2023/", "/studies/andrade-2019/"):
        links = internal_links(html_of(client, page), page)
        assert links
        assert [link for link in links if numbered.search(link)] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_key_of_the_data_set_is_shown(client: Client, page: str) -> None:
    words = set(re.findall(r"\b[a-z][a-z0-9]{3,}\b", re.sub(r"<[^>]*>", " ", html_of(client, page))))
    keys = {*Study.objects.values_list("row_key", flat=True), *Publication.objects.values_list("row_key", flat=True)}
    assert not words & keys


def test_case_reports_come_before_every_count(client: Client) -> None:
    back = html_of(client, SAFETY).partition('id="back"')[2].partition('id="elsewhere"')[0]
    places = [back.index(text) for text in ("Fatal septicaemia", "Major procedure-related", "Marked adhesions")]
    assert places == sorted(places)


def test_adhesions_in_people_operated_later_are_no_rate(client: Client) -> None:
    row = html_of(client, SAFETY).partition("Marked adhesions")[2].partition("</tr>")[0]
    assert "23 of 23" in row
    assert "no rate of harm can be calculated" in row
    assert "%" not in row


def test_likelihood_of_steppan_is_labelled_as_a_review_figure(client: Client) -> None:
    row = html_of(client, SAFETY).partition("Figures that reviews printed")[2].partition("</ul>")[0]
    assert "Steppan 2010" in row
    assert "<b>0.064 percent</b>" in row


def test_pools_are_shown_as_printed(client: Client) -> None:
    text = re.sub(r"<[^>]*>", "", html_of(client, REVIEWS))
    for printed in ("1.98 (0.46 to 8.42)", "2.2 (1.87 to 2.60)", "−0.12 (−0.24 to −0.01)", "1.25 (0.66 to 2.37)"):
        assert printed in text


def test_trial_is_compared_only_with_the_pool_of_the_same_window(client: Client) -> None:
    figure = html_of(client, REVIEWS).partition('id="pools-rr"')[2].partition("</figure>")[0]
    assert figure.count("Here: on top of a steroid injection") == 2
    assert figure.count("Andrade 2019") == 2


def test_overlap_needs_extracted_lists(client: Client) -> None:
    html = html_of(client, REVIEWS)
    assert "cannot be computed" in html
    assert ">not included<" not in html


def test_every_claim_has_a_place_a_verdict_and_a_reason(client: Client) -> None:
    html = html_of(client, CLAIMS)
    claims = list(Claim.objects.all())
    assert len(claims) == 17
    for claim in claims:
        article = html.partition(f'id="{claim.slug}"')[2].partition("</article>")[0]
        assert claim.get_verdict_display() in article
        assert claim.note[:20].split("(")[0].replace("'", "&#x27;") in article


def test_claims_on_pain_and_function_show_the_current_answer(client: Client) -> None:
    article = html_of(client, CLAIMS).partition('id="c09-jpr2020-effect"')[2].partition("</article>")[0]
    assert "5.5 points lower" in article
    assert "needed, for chance alone, not bias" in article


def test_missing_reports_of_harm_are_shown_with_case_reports(client: Client) -> None:
    article = html_of(client, CLAIMS).partition('id="c15-safety-silence"')[2].partition("</article>")[0]
    assert "Case reports describe" in article
