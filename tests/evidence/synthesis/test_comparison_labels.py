"""The words in which answers name what was compared, received and when."""

import pytest

from evidence.synthesis.comparison_labels import COMPARISON_WORDS, comparison_words, time_label, treatment_text
from studies.choices import ComponentName, Family
from studies.reported.comparisons import Comparison, components


def test_every_comparison_that_isolates_ozone_has_its_words_and_no_other() -> None:
    assert set(COMPARISON_WORDS) == {comparison for comparison in Comparison if comparison.isolates_ozone}


@pytest.mark.parametrize("comparison", [item for item in Comparison if item.value.startswith("add-on")])
def test_an_add_on_is_always_titled_on_top_of(comparison: Comparison) -> None:
    words = COMPARISON_WORDS[comparison]
    assert words.heading.startswith("On top of")
    assert words.with_ozone.startswith("ozone on top of")
    assert words.without_ozone.endswith("without ozone")


def test_an_add_on_to_one_procedure_is_titled_on_top_of_it() -> None:
    words = comparison_words(Comparison.ADD_ON_PROCEDURE, frozenset({ComponentName.RADIOFREQUENCY}))
    assert (words.heading, words.with_ozone, words.without_ozone) == (
        "On top of radiofrequency",
        "ozone on top of radiofrequency",
        "radiofrequency without ozone",
    )


@pytest.mark.parametrize(
    ("families", "heading"),
    [
        ({Family.STEROID, Family.MEDICATION}, "Instead of steroid and medication"),
        ({Family.PROCEDURE, Family.STEROID}, "Instead of steroid and another procedure"),
        ({Family.UNNAMED_INJECTION}, "Instead of an injection of unnamed drugs"),
    ],
)
def test_each_mixture_has_its_own_heading(families: set[Family], heading: str) -> None:
    assert comparison_words(Comparison.MIXTURE, frozenset(families)).heading == heading


def test_what_an_arm_received_names_ozone_first_and_vehicles_last() -> None:
    arm = components(["oxygen", "local-anaesthetic", "steroid", "ozone"])
    assert treatment_text(arm) == "ozone, steroid, local anaesthetic and oxygen"


def test_nothing_received_has_no_words() -> None:
    assert treatment_text(components([])) == ""


@pytest.mark.parametrize(
    ("weeks", "label", "words"),
    [
        (26.07, "6 months", "6 months"),
        (12, "end of follow-up (mean 12 weeks)", "12 weeks"),
        (None, "Immediately after", "immediately after treatment"),
        (None, "final", "a time not stated"),
    ],
)
def test_a_time_is_written_in_weeks_or_months_else_as_printed(weeks: float | None, label: str, words: str) -> None:
    assert time_label(weeks, label) == words
