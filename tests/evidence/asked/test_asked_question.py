"""Questions in real words: each part that is understood, what is not, and what no question may become."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from evidence.asked.asked_comparison import ComparisonFault
from evidence.asked.asked_question import AskableCondition, AskedQuestion, make_lexicon, read_question
from evidence.asked.lexicon import Lexicon
from evidence.asked.spelling import corrected_question
from studies.choices import ComponentName, CriticalOutcome, RouteGroup
from studies.reported.comparisons import Comparison, in_order
from studies.reported.windows import Window
from studies.search.synonyms import SynonymSet

DATA_SET = Path(settings.BASE_DIR) / "fixtures" / "evidence"
QUESTIONS = Path(__file__).with_name("real_questions.txt")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA_SET / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def real_lexicon() -> Lexicon:
    """The conditions and synonyms of the data set."""
    parents = {row["slug"]: row["parent"] for row in rows("conditions.csv")}

    def above(slug: str) -> tuple[str, ...]:
        return (parents[slug], *above(parents[slug])) if parents[slug] else ()

    conditions = [
        AskableCondition(row["slug"], (row["name"], row["plain_name"]), above(row["slug"]))
        for row in rows("conditions.csv")
    ]
    return make_lexicon(conditions, SynonymSet.from_lines(row["words"] for row in rows("synonyms.csv")))


LEXICON = real_lexicon()


def asked(text: str) -> AskedQuestion:
    return read_question(text, LEXICON)


def real_questions() -> list[tuple[str, str]]:
    """Each question with its parts, as the file has them."""
    lines = [line for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(question, parts.strip()) for question, parts in zip(lines[::2], lines[1::2], strict=True)]


def written(question: AskedQuestion) -> str:
    """The parts of a question as the file writes them."""
    comparison = ""
    if found := question.comparison:
        base = in_order(found.compared.base) if found.compared else ()
        names = [found.compared.comparison.value, *(name.value for name in base)] if found.compared else []
        comparison = "+".join(names) or f"({found.fault.value})"
        comparison += " (assumed)" if found.is_assumed else ""
    parts = (question.outcome, question.window, question.route)
    values = [part.value.value if part else "" for part in parts]
    condition = question.condition.value if question.condition else ""
    return f"=> {' | '.join([condition, comparison, *values, '; '.join(question.unknown)])}".rstrip()


def test_real_questions_have_these_parts() -> None:
    assert [(question, written(asked(question))) for question, _ in real_questions()] == real_questions()


def test_table_of_real_questions_is_long_and_has_every_part() -> None:
    questions = [asked(question) for question, _ in real_questions()]
    assert len(questions) > 80
    assert {item.condition.value for item in questions if item.condition} >= {"sciatica", "lumbar-disc-herniation"}
    faults = {item.comparison.fault for item in questions if item.comparison}
    assert faults == {None, *ComparisonFault}
    compared = {
        item.comparison.compared.comparison for item in questions if item.comparison and item.comparison.compared
    }
    assert compared >= {item for item in Comparison if item.isolates_ozone} - {
        Comparison.MIXTURE,
        Comparison.ADD_ON_LOCAL_ANAESTHETIC,
    }
    assert {item.window.value for item in questions if item.window} == set(Window) - {Window.NOT_STATED}


def test_each_condition_is_known_by_its_name_and_its_everyday_name() -> None:
    for row in rows("conditions.csv"):
        if row["slug"] not in ("other", "lumbar-disc-disorders"):
            for name in (row["name"], row["plain_name"]):
                found = asked(f"ozone for {name}").condition
                assert found, name
                assert found.value == row["slug"], name


def test_every_label_of_an_outcome_and_a_route_is_known() -> None:
    for outcome in CriticalOutcome:
        found = asked(f"ozone for sciatica: {outcome.label}").outcome
        assert found, outcome
        assert found.value is outcome
    for route in set(RouteGroup) - {RouteGroup.NOT_STATED}:
        for word in route.label.split(" or ")[0].split()[:1]:
            place = asked(f"{word} ozone for sciatica").route
            assert place, route
            assert place.value is route


@pytest.mark.parametrize(
    ("time", "window"),
    [
        ("1 day", Window.IMMEDIATE),
        ("two weeks", Window.IMMEDIATE),
        ("3 months", Window.SHORT),
        ("12-week", Window.SHORT),
        ("half a year", Window.INTERMEDIATE),
        ("26 weeks", Window.INTERMEDIATE),
        ("a year", Window.LONG),
        ("24 months", Window.LONG),
        ("more than 2 years", Window.LATER),
        ("long term", Window.LONG),
        ("short-term", Window.SHORT),
        ("1,5 years", Window.LONG),
        ("6mo", Window.INTERMEDIATE),
    ],
)
def test_words_of_time_are_bands_of_time(time: str, window: Window) -> None:
    found = asked(f"ozone v sham for sciatica, {time}")
    assert found.window
    assert found.window.value is window
    assert found.unknown == ()


def test_age_and_number_of_sessions_are_no_time() -> None:
    for words in ("in 60-year-olds", "60 years old", "5 sessions"):
        found = asked(f"ozone v sham for sciatica {words}")
        assert found.window is None, words
        assert found.unknown, words


def test_further_values_are_kept_beside_the_first() -> None:
    found = asked("ozone v steroid v sham for sciatica or a slipped disc: pain and disability at 6 months and 2 years")
    assert found.condition
    assert found.comparison
    assert found.outcome
    assert found.window
    assert (found.condition.value, found.condition.others) == ("sciatica", ("lumbar-disc-herniation",))
    assert (found.comparison.further, found.comparison.others) == (("sham",), {ComponentName.STEROID})
    assert found.outcome.others == (CriticalOutcome.DISABILITY,)
    assert (found.window.value, found.window.others) == (Window.INTERMEDIATE, (Window.LONG,))


def test_a_condition_says_more_than_the_one_that_gathers_it() -> None:
    for text in ("ozone for back pain with sciatica", "sciatica and back pain, ozone"):
        found = asked(text).condition
        assert found
        assert (found.value, found.others) == ("sciatica", ("back-pain",))


def test_route_of_the_other_treatment_is_no_route_of_ozone() -> None:
    found = asked("intradiscal ozone v transforaminal steroid for sciatica")
    assert found.route
    assert (found.route.value, found.elsewhere) == (RouteGroup.INTRADISCAL, ("transforaminal",))
    assert asked("ozone v steroid epidural for sciatica").route is None
    assert asked("epidural ozone v steroid for sciatica").elsewhere == ()


def test_treatment_without_a_way_is_taken_as_the_other_side_and_says_so() -> None:
    found = asked("ozone steroid sciatica").comparison
    assert found
    assert found.is_assumed
    assert found.compared
    assert found.other
    assert (found.compared.comparison, found.other.comparison) == (Comparison.STEROID, Comparison.ADD_ON_STEROID)


def test_several_treatments_on_one_side_are_a_mixture_or_their_own_procedure() -> None:
    for text, key in (
        ("ozone v steroid and physiotherapy", "ozone-v-mixture+steroid+physiotherapy"),
        ("ozone on top of laser", "add-on-to-procedure+laser"),
        ("lidocaine with ozone v lidocaine", "add-on-to-local-anaesthetic"),
    ):
        assert written(asked(f"{text} for sciatica")).split(" | ")[1] == key


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("not sciatica", "not sciatica"),
        ("ozone except disc herniation", "except disc herniation"),
        ("low back pain without sciatica", "without sciatica"),
        ("ozone without steroid for sciatica", "without steroid"),
        ("ozone for sciatica, not epidural", "not epidural"),
    ],
)
def test_what_is_left_out_is_no_part_and_is_said(text: str, excluded: str) -> None:
    found = asked(text)
    assert (found.excluded, found.comparison, found.route, found.unknown) == ((excluded,), None, None, ())
    assert found.condition is None or found.condition.words not in excluded


@pytest.mark.parametrize(
    "text", ["is ozone not better than steroid", "steroid without ozone v ozone", "low back pain without a known cause"]
)
def test_a_word_that_leaves_nothing_out_excludes_nothing(text: str) -> None:
    assert asked(text).excluded == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("does ozone work", True),
        ("is ozone therapy effective?", True),
        ("what is ozone", False),
        ("how much ozone should I inject", False),
        ("does it work", False),
    ],
)
def test_ozone_alone_is_a_question_where_its_effect_is_asked(text: str, asks: bool) -> None:
    assert asked(text).is_understood is asks


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("dos ozone help siatica", "dos ozone help sciatica"),
        ("ozone v steriods for herniatd disc", "ozone v steroid for herniated disc"),
        ("ozone vs physioterapy, bak pain", "ozone vs physiotherapy, bak pain"),
        ("ozone for knee pain", ""),
        ("ozone for cancer", ""),
        ("ozone for foot pain", ""),
        ("ozone v steroid for sciatica in dogs", ""),
    ],
)
def test_a_word_a_letter_away_is_corrected_and_a_right_one_is_not(text: str, corrected: str) -> None:
    assert corrected_question(asked(text), LEXICON) == corrected


def test_a_question_that_does_not_name_ozone_says_so() -> None:
    for text, names_ozone in (("does exercise help back pain", False), ("ozone v exercise", True)):
        found = asked(text).comparison
        assert found
        assert found.names_ozone is names_ozone


def test_two_sides_stand_in_either_order() -> None:
    for text in ("steroid v ozone", "ozone v steroid", "compare ozone with steroid", "is steroid better than ozone"):
        assert written(asked(f"{text} for sciatica")).split(" | ")[1] == "ozone-v-steroid"


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error_and_no_word_of_it_is_invented(text: str) -> None:
    found = asked(text)
    kept = "".join(text.split())
    for words in found.unknown:
        for word in words.split():
            assert word in kept or word in ("plus", "and")
