"""Plain rows for tests of rules and checks. Nothing is required: give what the test is about."""

from dataclasses import fields
from itertools import count
from typing import Any

from studies.choices import (
    BiasLevel,
    CriticalOutcome,
    DefinedBy,
    DenominatorKind,
    Design,
    HigherIs,
    OutcomeDomain,
    PoolMeasure,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    QueryState,
    Relation,
    ResultKind,
    Route,
    Serious,
    Severity,
    Tool,
)
from studies.reported.checked_study import PoolRow
from studies.reported.comparisons import components
from studies.reported.query_row import QueryRow
from studies.reported.risk_of_bias_views import BiasView
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ContrastRow, HarmRow, MeasureRow, ResultRow, StudyRow

_ids = count(1)
CONDITION = "lumbar-disc-herniation"
WORSE, BETTER = HigherIs.WORSE, HigherIs.BETTER
PAIN, SUCCESS, USE_OF_CARE = OutcomeDomain.PAIN, OutcomeDomain.SUCCESS, OutcomeDomain.USE_OF_CARE

_PAIN: dict[str, Any] = {"range_min": 0, "range_max": 10, "higher_is": WORSE, "shown_max": 100}
_BY_INSTRUMENT: dict[str, Any] = {"defined_by": DefinedBy.INSTRUMENT}
VAS = MeasureRow("pain-vas", "Pain, visual analogue scale", PAIN, 1, **_PAIN)
NRS = MeasureRow("pain-nrs", "Pain, numeric rating scale", PAIN, 2, **_PAIN, whole_points=True)
ODI = MeasureRow(
    *("disability-odi", "Oswestry Disability Index", OutcomeDomain.DISABILITY, 1, 0, 100, WORSE),
    raw_max=50,
    slight_max=30,
)
RMDQ = MeasureRow(
    "disability-rmdq", "Roland-Morris Disability Questionnaire", OutcomeDomain.DISABILITY, 2, 0, 24, WORSE
)
SF36 = MeasureRow("quality-of-life-sf36", "Quality of life, SF-36", OutcomeDomain.QUALITY_OF_LIFE, 1, 0, 100, BETTER)
MACNAB = MeasureRow(
    *("success-macnab", "Excellent or good outcome (MacNab)", SUCCESS),
    higher_is=BETTER,
    subject="an excellent or good outcome (MacNab)",
)
OTHER_SUCCESS = MeasureRow(
    "success-other", "Success, other definition", SUCCESS, 2, higher_is=BETTER, defined_by=DefinedBy.NAME
)
POOR = MeasureRow(
    "poor-outcome", "Poor outcome", SUCCESS, 5, higher_is=WORSE, subject="a poor outcome", **_BY_INSTRUMENT
)
OPERATED = MeasureRow(
    *("surgery-required", "Surgery required", USE_OF_CARE, 2),
    higher_is=WORSE,
    counts_treatment="discectomy",
    subject="an operation",
    critical=CriticalOutcome.SURGERY,
    id=2,
    **_BY_INSTRUMENT,
)
NOT_OPERATED = MeasureRow(
    *("surgery-avoided", "Surgery avoided", USE_OF_CARE),
    higher_is=BETTER,
    counts_treatment="discectomy",
    complement_of=OPERATED,
    id=1,
    **_BY_INSTRUMENT,
)
ANALGESICS = MeasureRow(
    "analgesic-use", "Use of pain medicine", USE_OF_CARE, 3, higher_is=WORSE, critical=CriticalOutcome.ANALGESICS
)
OTHER = MeasureRow("other", "Other", OutcomeDomain.OTHER, 2, defined_by=DefinedBy.NAME)

_LABELS = {
    "printed_form": PrintedForm,
    "direction": PrintedDirection,
    "effect_measure": PrintedEffectMeasure,
    "p_relation": Relation,
}
_LABELS_OF_POOLS = {"effect_measure": PoolMeasure, "p_relation": Relation}


def a_study(**values: Any) -> StudyRow:
    """A randomised trial of 2020."""
    number = next(_ids)
    plain = {"id": number, "slug": f"study-{number}", "label": f"Study {number}", "design": Design.RCT, "year": 2020}
    return StudyRow(**plain | values)


def an_assessment(
    level: BiasLevel, measure: str = "", weeks: float | None = None, tool: Tool = Tool.ROBINS_I
) -> BiasView:
    """A finished assessment of a whole study (or of one outcome, or that at one time) with its overall level."""
    return BiasView(next(_ids), tool, measure, weeks, (("overall", level),))


def an_arm(*names: str, **values: Any) -> ArmRow:
    """An arm that received these components: intradiscal ozone by default."""
    if "study" not in values:
        values["study"] = a_study()
    received = names or ("ozone",)
    plain = {"id": next(_ids), "label": " + ".join(received), "condition": CONDITION, "route": Route.INTRADISCAL}
    return ArmRow(components=components(received), **plain | values)


def a_result(arm: ArmRow | None = None, measure: MeasureRow = VAS, **values: Any) -> ResultRow:
    """A result at 4 weeks, without a figure."""
    number = next(_ids)
    plain = {"id": number, "key": f"study--row-{number}", "arm": arm or an_arm(), "measure": measure, "weeks": 4}
    return ResultRow(**plain | _with_provenance(values))


def a_score(arm: ArmRow | None = None, measure: MeasureRow = VAS, **values: Any) -> ResultRow:
    """A mean of 4 (standard deviation 2) in 20 people at 4 weeks, printed with its scale and direction."""
    plain = {"kind": ResultKind.CONTINUOUS, "timepoint_label": "4 weeks", "mean": 4, "sd": 2, "n": 20}
    plain |= {"scale_min": measure.range_min, "scale_max": measure.range_max, "higher_is": measure.higher_is}
    return a_result(arm, measure, **plain | values)


def a_count(arm: ArmRow | None = None, measure: MeasureRow = MACNAB, **values: Any) -> ResultRow:
    """10 of 20 people at 4 weeks."""
    plain = {"kind": ResultKind.DICHOTOMOUS, "timepoint_label": "4 weeks", "events": 10, "n": 20}
    return a_result(arm, measure, **plain | values)


def a_contrast(arm_a: ArmRow, arm_b: ArmRow, measure: MeasureRow = VAS, **values: Any) -> ContrastRow:
    """What a trial printed of two arms at 4 weeks: that they differ in some direction that it does not state."""
    number = next(_ids)
    plain = {"id": number, "key": f"study--row-{number}", "arm_a": arm_a, "arm_b": arm_b, "measure": measure}
    plain |= {"weeks": 4}
    return ContrastRow(**plain | _labelled(_with_provenance(values), _LABELS))


def a_pool(measure: MeasureRow = VAS, **values: Any) -> PoolRow:
    """What a review pooled of pain."""
    plain = {"id": next(_ids), "study": a_study(design=Design.META_ANALYSIS), "measure": measure}
    return PoolRow(**plain | _labelled(_with_provenance(values), _LABELS_OF_POOLS))


def a_harm(arm: ArmRow | None = None, **values: Any) -> HarmRow:
    """A serious harm in 0 of 20 people treated with ozone."""
    number = next(_ids)
    plain = {"id": number, "key": f"study--row-{number}", "arm": arm or an_arm(), "event": "infection"}
    plain |= {"serious": Serious.YES}
    plain |= {"denominator_kind": DenominatorKind.TREATED, "n_events": 0, "n_at_risk": 20}
    return HarmRow(**plain | _with_provenance(values))


def a_signal(arm: ArmRow | None = None, **values: Any) -> HarmRow:
    """A case report of one person with a serious harm."""
    plain = {"denominator_kind": DenominatorKind.CASE_REPORT, "n_events": 1, "n_at_risk": None}
    return a_harm(arm, **plain | values)


def a_query(result: ResultRow, **values: Any) -> QueryRow:
    """An open doubt about one result."""
    plain = {
        "study": result.arm.study.id,
        "arm": result.arm.id,
        "measure": result.measure.slug,
        "timepoint_label": result.timepoint_label,
        "part": result.part,
        "field": "mean",
        "severity": Severity.DOUBT,
        "state": QueryState.OPEN,
        "problem": "implausible",
    }
    return QueryRow(next(_ids), **plain | values)


def _with_provenance(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a row, with those of its provenance in their own row."""
    names = {field.name for field in fields(Provenance)} & values.keys()
    plain = {name: value for name, value in values.items() if name not in names}
    return plain | {"provenance": Provenance(**{name: values[name] for name in names})} if names else plain


def _labelled(values: dict[str, Any], enums: dict[str, Any]) -> dict[str, Any]:
    """Labels may be given as in the data set."""
    return values | {name: enums[name](values[name]) if values[name] else None for name in enums.keys() & values.keys()}
