"""Whatever is typed, the checks answer: they never fail, and what they say holds together."""

import re
from math import inf, nan
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from studies.checks.registry import ALL_CHECKS, CHECKS, ONE_RESULT, check_numbers, find
from studies.choices import PoolMeasure
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.rows import ResultRow
from tests.extreme_numbers import numbers
from tests.rows import MACNAB, NRS, ODI, VAS, a_pool
from tests.studies.checks.rows import OZONE, STEROID, a_contrast, a_result, a_trial

# What a form lets through, and what it should not: a check is no place to fall over.
NUMBERS = st.none() | numbers | st.sampled_from([inf, -inf, nan])
FINITE = st.none() | numbers
PEOPLE = st.none() | st.integers(0, 40) | st.integers(0, 5000)
NOT_A_NUMBER = re.compile(r"\b(inf|nan)\b")
WORDS = st.text(max_size=30) | st.sampled_from(["6 months", "9" * 400 + " years", "week 0", "1 vs 2", "٣ months"])


NUMBER_FIELDS = (
    *("mean", "sd", "se", "ci_low", "ci_high", "median", "q1", "q3", "minimum", "maximum"),
    *("weeks", "percent", "scale_min", "scale_max"),
)


@st.composite
def results(draw: st.DrawFn) -> ResultRow:
    return a_result(
        draw(st.sampled_from([OZONE, STEROID]))._replace(n_analysed=draw(PEOPLE)),
        measure=draw(st.sampled_from([VAS, ODI, MACNAB, NRS])),
        n=draw(PEOPLE),
        events=draw(PEOPLE),
        events_derived=draw(st.none() | st.booleans()),
        ci_level=draw(st.none() | st.sampled_from([90.0, 95.0, 99.0, 0.0, -5.0, 150.0, 1e-310])),
        is_change=draw(st.booleans()),
        timepoint_label=draw(WORDS),
        part=draw(st.sampled_from(["", "disc"])),
        **{name: draw(NUMBERS) for name in NUMBER_FIELDS},
    )


@st.composite
def studies(draw: st.DrawFn) -> ReportedStudy:
    rows = draw(st.lists(results(), max_size=5))
    # Two arms, at one time.
    if len(rows) > 1 and draw(st.booleans()):
        rows[0] = rows[0]._replace(arm=OZONE, part="")
        rows[1] = rows[1]._replace(arm=STEROID, part="", measure=rows[0].measure, weeks=rows[0].weeks)
    contrast = a_contrast(
        measure=rows[0].measure if rows else VAS,
        weeks=rows[0].weeks if rows else 4,
        p_value=draw(st.none() | st.floats(0, 1) | numbers),
        p_relation=draw(st.sampled_from(["", "=", "<", ">", "not-stated"])),
        estimate=draw(FINITE),
        ci_low=draw(FINITE),
        ci_high=draw(FINITE),
        printed_form=draw(st.sampled_from(["means", "proportions", "p-only"])),
        direction=draw(st.sampled_from(["not-stated", "favours-ozone", "no-difference"])),
        result_text=draw(WORDS),
    )
    pool = a_pool(
        effect_measure=draw(st.sampled_from(PoolMeasure)),
        estimate=draw(numbers),
        ci_low=draw(FINITE),
        ci_high=draw(FINITE),
        p_relation="=",
        p_value=draw(FINITE),
    )
    return a_trial(
        *rows,
        arms=(OZONE._replace(concentration_low=draw(FINITE), concentration_high=draw(FINITE)), STEROID),
        contrasts=(contrast,),
        pools=(pool,),
        n_randomised=draw(PEOPLE),
        pct_female=draw(FINITE),
        max_followup_weeks=draw(FINITE),
    )


def side_by_side(first: ResultRow, second: ResultRow, **printed: Any) -> ReportedStudy:
    """Two arms at one time, with the difference printed of them."""
    return a_trial(first, second, contrasts=(a_contrast(measure=first.measure, **{"p_value": 0.03} | printed),))


def of_one_pool(**values: Any) -> ReportedStudy:
    return a_trial(pools=(a_pool(effect_measure=PoolMeasure.RR, **values),))


@given(results())
def test_one_result_never_fails_a_check(result: ResultRow) -> None:
    for found in check_numbers(result):
        assert found.check in ALL_CHECKS
        assert found.sentence
        assert found.arithmetic
        assert not NOT_A_NUMBER.search(f"{found.sentence} {found.arithmetic}")


@given(studies())
# A ratio that vanished, and was divided by.
@example(a_trial(a_result(mean=1.2e-38), a_result(STEROID, mean=1e300)))
@example(a_trial(a_result(mean=1e-310), a_result(STEROID, mean=1e-30), a_result(mean=1e30, weeks=8)))
# A P that vanished, and whose logarithm was asked for.
@example(side_by_side(a_result(mean=2, sd=0.01, n=20), a_result(STEROID, mean=8, sd=0.01, n=20)))
# Squares and fourth powers that overflowed, or vanished.
@example(side_by_side(a_result(mean=2, sd=1e155, n=20), a_result(STEROID, mean=8, sd=1e155, n=20)))
@example(side_by_side(a_result(mean=2, se=1e80, n=20), a_result(STEROID, mean=8, se=1e80, n=20)))
@example(side_by_side(a_result(mean=2, se=1e-310, n=20), a_result(STEROID, mean=8, se=1e-310, n=20)))
@example(a_trial(a_result(weeks=0, mean=1, sd=1e155, n=9), a_result(STEROID, weeks=0, mean=2, sd=1e155, n=9)))
@example(a_trial(a_result(weeks=0, mean=1, sd=1e-100, n=9), a_result(STEROID, weeks=0, mean=2, sd=1e-100, n=9)))
# An interval of which no error follows: of one person, of a level that is none.
@example(side_by_side(a_result(mean=2, ci_low=1, ci_high=3, ci_level=95, n=1), a_result(STEROID, mean=2, se=1, n=9)))
@example(a_trial(a_result(mean=2, sd=1, ci_low=1, ci_high=3, ci_level=150, n=20)))
@example(a_trial(a_result(mean=2, ci_low=1, ci_high=3, ci_level=1e-310, n=20)))
# More people, or fewer than none, with the outcome than people.
@example(side_by_side(*(a_result(arm, measure=MACNAB, percent=300, n=10) for arm in (OZONE, STEROID))))
@example(side_by_side(*(a_result(arm, measure=MACNAB, percent=-50, n=10) for arm in (OZONE, STEROID))))
@example(a_trial(a_result(measure=MACNAB, percent=1.7e308, n=40)))
# An SD and an SE whose ratio vanished; a ratio with a limit of zero.
@example(a_trial(a_result(mean=2, sd=1e300, se=1e-300, n=20)))
@example(a_trial(a_result(mean=2, sd=5e-324, se=1, n=20)))
@example(of_one_pool(estimate=1.0, ci_low=1.0, ci_high=0.0))
# What came out infinite, and was printed.
@example(of_one_pool(estimate=1e30, ci_low=1e30, ci_high=1e300))
@example(side_by_side(a_result(mean=1.7e308), a_result(STEROID, mean=-1.7e308), estimate=50.0, printed_form="means"))
@example(a_trial(a_result(weeks=0, mean=5e-324), a_result(mean=1.7e308)))
@example(a_trial(a_result(mean=1, se=1.7e308, n=40)))
@example(a_trial(a_result(mean=1, se=5e-324, n=40), a_result(STEROID, mean=1, se=1, n=40)))
@example(a_trial(a_result(timepoint_label="9" * 400 + " years")))
def test_a_study_never_fails_a_check_and_finds_the_same_twice(study: ReportedStudy) -> None:
    others = ReferenceValues(
        spreads={("pain", False): {"a": 0.1, "b": 0.2, "c": 0.2}}, control_rates={"a": 0.5, "b": 0.6, "c": 0.7}
    )
    found = list(find(study, others))
    assert [each.fingerprint for each in found] == [each.fingerprint for each in find(study, others)]
    assert not any(NOT_A_NUMBER.search(f"{each.sentence} {each.arithmetic}") for each in found)


def test_every_check_has_a_unique_name_that_fits_its_column() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 and check.description.endswith(".") for name, check in zip(names, CHECKS, strict=True))


def test_checks_of_one_result_are_among_all_checks() -> None:
    assert set(ONE_RESULT) < set(CHECKS)
