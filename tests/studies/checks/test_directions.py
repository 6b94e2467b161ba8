"""Printed differences against their arms."""

import pytest

from studies.choices import Severity
from tests.rows import MACNAB
from tests.studies.checks.rows import OZONE, STEROID, a_contrast, a_result, a_trial, found_in

LOWER = a_result(OZONE, mean=2.9), a_result(STEROID, mean=4.2)
MORE = a_result(OZONE, measure=MACNAB, events=33, n=40), a_result(STEROID, measure=MACNAB, events=22, n=38)


@pytest.mark.parametrize(
    ("results", "direction", "wrong"),
    [
        (LOWER, "favours-ozone", False),
        (LOWER, "favours-comparator", True),
        (LOWER, "no-difference", False),
        (LOWER, "not-stated", False),
        (MORE, "favours-ozone", False),
        (MORE, "favours-comparator", True),
    ],
)
def test_direction_is_that_of_the_figures(results: tuple, direction: str, wrong: bool) -> None:
    contrast = a_contrast(measure=results[0].measure, direction=direction)
    found = found_in(a_trial(*results, contrasts=(contrast,)))
    assert ("direction-against-arms" in found) is wrong


def test_the_arm_with_ozone_counts_whichever_comes_first() -> None:
    turned = a_contrast(arm_a=STEROID, arm_b=OZONE, direction="favours-ozone")
    assert "direction-against-arms" not in found_in(a_trial(*LOWER, contrasts=(turned,)))


def test_with_ozone_in_both_arms_no_direction_is_wrong() -> None:
    both = a_contrast(arm_b=OZONE._replace(id=2), direction="favours-comparator")
    assert "direction-against-arms" not in found_in(a_trial(*LOWER, contrasts=(both,)))


def test_falls_typed_without_their_minus() -> None:
    def look(first: float, second: float) -> set[str]:
        rows = (a_result(OZONE, mean=first, is_change=True), a_result(STEROID, mean=second, is_change=True))
        return set(found_in(a_trial(*rows, contrasts=(a_contrast(direction="favours-ozone"),))))

    assert "change-without-its-sign" not in look(-5.6, -2.4)
    assert "change-without-its-sign" not in look(-5.6, 0.4)
    # A larger fall is better, whatever its sign: the direction is not called wrong on top of it.
    assert "change-without-its-sign" in look(5.6, 2.4)
    assert "direction-against-arms" not in look(5.6, 2.4)


@pytest.mark.parametrize(
    ("estimate", "expected"), [(-1.3, ""), (-1.25, ""), (1.3, "other sign"), (-2.3, "another one")]
)
def test_a_mean_difference_is_the_difference_of_the_means(estimate: float, expected: str) -> None:
    contrast = a_contrast(printed_form="means", estimate=estimate)
    found = found_in(a_trial(*LOWER, contrasts=(contrast,)))
    assert ("estimate-against-arms" in found) is bool(expected)
    if expected:
        assert expected in found["estimate-against-arms"].sentence


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("mean 2.9 vs 4.2", False),
        ("mean 2.9 (2.3-3.5) v. 4.2 (3.5-4.9), favours ozone", False),
        ("mean 4.2 vs 2.9", True),
        ("mean 2.8 vs 4.2", True),
        ("a fall of 2.9 versus 4.2", False),
        ("difference in mean VAS", False),
    ],
)
def test_the_trial_s_words_name_the_figures_entered(text: str, wrong: bool) -> None:
    found = found_in(a_trial(*LOWER, contrasts=(a_contrast(result_text=text),)))
    assert ("text-against-arms" in found) is wrong


def test_words_about_an_arm_without_a_figure_are_left_alone() -> None:
    found = found_in(a_trial(LOWER[0], contrasts=(a_contrast(result_text="2.9 vs 4.2"),)))
    assert "text-against-arms" not in found


@pytest.mark.parametrize("text", ["280/300 (93.3%) vs 292/300 (97.3%)", "93.3% vs 292/300 (97.3%)"])
def test_people_in_the_words_are_no_percentage(text: str) -> None:
    arms = (
        a_result(OZONE, measure=MACNAB, percent=93.3, events=280, n=300),
        a_result(STEROID, measure=MACNAB, percent=97.3, events=292, n=300),
    )
    assert "text-against-arms" not in found_in(
        a_trial(*arms, contrasts=(a_contrast(measure=MACNAB, result_text=text),))
    )


def test_a_percentage_in_the_words_is_the_one_entered() -> None:
    first = a_result(OZONE, measure=MACNAB, percent=91.7, events=55, n=60)
    contrast = a_contrast(measure=MACNAB, result_text="91.2% vs 78.3%")
    found = found_in(a_trial(first, contrasts=(contrast,)))["text-against-arms"]
    assert found.severity is Severity.WARNING
    assert "gives 91.2 for Ozone; 91.7 is entered" in found.sentence
