"""What follows from the rows of a form, with its rule: the value that a pool takes of the same numbers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidence.synthesis.eligibility import EligibleContrast, judge_evidence
from studies.choices import Design, OutcomeDomain
from studies.curation.workbench.derived_values import compared_values, derived_sentences
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.row_parsing import TypedRow, read_row
from studies.curation.workbench.row_tables import sheets_of
from studies.curation.workbench.typed_evidence import form_evidence
from studies.models import Arm, Condition, OutcomeMeasure, Study
from studies.numerics.arm_values import Means
from studies.reported.rows import Evidence
from studies.reported.spread_recovery import ArmValue
from tests.extreme_numbers import numbers

_ends = {"range_min": 0, "order_in_domain": 1, "higher_is": "worse"}
PAIN = OutcomeMeasure(
    pk=1, name="Pain", slug="pain-vas", domain=OutcomeDomain.PAIN, range_max=10, shown_max=100, **_ends
)
ODI = OutcomeMeasure(
    pk=2, name="ODI", slug="disability-odi", domain=OutcomeDomain.DISABILITY, range_max=100, raw_max=50, **_ends
)
OTHER = OutcomeMeasure(pk=3, name="Other", slug="other", domain=OutcomeDomain.OTHER, order_in_domain=1)
OPERATED = OutcomeMeasure(
    pk=5, name="Surgery required", slug="surgery-required", domain=OutcomeDomain.USE_OF_CARE, order_in_domain=2
)
NOT_OPERATED = OutcomeMeasure(
    pk=4,
    name="Surgery avoided",
    slug="surgery-avoided",
    domain=OutcomeDomain.USE_OF_CARE,
    order_in_domain=1,
    complement_of=OPERATED,
)
ARMS = {1: ("Ozone", "ozone"), 2: ("Steroid", "steroid"), 3: ("Sham", "sham")}
ON_100 = {"scale_min": 0, "scale_max": 100}


def a_form(
    *results: Mapping[str, Any],
    contrasts: Iterable[Mapping[str, Any]] = (),
    measures: Iterable[OutcomeMeasure] = (PAIN, ODI, OTHER, NOT_OPERATED),
) -> Evidence:
    """A form with three arms, on which these results and printed differences are typed."""
    study = Study(pk=1, slug="trial", label="Trial", design=Design.RCT)
    arms = [Arm(pk=pk, study=study, label=label) for pk, (label, _) in ARMS.items()]
    by_pk = {measure.pk: measure for measure in (PAIN, ODI, OTHER, NOT_OPERATED)}
    sheets = sheets_of(arms, by_pk.values(), [Condition(pk=1, name="Back pain")])
    typed = {
        "arms": [{"label": label, "components": name} for label, name in ARMS.values()],
        "results": results,
        "contrasts": contrasts,
    }
    rows = {
        name: [
            TypedRow(str(key), dict.fromkeys((column.name for column in sheets[name].columns), "") | _texts(each))
            for key, each in enumerate(typed[name], 1)
        ]
        for name in typed
    }
    read = {row.key: read_row(row, sheets["results"].columns) for row in rows["results"]}
    return form_evidence(WorkbenchForm(rows), StoredStudy(study, sheets, by_pk, records={}), read)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}


def sentences(**typed: Any) -> tuple[str, ...]:
    """What the form shows next to one result of pain in the ozone arm."""
    return derived_sentences(a_form({"arm": 1, "measure": 1} | typed))[1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mean": 3, "se": 0.5, "n": 36}, "A pool takes mean 30.00, SE 5.00 (SD 30.00) (standard error as printed; "),
        ({"mean": 3, "se": 0.5}, "A pool takes mean 30.00, SE 5.00 (standard error as printed; "),
        # Wan 2014, equation 16; Luo 2018, equation 11.
        (
            {"median": 5, "q1": 4, "q3": 6, "n": 50},
            "A pool takes mean 50.00, SD 15.27 (mean from quartiles, Luo 2018; SD from quartiles, Wan 2014; printed on",
        ),
        ({"mean": 3, "ci_low": 2, "ci_high": 4, "n": 30}, "A pool takes no value: an interval is printed without its"),
        (
            {"mean": 21, "sd": 5, "n": 30, "measure": 2, "scale_min": 0, "scale_max": 50},
            "A pool takes mean 42.00, SD 10.00 (raw points of 0–50 doubled).",
        ),
        ({"events": 17, "n": 20, "measure": 4}, "A pool takes 3 of 20 (surgery required = people − surgery avoided"),
        ({"events": 34, "n": 60}, "56.7% (34 of 60)."),
        (
            {"percent": 56.7, "n": 60},
            "A pool takes 34 of 60 (count from the percentage: 34 of 60 rounds to the printed 56.7%).",
        ),
        ({"percent": 56.7, "n": 60}, "Type a count only as printed."),
        ({"mean": 3.2, "sd": 1}, "32.0 on pain 0–100 (printed on 0–10, mean and spread times 10)."),
        ({"median": 3, "measure": 3}, "The ends of the scale are not known: type them, if they are printed."),
        ({"timepoint_label": "3 months"}, "“3 months” is 13.035 weeks: type that under weeks"),
        ({"timepoint_label": "at discharge"}, "“at discharge” says no number of weeks: type them if the paper"),
        ({"timepoint_label": "discharge", "weeks": 4.0}, "Stands at 4 weeks."),
        ({"mean": 3, "se": -1, "n": 20}, "No value follows: A standard error is never negative; -10 was given."),
    ],
)  # fmt: skip
def test_derived_value_is_shown_with_its_rule(typed: dict[str, Any], sentence: str) -> None:
    assert any(each.startswith(sentence) for each in sentences(**typed))


def test_what_is_printed_is_not_derived() -> None:
    typed = {"mean": 3, "sd": 1, "se": 0.2, "n": 25, "timepoint_label": "3 months", "weeks": 13.0, **ON_100}

    assert sentences(**typed) == ("Scale 0 to 100.",)


def test_row_without_arm_or_outcome_still_says_what_follows() -> None:
    found = derived_sentences(a_form({"mean": 3, "se": 0.5, "n": 36}))[1]

    assert found == ("A pool takes mean 3.00, SE 0.50 (SD 3.00) (standard error as printed).",)


QUARTILES = {"measure": 1, "weeks": 4, "n": 30, **ON_100}
TWO_MEANS = (
    {"arm": 1, "mean": 30, "q1": 20, "q3": 40, **QUARTILES},
    {"arm": 2, "mean": 40, "q1": 30, "q3": 50, **QUARTILES},
)
P_ALONE = {"arm_a": 2, "arm_b": 1, "measure": 1, "weeks": 4, "p_relation": "=", "p_value": 0.04}
P_OF_MEANS = P_ALONE | {"compares_means": True}


def test_exact_p_on_the_form_comes_before_quartiles_as_it_does_in_a_pool() -> None:
    form = a_form(*TWO_MEANS, contrasts=[P_OF_MEANS])

    assert {derived_sentences(form)[key][0] for key in (1, 2)} == {
        "A pool takes mean 30.00, SD 18.43 (SD from exact P, rule 6.5.2.3).",
        "A pool takes mean 40.00, SD 18.43 (SD from exact P, rule 6.5.2.3).",
    }
    assert [round(deviation, 2) for deviation in pool_deviations(form)] == [18.43, 18.43]


def test_p_of_an_unknown_test_gives_no_spread_on_the_form_as_in_a_pool() -> None:
    form = a_form(*TWO_MEANS, contrasts=[P_ALONE])

    assert "SD 15.57 (SD from quartiles, Wan 2014)" in derived_sentences(form)[1][0]
    assert [round(deviation, 2) for deviation in pool_deviations(form)] == [15.57, 15.57]


def test_without_the_p_quartiles_give_the_spread_in_both() -> None:
    form = a_form(*TWO_MEANS)

    assert "SD 15.57 (SD from quartiles, Wan 2014)" in derived_sentences(form)[1][0]
    assert [round(deviation, 2) for deviation in pool_deviations(form)] == [15.57, 15.57]


def test_arm_with_two_comparators_says_what_a_pool_takes_against_each() -> None:
    sham = {"arm": 3, "mean": 50, "q1": 40, "q3": 60, **QUARTILES}
    found = derived_sentences(a_form(*TWO_MEANS, sham, contrasts=[P_OF_MEANS]))[1]

    assert found[:2] == (
        "Against Steroid: A pool takes mean 30.00, SD 18.43 (SD from exact P, rule 6.5.2.3).",
        "Against Sham: A pool takes mean 30.00, SD 15.57 (SD from quartiles, Wan 2014).",
    )


def pool_deviations(evidence: Evidence) -> list[float]:
    (usable,) = (item for item in judge_evidence(evidence) if isinstance(item, EligibleContrast))
    values = [arm.value for arm in (usable.ozone, usable.comparator)]
    return [value.required_sd for value in values if isinstance(value, Means)]


SPREADS = ("sd", "se", "ci_low", "ci_high", "median", "q1", "q3", "minimum", "maximum")
people = {"n": st.none() | st.integers(2, 60)}
printed_scores = st.fixed_dictionaries(
    people | {"mean": st.none() | st.integers(1, 60), "ci_level": st.sampled_from((None, 95))},
    optional=dict.fromkeys(SPREADS, st.integers(1, 60)),
)
printed_counts = st.fixed_dictionaries(people, optional={"events": st.integers(0, 60), "percent": st.integers(0, 100)})
plain_rows = printed_scores | printed_counts
printed_p = st.none() | st.tuples(st.sampled_from(("=", "=", "<", ">")), st.sampled_from((0.001, 0.04, 0.5, 1)))


@given(plain_rows, plain_rows, printed_p, st.sampled_from((1, 2, 3, 4)), st.sampled_from((None, 50, 100)))
def test_of_any_two_rows_the_form_shows_the_values_that_a_pool_takes(
    first: dict[str, Any], second: dict[str, Any], p: tuple[str, float] | None, measure: int, top: int | None
) -> None:
    place = {"measure": measure, "weeks": 4} | ({"scale_min": 0, "scale_max": top} if top else {})
    contrasts = [P_OF_MEANS | {"measure": measure, "p_relation": p[0], "p_value": p[1]}] if p else []
    form = a_form({"arm": 1} | first | place, {"arm": 2} | second | place, contrasts=contrasts)
    shown = compared_values(form)
    for item in judge_evidence(form):
        if isinstance(item, EligibleContrast):
            assert shown[1] == {"Steroid": item.ozone}
            assert shown[2] == {"Ozone": item.comparator}
        elif item.contrast and item.contrast.ozone and item.contrast.comparator:
            assert not all(isinstance(value, ArmValue) for row in shown.values() for value in row.values())


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
    typed: dict[str, float], people: int, top: float | None
) -> None:
    (row,) = a_form({"arm": 1, "measure": 1, "timepoint_label": "9" * 400 + " weeks"}).results
    row = row._replace(**{"scale_max": top, **typed}, n=people)
    for sentence in derived_sentences(Evidence(results=(row,)))[row.id]:
        assert not re.search(r"\b(inf|nan)\b", sentence)
