"""Examples of the rules of synthesis, made by running them, so that the methods page cannot differ from the code."""

from typing import Any

from evidence.findings.text_table import TextTable, text_table
from evidence.synthesis.comparison_labels import join_words
from studies.choices import Design, OutcomeDomain, PrintedDirection, PrintedForm, Relation, ResultKind, Route
from studies.reported.comparisons import components
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, ResultRow, StudyRow
from studies.reported.spread_recovery import arm_values

EXACT_P = "exact P between the arms"
# What an arm may print, with its fields. Without the fields from the top, the next rule applies.
_PRINTED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("standard deviation", {"sd": None}),
    ("standard error", {"se": None}),
    ("95% interval", {"ci_low": None, "ci_high": None, "ci_level": None}),
    (EXACT_P, {}),
    ("quartiles", {"q1": None, "q3": None}),
    ("range", {"minimum": None, "maximum": None}),
)


def spread_table() -> TextTable:
    """Which rule gives the spread, computed for two example arms that print less and less."""
    first, second = _example(1), _example(2)._replace(mean=50.0)
    rows, exact_p = [], True
    for place in range(len(_PRINTED) + 1):
        left = [name for name, _ in _PRINTED[place:]]
        rows.append(
            (join_words(left) if left else "nothing but means and sizes", _rule(first, second, exact_p=exact_p))
        )
        if place < len(_PRINTED):
            name, fields = _PRINTED[place]
            first, second = first._replace(**fields), second._replace(**fields)
            exact_p = exact_p and name != EXACT_P
    return text_table("Where the spread of a mean comes from", ("Printed with the mean", "Rule used"), tuple(rows))


def _rule(first: ResultRow, second: ResultRow, *, exact_p: bool) -> str:
    values = arm_values(_contrast(first, second, exact_p=exact_p), first, second)
    if isinstance(values, ContrastExclusion):
        return f"excluded: {values.label}"
    return "; ".join(values[0].rules) or "as printed"


def _example(arm: int) -> ResultRow:
    """An example arm that prints everything a paper could."""
    study = StudyRow(1, "example", "Example", Design.RCT)
    names = ("ozone",) if arm == 1 else ("steroid",)
    row = ArmRow(arm, study, "example", "", components(names), Route.INTRADISCAL, n_analysed=40)
    return ResultRow(
        id=arm,
        arm=row,
        measure=MeasureRow("example", "Pain", OutcomeDomain.PAIN),
        kind=ResultKind.CONTINUOUS,
        weeks=4.0,
        scale_min=0,
        scale_max=100,
        n=40,
        mean=40.0,
        sd=20.0,
        se=3.16,
        ci_low=33.6,
        ci_high=46.4,
        ci_level=95.0,
        q1=26.0,
        q3=54.0,
        minimum=2.0,
        maximum=85.0,
    )


def _contrast(first: ResultRow, second: ResultRow, *, exact_p: bool) -> Contrast:
    printed = ContrastRow(
        id=1,
        arm_a=first.arm,
        arm_b=second.arm,
        measure=first.measure,
        printed_form=PrintedForm.P_ONLY,
        direction=PrintedDirection.NOT_STATED,
        weeks=4.0,
        p_relation=Relation.EQUAL,
        p_value=0.03,
        compares_means=True,
    )
    evidence = Evidence((first.arm, second.arm), (first, second), (printed,) if exact_p else ())
    return next(item for item in contrasts(evidence) if isinstance(item, Contrast))
