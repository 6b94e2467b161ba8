"""The page of one finding."""

import pytest
from django.test import Client
from django.urls import reverse

from studies.models import Study
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import confirm_all_numbers, make_user
from tests.shares import A_SHARE, drawn
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

PAIN = "add-on-to-steroid-pain-short-epidural"
POOR = "ozone-v-steroid-poor-outcome-intermediate-foraminal"


def page_of(client: Client, condition: str, anchor: str, query: str = "") -> str:
    return read(client.get(reverse("finding", args=[condition, anchor]) + query)).text


def test_finding_shows_its_answer_other_choices_and_the_source_of_each_number(client: Client) -> None:
    words = page_of(client, "lumbar-disc-herniation", PAIN)
    assert "5.5 points lower" in words
    assert "MD" in words
    assert "SMD −0.65 (−1.29 to −0.01)" in words
    assert "Printed on 0–10, mean and spread times 10." in words
    assert "Not assessed yet" in words


def test_each_stratum_is_shown_and_its_study_is_counted_once(client: Client) -> None:
    words = page_of(client, "back-pain", POOR)
    for text in ("0.67 (0.35 to 1.28)", "0.40 (0.16 to 0.97)", "0.56 (0.33 to 0.95)", "In one trial of 306 people"):
        assert text in words


def test_a_value_without_an_interval_has_a_page_with_its_source_and_no_figure(client: Client) -> None:
    args = ["degenerative-disc-disease", "add-on-to-steroid-pain-short-yang-2023"]
    page = read(client.get(reverse("finding", args=args)))
    assert "pain at 3 months was 1.53 with ozone on top of steroid" in page.text
    assert "No interval follows from what is printed, so nothing is drawn." in page.text
    assert "<svg" not in page.html
    assert not any(link["href"].endswith(".svg") for link in page.links)
    assert "certainty not yet rated" not in page.text
    assert (
        "Yang 2023 Unverified 1.53 3.82 no interval Not assessed yet As printed; means are printed without" in page.text
    )
    source = next(link["href"] for link in page.links if "/contrasts/" in link["href"])
    assert client.get(source).status_code == 200
    explored = read(client.get(reverse("finding-explore", args=args)))
    assert "so there is nothing to explore" in explored.text
    assert "Subgroups" not in explored.text


def test_the_size_of_a_difference_is_told_with_its_sides(client: Client) -> None:
    # Singh 2017: -4.6 points of 100; with a usual spread -15.7 to 6.5. Small is 5 to 10, medium to 20.
    words = page_of(client, "lumbar-disc-herniation", "ozone-v-steroid-pain-intermediate-intradiscal")
    assert "4.6 points better with ozone: between groups this is below small." in words
    assert (
        "The widest of its intervals holds no difference: it reaches from 15.7 points better with ozone (medium) "
        "to 6.5 points worse with ozone (small)."
    ) in words


def test_the_mark_unverified_follows_the_records(client: Client, kept_real_pages: Rows) -> None:
    assert "unverified" in page_of(client, "lumbar-disc-herniation", PAIN).split("Where each number")[0]
    kept_real_pages.version = None
    confirm_all_numbers(Study.objects.get(row_key="espahbodind"), by=make_user())
    confirmed = page_of(client, "lumbar-disc-herniation", PAIN).split("Where each number")[0]
    assert ("unverified" in confirmed, "confirmed" in confirmed) == (False, True)


def test_a_printed_direction_that_differs_is_shown_with_its_source(client: Client) -> None:
    page = read(client.get(reverse("finding", args=["lumbar-disc-herniation", POOR])))
    assert "Bonetti 2005 prints better with ozone at 6 months" in page.text
    assert "where the interval of its number for these patients holds no difference." in page.text
    (source,) = [link["href"] for link in page.links if "#reported-" in link["href"]]
    assert source.startswith("/studies/bonetti-2005/#reported-")
    assert f'id="{source.partition("#")[2]}"' in client.get(source.partition("#")[0]).content.decode()


def test_page_links_to_its_exploration_with_the_selection(client: Client) -> None:
    page = read(client.get(reverse("finding", args=["lumbar-disc-herniation", PAIN]) + "?risk=low"))
    links = {link["href"] for link in page.links if "/explore/" in link["href"]}
    explore = f"/conditions/lumbar-disc-herniation/findings/{PAIN}/explore/?risk=low"
    assert links == {explore, f"{explore}#bayes"}


def test_selection_is_shown_with_the_default_answer(client: Client) -> None:
    words = page_of(client, "lumbar-disc-herniation", PAIN, "?risk=low")
    assert "5.5 points lower" in words
    assert "Nothing in your selection answers this question" in words


def test_a_selection_is_the_answer_of_the_page_and_the_default_answer_stands_beside(client: Client) -> None:
    words = page_of(client, "lumbar-disc-herniation", PAIN, "?all_routes=on")
    assert "You chose all routes together" in words
    assert "Nothing in your selection" not in words
    order = ("Your own selection. You chose", "The default answer: In one trial", "Trial, by year")
    places = [words.index(text) for text in order]
    assert places == sorted(places)
    assert words.count("Trial, by year") == 1
    assert "ozone by any route on top of a steroid injection" in words[: places[0]]


def test_the_question_is_the_heading_with_time_route_and_comparison(client: Client) -> None:
    page = read(client.get(reverse("finding", args=["lumbar-disc-herniation", PAIN])))
    assert "<h1>Pain at 1 month: epidural ozone on top of a steroid injection</h1>" in page.html


def test_other_choices_are_rows_of_one_figure_with_what_each_would_say(client: Client) -> None:
    page = read(client.get(reverse("finding", args=["lumbar-disc-herniation", PAIN])))
    _, choices = page.tables_of("forest")
    assert [row[0] for row in choices.texts[1:]] == [
        "As above",
        "Standardised mean difference borderline",
        "Small spreads as 25 of 100",
        "Bayesian, with a prior on how much studies differ",
    ]
    assert choices.texts[-1][-1] == "on request"
    assert "1 choice of 2 would change the word, not clear: standardised mean difference (borderline)." in page.text


# About links: the pages themselves are asked on both databases by the permission matrix.
@pytest.mark.one_database
@A_SHARE
def test_every_finding_linked_from_a_selection_exists(client: Client, share: float) -> None:
    chosen = read(client.get(reverse("condition-selection", args=["lumbar-disc-herniation"]) + "?all_routes=on"))
    links = {link["href"] for link in chosen.links if "/findings/" in link["href"]}
    assert any("-all-routes/?all_routes=on" in link for link in links)
    assert {client.get(link).status_code for link in drawn(sorted(links), share)} == {200}


def test_unknown_finding_is_not_found(client: Client) -> None:
    assert client.get(reverse("finding", args=["lumbar-disc-herniation", "no-such-finding"])).status_code == 404


def test_page_has_no_markup_errors(client: Client) -> None:
    assert markup_errors(read(client.get(reverse("finding", args=["lumbar-disc-herniation", PAIN])))) == []


def test_people_are_compared_with_those_that_one_trial_would_need(client: Client) -> None:
    words = page_of(client, "lumbar-disc-herniation", PAIN)
    assert "40 people of about 265 needed, for chance alone, not bias." in words
    assert "4 × (1.96 + 1.28)² × 25² / 10² (two-sided 5%, power 90%) = 263." in words
