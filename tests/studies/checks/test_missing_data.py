"""What is missing, noted once for each outcome."""

import pytest

from studies.choices import Kind, ReadAs, Severity
from tests.rows import MACNAB, ODI, a_harm, a_pool
from tests.studies.checks.rows import OZONE, SOURCE, STEROID, a_contrast, a_result, a_trial, found_in

WHOLE = {"mean": 3.4, "sd": 1.9, "n": 40}


def test_a_whole_result_lacks_nothing() -> None:
    assert found_in(a_trial(a_result(OZONE, **WHOLE), a_result(STEROID, **{**WHOLE, "mean": 4.6}))) == {}


@pytest.mark.parametrize("missing", ["source_url", "locator"])
def test_every_number_says_where_it_was_read(missing: str) -> None:
    rows = (a_result(**WHOLE), a_result(STEROID, **{**WHOLE, "mean": 4.6}, **{missing: ""}))
    harm = a_harm(key="harm", **{**SOURCE, missing: ""})
    found = found_in(a_trial(*rows))["no-place-read"]
    assert (found.severity, found.arithmetic) == (Severity.WARNING, "1 of 2 results")
    assert "no-place-read" in found_in(a_trial(harms=(harm,)))
    assert "no-place-read" in found_in(a_trial(contrasts=(a_contrast(**{missing: ""}),)))


@pytest.mark.parametrize(
    ("read_as", "is_noted"), [(ReadAs.NEWS, True), (ReadAs.SECONDARY, True), (ReadAs.ABSTRACT, False)]
)
def test_secondary_account_is_noted(read_as: ReadAs, is_noted: bool) -> None:
    assert ("read-second-hand" in found_in(a_trial(read_as=read_as))) is is_noted


@pytest.mark.parametrize(
    ("values", "check"),
    [
        ({"sd": None}, "means-without-spread"),
        ({"n": None}, "figures-without-people"),
        ({"weeks": None}, "times-not-in-weeks"),
        ({"mean": None}, "no-number"),
        ({"outcome_name": "leg pain, percent change"}, "percent-change"),
    ],
)
def test_what_a_result_lacks_is_a_note(values: dict[str, object], check: str) -> None:
    found = found_in(a_trial(a_result(**WHOLE | values)))
    assert found[check].severity is Severity.NOTE


def test_an_interval_of_known_level_is_a_spread() -> None:
    common = {"mean": 3.4, "ci_low": 2.8, "ci_high": 4.0, "n": 40}
    assert "means-without-spread" in found_in(a_trial(a_result(**common)))
    assert "means-without-spread" not in found_in(a_trial(a_result(**common, ci_level=95)))


def test_what_gives_a_pool_its_spread_is_a_spread() -> None:
    for printed in ({"q1": 2, "q3": 5}, {"minimum": 0, "maximum": 9}):
        assert "means-without-spread" in found_in(a_trial(a_result(mean=3.4, **printed)))
        assert "means-without-spread" not in found_in(a_trial(a_result(mean=3.4, n=40, **printed)))


def test_one_note_an_outcome_not_one_a_row() -> None:
    rows = [a_result(mean=mean, n=40, weeks=mean) for mean in (2, 3, 4)]
    found = found_in(a_trial(*rows, a_result(measure=ODI, mean=30, n=40)))
    assert found["means-without-spread"].arithmetic.startswith("1 result")
    assert found_in(a_trial(*rows))["means-without-spread"].arithmetic.startswith("3 results")


def test_the_arm_that_is_not_reported_is_named() -> None:
    found = found_in(a_trial(a_result(OZONE, measure=MACNAB, events=58, n=77)))["one-arm-only"]
    assert (found.arm, found.sentence) == (STEROID.id, "Not reported of Steroid.")
    assert "one-arm-only" not in found_in(a_trial(a_result(OZONE, **WHOLE), arms=(OZONE,)))
    other_stratum = STEROID._replace(stratum="disc")
    assert "one-arm-only" not in found_in(a_trial(a_result(OZONE, **WHOLE), arms=(OZONE, other_stratum)))


def test_a_controlled_study_without_a_figure() -> None:
    assert "nothing-read" in found_in(a_trial())
    assert "nothing-read" not in found_in(a_trial(arms=(OZONE,)))
    assert "nothing-read" not in found_in(a_trial(harms=(a_harm(**SOURCE),)))
    assert "nothing-read" not in found_in(a_trial(kind=Kind.REVIEW))


def test_a_pool_without_an_interval() -> None:
    assert "pool-without-interval" in found_in(a_trial(pools=(a_pool(estimate=3.9),)))
    assert "pool-without-interval" not in found_in(a_trial(pools=(a_pool(estimate=3.9, ci_low=3, ci_high=5),)))
