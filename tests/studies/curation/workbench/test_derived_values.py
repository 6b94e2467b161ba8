"""What follows from one row, with its rule; by the same order as the synthesis."""

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studies.choices import OutcomeDomain
from studies.curation.workbench.derived_values import derived_from
from studies.models import OutcomeMeasure
from tests.extreme_numbers import numbers

PAIN = OutcomeMeasure(name="Pain", domain=OutcomeDomain.PAIN, range_min=0, range_max=10)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        # Handbook 6.5.2.2: SE times root n.
        ({"mean": 3, "se": 0.5, "n": 36}, "SD 3.00 (SD from SE, rule 6.5.2.2)."),
        # Wan 2014, equation 16; Luo 2018, equation 11.
        ({"median": 5, "q1": 4, "q3": 6, "n": 50}, "SD 1.53 (SD from quartiles, Wan 2014)."),
        ({"median": 5, "q1": 4, "q3": 6, "n": 50}, "mean 5.00 (mean from quartiles, Luo 2018)."),
        ({"events": 34, "n": 60}, "56.7% (34 of 60)."),
        ({"percent": 56.7, "n": 60}, "34.0 people (56.7% of 60): type a count only as printed."),
        ({"mean": 3.2, "sd": 1}, "32.0 on 0 to 100 (printed on 0 to 10)."),
        ({"timepoint_label": "3 months"}, "“3 months” is 13.035 weeks: type that under weeks"),
        ({"timepoint_label": "3 months", "weeks": 4.0}, "“3 months” would be 13.035 weeks; 4 are typed."),
        ({"timepoint_label": "discharge", "weeks": 4.0}, "Stands at 4 weeks."),
        ({"mean": 3, "se": -1, "n": 20}, "No SD follows: A standard error is never negative; -1 was given."),
    ],
)  # fmt: skip
def test_what_follows_is_said_with_its_rule(said: dict[str, Any], sentence: str) -> None:
    assert any(each.startswith(sentence) for each in derived_from(said, PAIN))


def test_what_is_printed_is_not_derived() -> None:
    said = {
        "mean": 3,
        "sd": 1,
        "se": 0.2,
        "n": 25,
        "timepoint_label": "3 months",
        "weeks": 13.0,
        "scale_max": 100,
        "scale_min": 0,
    }

    assert derived_from(said, PAIN) == ["Scale 0 to 100."]


def test_interval_of_unknown_level_gives_no_spread() -> None:
    assert derived_from({"mean": 3, "ci_low": 2, "ci_high": 4, "n": 30}, None) == []


def test_scale_that_nobody_knows_is_asked_for() -> None:
    said = derived_from({"median": 3}, OutcomeMeasure(name="Other", domain=OutcomeDomain.OTHER))

    assert said == ["The ends of the scale are not known: type them, if they are printed."]


TYPED = ("mean", "se", "ci_low", "ci_high", "ci_level", "median", "q1", "q3", "minimum", "maximum", "percent", "weeks")


@given(
    st.dictionaries(st.sampled_from((*TYPED, "scale_min", "scale_max")), numbers),
    st.sampled_from((1, 2, 20, 2_000_000_000, 10**400)),
    st.none() | numbers,
)
@example({"se": 1e30}, 20, 10.0)  # more digits than a decimal number usually has
@example({"percent": 1.7e308}, 20, 10.0)
@example({"mean": 1e300}, 20, 1e-310)
@example({"ci_low": 1.0, "ci_high": 2.0, "ci_level": 95.0}, 10**400, 10.0)
def test_whatever_is_typed_what_follows_is_finite_or_refused(
    said: dict[str, float], people: int, top: float | None
) -> None:
    measure = OutcomeMeasure(name="Pain", domain=OutcomeDomain.PAIN, range_min=0, range_max=top)
    for sentence in derived_from({**said, "n": people, "timepoint_label": "9" * 400 + " weeks"}, measure):
        assert not re.search(r"\b(inf|nan)\b", sentence)
