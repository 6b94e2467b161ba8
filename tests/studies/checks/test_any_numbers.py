"""Whatever is typed, the checks answer: they never fail, and what they say holds together."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from studies.checks.registry import ALL_CHECKS, CHECKS, ONE_RESULT, check_numbers, find
from studies.reported.checked_rows import ReportedStudy, ResultRow
from studies.reported.reference_values import ReferenceValues
from tests.studies.checks.rows import MACNAB, ODI, OZONE, PAIN, STEROID, a_contrast, a_study

# What a form lets through, and what it should not: a check is no place to fall over.
NUMBERS = st.none() | st.floats(width=32) | st.sampled_from([0.0, -1.0, 10.0, 100.0, 1e308])
FINITE = st.none() | st.floats(width=32, allow_nan=False, allow_infinity=False)
PEOPLE = st.none() | st.integers(0, 5000)
WORDS = st.text(max_size=30) | st.sampled_from(["6 months", "999999999999 years", "week 0", "1 vs 2", "٣ months"])


NUMBER_FIELDS = (
    *("mean", "sd", "se", "ci_low", "ci_high", "median", "q1", "q3", "minimum", "maximum"),
    *("weeks", "percent", "scale_min", "scale_max"),
)


@st.composite
def results(draw: st.DrawFn) -> ResultRow:
    return ResultRow(
        arm=replace(draw(st.sampled_from([OZONE, STEROID])), n_analysed=draw(PEOPLE)),
        measure=draw(st.sampled_from([PAIN, ODI, MACNAB, replace(PAIN, slug="pain-nrs")])),
        n=draw(PEOPLE),
        events=draw(PEOPLE),
        events_derived=draw(st.none() | st.booleans()),
        ci_level=draw(st.none() | st.sampled_from([90.0, 95.0, 99.0])),
        is_change=draw(st.booleans()),
        timepoint_label=draw(WORDS),
        part=draw(st.sampled_from(["", "disc"])),
        **{name: draw(NUMBERS) for name in NUMBER_FIELDS},
    )


@st.composite
def studies(draw: st.DrawFn) -> ReportedStudy:
    rows = draw(st.lists(results(), max_size=5))
    contrast = a_contrast(
        measure=rows[0].measure if rows else PAIN,
        weeks=rows[0].weeks if rows else 4,
        p_value=draw(st.none() | st.floats(0, 1)),
        p_relation=draw(st.sampled_from(["", "=", "<", ">", "not-stated"])),
        estimate=draw(FINITE),
        ci_low=draw(FINITE),
        ci_high=draw(FINITE),
        printed_form=draw(st.sampled_from(["means", "proportions", "p-only"])),
        direction=draw(st.sampled_from(["", "favours-ozone", "no-difference"])),
        result_text=draw(WORDS),
    )
    return a_study(*rows, contrasts=(contrast,), n_randomised=draw(PEOPLE), pct_female=draw(FINITE))


@settings(max_examples=150)
@given(results())
def test_one_result_never_fails_a_check(result: ResultRow) -> None:
    for found in check_numbers(result):
        assert found.check in ALL_CHECKS
        assert found.sentence
        assert found.arithmetic


@settings(max_examples=150)
@given(studies())
def test_a_study_never_fails_a_check_and_finds_the_same_twice(study: ReportedStudy) -> None:
    others = ReferenceValues(
        spreads={("pain", False): {"a": 0.1, "b": 0.2, "c": 0.2}}, control_rates={"a": 0.5, "b": 0.6, "c": 0.7}
    )
    found = list(find(study, others))
    assert [each.fingerprint for each in found] == [each.fingerprint for each in find(study, others)]


def test_every_check_has_a_name_of_its_own_that_fits_its_column() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 and check.looks_for.endswith(".") for name, check in zip(names, CHECKS, strict=True))


def test_checks_of_one_result_are_among_all_checks() -> None:
    assert set(ONE_RESULT) < set(CHECKS)
