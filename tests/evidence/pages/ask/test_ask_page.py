"""Questions about the real evidence: the answer is the row of the condition's page, or says truly why there is none."""

from functools import cache
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from evidence.findings.answer_index import read_answer_index
from evidence.pages.ask.answer_choice import find_answer
from evidence.pages.ask.ask_page import EXAMPLES, AskPage, ask_page
from evidence.pages.ask.asked_parts import AskedParts, compared_of, key_of
from evidence.synthesis.compared_trials import ComparedWith
from studies.choices import CriticalOutcome
from studies.models import Condition
from studies.presentation.query_parameters import QueryParameterError
from tests.evidence.asked.test_asked_question import real_questions
from tests.evidence.pages.html_page import markup_errors, read
from tests.evidence.real_conditions import every_overview
from tests.shares import A_SHARE, drawn

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")
HERNIATION = "lumbar-disc-herniation"
# The evidence is the same in all of these tests, in whose transactions the site keeps nothing.
answer_index = cache(read_answer_index)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence.pages.ask.ask_page.read_every_overview", lambda version: every_overview())
    monkeypatch.setattr("evidence.pages.ask.ask_page.read_answer_index", answer_index)


def asked(text: str, **parts: str) -> AskPage:
    return ask_page({"q": text, **parts})


def answer_href(page: AskPage) -> str:
    assert page.answer
    assert page.answer.answer, page.answer.nothing
    return page.answer.answer.cell.href


def told(page: AskPage) -> str:
    """What is said where no answer is."""
    assert page.answer
    assert page.answer.answer is None
    return page.answer.nothing


# Words become a question in Python; the tests of answers read its rows on both databases.
@pytest.mark.one_database
def test_question_of_every_row_of_every_condition_gets_that_row() -> None:
    """Without a time and a route the answer is what the page of the condition shows, usable or not."""
    rows = 0
    for overview in every_overview().overviews:
        index = answer_index(overview.condition.slug)
        for cell in overview.compared:
            parts = AskedParts(overview.condition.slug, cell.compared, cell.outcome, None, None)
            found = find_answer(index, parts)
            if cell.is_row:
                assert found
                # Beside its own words a row of the page has what is not randomised.
                assert (found.cell.href, found.cell.estimate, found.cell.state, found.cell.tail) == (
                    *(cell.href, cell.estimate, cell.state, cell.tail),
                )
                rows += 1
            else:
                assert found is None
    assert rows > 80


def test_answer_of_a_time_and_a_route_is_of_that_time_and_route() -> None:
    seen = 0
    for slug in Condition.objects.values_list("slug", flat=True):
        for item in answer_index(slug):
            parts = AskedParts(slug, item.cell.compared, item.cell.outcome, item.window, item.route)
            found = find_answer(answer_index(slug), parts)
            assert found
            assert (found.window, found.route, found.cell.compared) == (item.window, item.route, item.cell.compared)
            seen += 1
    assert seen > 100


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("ozone v steroid for a slipped disc at 6 months", "ozone-v-steroid-pain-intermediate-intradiscal"),
        ("is ozone better than physiotherapy for a slipped disc?", "ozone-v-physiotherapy-pain-short-intradiscal"),
        ("disability, ozone on top of cortisone, herniated disk", "add-on-to-steroid-disability-short-epidural"),
        (
            "paravertebral ozone v steroid, disc herniation, MacNab, half a year",
            "ozone-v-steroid-success-macnab-intermediate-paravertebral",
        ),
    ],
)
def test_question_in_words_leads_to_its_finding(client: Client, text: str, href: str) -> None:
    found = answer_href(asked(text))
    assert found == reverse("finding", args=[HERNIATION, href])
    assert client.get(found).status_code == HTTPStatus.OK
    page = read(client.get("/ask/", {"q": text}))
    assert any(link["href"] == found for link in page.links)


def test_nothing_says_how_far_the_trials_go() -> None:
    assert told(asked("ozone v steroid for sciatica")) == (
        "No randomised trial here gave ozone instead of a steroid injection in sciatica."
    )
    assert told(asked("ozone v steroid, sacroiliac joint pain")) == (
        "No randomised trial here isolates ozone in sacroiliac joint pain."
    )
    assert told(asked("ozone on top of steroid for sciatica, pain")) == (
        "2 randomised trials gave ozone on top of a steroid injection in sciatica. "
        "Pain: no result in the text read (two trials)."
    )
    assert told(asked("ozone v surgery, slipped disc, surgery avoided")) == (
        "1 randomised trial gave ozone instead of disc surgery in lumbar disc herniation. "
        "Surgery: no comparison: the comparator is an operation."
    )
    assert told(asked("ozone v steroid, pain at 5 years, slipped disc")) == (
        "The texts read of randomised trials give no result of pain at that time (over 105 weeks) for ozone instead of "
        "a steroid injection in lumbar disc herniation."
    )
    assert told(asked("quality of life, ozone for back pain")) == (
        "Quality of life: no result in the text read (31 trials)."
    )


def test_unusable_answer_says_its_state_and_no_size() -> None:
    found = asked("ozone v surgery for a herniated disc").answer
    assert found
    assert found.answer
    assert found.answer.cell.estimate is None
    assert str(found.answer.sentence) == "A printed direction or P only (one trial)."
    assert [link.name for link in found.not_randomised]


# Words become a question in Python; the tests of answers read its rows on both databases.
@pytest.mark.one_database
def test_nearest_rows_say_what_differs_and_lead_to_pages(client: Client) -> None:
    page = asked("intradiscal ozone v steroid, pain at 1 month, slipped disc")
    assert page.answer
    differs = [row.differs for row in page.answer.near]
    assert differs[0] == "another time: 6 months"
    assert any(text.startswith("another outcome: ") for text in differs)
    assert any(text.startswith("another comparison: ") for text in differs)
    for row in page.answer.near:
        assert client.get(row.cell.href).status_code == HTTPStatus.OK


def test_trials_of_one_condition_are_told_once_and_not_again_of_those_above_it() -> None:
    page = asked("ozone v steroid for sciatica, pain")
    assert page.answer
    titles = [row.title for row in page.answer.near]
    assert titles[0] == ("another condition: lumbar disc herniation; the same in lumbar disc disorders and back pain")
    assert titles[1] == "another condition: degenerative disc disease"
    own = asked("ozone v steroid for a slipped disc, pain")
    assert own.answer
    assert not [row for row in own.answer.near if "wider" in row.title]
    assert len(asked("is ozone better than surgery for a slipped disc").answer.not_randomised) == 2


def test_words_that_are_not_understood_are_said_and_an_unknown_condition_is_not_answered(client: Client) -> None:
    page = read(client.get("/ask/", {"q": "ozone v steroid for a slipped disc in <b>dogs</b>"}))
    assert "Not understood: “b” , “dogs” . What follows says nothing of it." in page.text.replace(" ,", " ,")
    knee = asked("ozone v steroid for knee pain")
    assert knee.answer is None
    assert knee.understood
    assert knee.understood.refusals == ("No condition is understood, and “knee” may be one. Choose a condition above.",)


def test_without_a_condition_the_widest_is_taken_and_said(client: Client) -> None:
    text = read(client.get("/ask/", {"q": "ozone v steroid, pain"})).text
    assert "No condition is named: the widest is taken." in text
    assert "Everything on back pain" in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ozone v no treatment for back pain", "“no treatment” is no comparison that is kept here"),
        ("is steroid better than surgery", "Neither side of “steroid than surgery” is ozone."),
        ("steroid v sham for sciatica", "Neither side of “steroid v sham” is ozone."),
        ("ozone and steroid v sham for sciatica", "In “ozone and steroid v sham” more than ozone differs"),
        ("ozone v magic for sciatica", "What ozone is compared with is not understood: “magic”."),
        ("intradiscal ozone v paravertebral ozone for sciatica", "Ozone is on both sides of “ozone v ozone”"),
        ("臭氧治疗", "Questions are read in English."),
    ],
)
def test_a_comparison_that_says_nothing_of_ozone_is_refused(client: Client, text: str, sentence: str) -> None:
    page = read(client.get("/ask/", {"q": text}))
    assert sentence in page.text
    assert "The nearest" not in page.text


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("ozone v TENS for back pain", ["Counted with it: TENS."]),
        ("ozone v oxygen for back pain", ["Counted with it: oxygen."]),
        ("ozone v steroid and lidocaine for back pain", []),
        ("ozone v cortisone for back pain", []),
        ("ozone v surgery for back pain", []),
        ("ozone on top of medication for back pain", ["Counted with it: medication."]),
    ],
)
def test_treatment_that_is_counted_with_another_is_said(text: str, notes: list[str]) -> None:
    understood = asked(text).understood
    assert understood
    (comparison,) = (part for part in understood.parts if part.field.name == "comparison")
    assert [note.text for note in comparison.notes] == notes


def test_part_chosen_by_hand_stands_in_place_of_the_words(client: Client) -> None:
    words = "ozone v steroid for sciatica at 2 years"
    page = asked(words, condition=HERNIATION, window="")
    assert answer_href(page).startswith(f"/conditions/{HERNIATION}/findings/ozone-v-steroid")
    assert page.understood
    assert [part.words for part in page.understood.parts][:2] == ["chosen by hand", "ozone v steroid"]
    assert asked(words, condition="").understood.refusals == ("No condition is chosen. Choose one above.",)
    for name in ("condition", "comparison", "outcome", "window", "route"):
        response = client.get("/ask/", {"q": words, name: "joy"})
        assert response.status_code == HTTPStatus.BAD_REQUEST
        assert "is not one of the available choices" in read(response).text


def test_serious_harm_is_counted_and_not_compared(client: Client) -> None:
    page = read(client.get("/ask/", {"q": "is ozone safe for a slipped disc?"}))
    assert "1 died and serious harm of 4 others on record after ozone" in page.text
    assert reverse("condition-harms", args=[HERNIATION]) in {link["href"] for link in page.links}
    none = told(asked("side effects of ozone in sciatica"))
    assert none == "Serious harm: none on record, which is not safety."


def test_without_a_comparison_each_has_a_row_of_the_time_and_the_route() -> None:
    page = asked("epidural ozone for a slipped disc, pain at 1 month")
    assert page.answer
    assert [row.cell.compared for row in page.answer.near] == [compared_of("add-on-to-steroid")]
    assert told(asked("epidural ozone for a slipped disc, pain at 5 years")).startswith("The texts read")


@pytest.mark.parametrize("text", ["\x00", "x" * 301, "ozone " * 60])
def test_question_that_cannot_be_read_is_refused_with_a_sentence(client: Client, text: str) -> None:
    response = client.get("/ask/", {"q": text})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    page = read(response)
    assert "A question has at most 300 characters" in page.text or "Null characters are not allowed" in page.text


# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
@pytest.mark.one_database
@A_SHARE
def test_every_real_question_and_example_gives_a_page_without_faults(client: Client, share: float) -> None:
    for text in ("", *EXAMPLES):
        response = client.get("/ask/", {"q": text})
        assert response.status_code == HTTPStatus.OK
        assert markup_errors(read(response)) == [], text
    for text, _ in drawn(real_questions(), share):
        page = asked(text)
        assert page.understood
        assert page.answer is not None or page.understood.refusals, text


def test_key_of_a_comparison_can_be_read_back() -> None:
    cells = [cell for overview in every_overview().overviews for cell in overview.compared]
    assert {compared_of(key_of(cell.compared)) for cell in cells} == {cell.compared for cell in cells}
    assert compared_of("add-on-to-procedure+joy") is None
    assert compared_of("joy") is None
    assert isinstance(compared_of("ozone-v-mixture+steroid+medication"), ComparedWith)


def test_outcome_that_is_not_said_is_the_first_with_a_figure() -> None:
    page = asked("ozone on top of acupuncture for a slipped disc")
    assert page.answer
    assert page.answer.answer
    assert page.answer.answer.cell.outcome is CriticalOutcome.SUCCESS


def test_value_that_does_not_exist_is_refused() -> None:
    with pytest.raises(QueryParameterError):
        asked("ozone v sham", window="joy")
