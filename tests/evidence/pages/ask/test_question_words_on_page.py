"""What the page of a question says of its words: what is assumed, left out, not named, or a letter wrong."""

import pytest
from django.test import Client

from tests.evidence.pages.ask.test_ask_page import asked, read_once, told
from tests.evidence.pages.html_page import read

__all__ = ["read_once"]

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")


def test_harm_without_a_condition_is_told_of_every_one(client: Client) -> None:
    """Harm in the neck is no harm of back pain, and is harm of ozone."""
    page = asked("is ozone safe")
    assert told(page).split(". ") == [
        "Back pain: 2 died and serious harm of 5 others on record after ozone; "
        "whether any of the others died is not stated",
        "Cervical disc herniation: serious harm of 4 people on record after ozone; "
        "whether any of them died is not stated",
        "Neck pain: serious harm of 3 people on record after ozone; whether any of them died is not stated",
        "Other: serious harm of at least 2 people on record after ozone; whether any of them died is not stated.",
    ]
    text = read(client.get("/ask/", {"q": "is ozone safe"})).text
    assert "No condition is named: every one is told." in text
    assert "Every record of harm" not in text
    assert told(asked("is ozone safe for back pain")).startswith("2 died and")


def test_what_is_left_out_is_said_and_not_followed(client: Client) -> None:
    text = read(client.get("/ask/", {"q": "ozone v steroid for back pain without sciatica"})).text
    assert "A question here cannot leave anything out: “without sciatica” is not followed." in text
    assert asked("not sciatica").understood.refusals == ("Nothing is asked but what to leave out: “not sciatica”.",)


def test_the_outcome_that_is_taken_is_said_with_or_without_a_figure(client: Client) -> None:
    for text, sentence in (
        ("ozone v steroid for a slipped disc", "No outcome is named: the first with a usable figure is told."),
        ("ozone v surgery for a slipped disc", "No outcome is named, and none has a usable figure"),
    ):
        assert sentence in read(client.get("/ask/", {"q": text})).text


def test_a_question_without_ozone_says_that_its_answer_is_of_ozone(client: Client) -> None:
    note = "Ozone is not named; every answer here is of ozone."
    assert note in read(client.get("/ask/", {"q": "does exercise help back pain"})).text
    assert note not in read(client.get("/ask/", {"q": "ozone v exercise for back pain"})).text


def test_a_wrong_letter_is_not_corrected_unasked(client: Client) -> None:
    page = read(client.get("/ask/", {"q": "ozone v steroid for siatica"}))
    assert "Did you mean ozone v steroid for sciatica ?" in page.text.replace("sciatica?", "sciatica ?")
    assert "/ask/?q=ozone%20v%20steroid%20for%20sciatica" in {link["href"] for link in page.links}
    assert asked("ozone v steroid for siatica").answer is None


def test_whether_ozone_helps_is_told_of_the_back(client: Client) -> None:
    assert "of 31 randomised trials that isolate ozone" in told(asked("does ozone work"))
    assert asked("what is ozone").answer is None
    assert asked("does ozone help headache").understood.refusals == (
        "No condition is understood, and “headache” may be one. Choose a condition above.",
    )
