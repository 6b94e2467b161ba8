"""The words in which answers name what was compared, received and when."""

import pytest

from evidence.synthesis.comparison_labels import COMPARISON_WORDS, time_label, treatment_text
from studies.reported.comparisons import Comparison, components


def test_every_comparison_that_isolates_ozone_has_its_words_and_no_other() -> None:
    assert set(COMPARISON_WORDS) == {comparison for comparison in Comparison if comparison.isolates_ozone}


@pytest.mark.parametrize("comparison", [item for item in Comparison if item.value.startswith("add-on")])
def test_an_add_on_is_always_titled_on_top_of(comparison: Comparison) -> None:
    words = COMPARISON_WORDS[comparison]
    assert words.heading.startswith("On top of")
    assert words.with_ozone.startswith("ozone on top of")
    assert words.without_ozone.endswith("without ozone")


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
