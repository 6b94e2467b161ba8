"""Plain records for tests of the rules. Nothing is required: give what the test is about."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from evidence.synthesis.answers import Answer, Synthesis, synthesise
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import EligibleContrast, assess, judge_evidence
from studies.choices import (
    CriticalOutcome,
    DefinedBy,
    Design,
    HigherIs,
    OutcomeDomain,
    PrintedDirection,
    PrintedForm,
    QueryState,
    ResultKind,
    Route,
    Severity,
)
from studies.reported.comparisons import components
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.rows import ArmRow, ContrastRow, Evidence, MeasureRow, QueryRow, ResultRow, StudyRow

_ids = count(1)
CONDITION = "lumbar-disc-herniation"

_PAIN: dict[str, Any] = {"higher_is": HigherIs.WORSE, "range_max": 10, "shown_max": 100}
_BY_INSTRUMENT: dict[str, Any] = {"defined_by": DefinedBy.INSTRUMENT}
VAS = MeasureRow("pain-vas", "Pain, visual analogue scale", OutcomeDomain.PAIN, 1, **_PAIN)
NRS = MeasureRow("pain-nrs", "Pain, numeric rating scale", OutcomeDomain.PAIN, 2, **_PAIN)
ODI = MeasureRow(
    "disability-odi", "Oswestry Disability Index", OutcomeDomain.DISABILITY, 1, HigherIs.WORSE, 100, raw_max=50
)
RMDQ = MeasureRow("disability-rmdq", "Roland-Morris Disability Questionnaire", OutcomeDomain.DISABILITY, 2)
SF36 = MeasureRow("quality-of-life-sf36", "Quality of life, SF-36", OutcomeDomain.QUALITY_OF_LIFE, 1)
MACNAB = MeasureRow(
    "success-macnab",
    "Excellent or good outcome (MacNab)",
    OutcomeDomain.SUCCESS,
    subject="an excellent or good outcome (MacNab)",
)
OTHER_SUCCESS = MeasureRow(
    "success-other", "Success, other definition", OutcomeDomain.SUCCESS, 2, defined_by=DefinedBy.NAME
)
POOR = MeasureRow(
    "poor-outcome",
    "Poor outcome",
    OutcomeDomain.SUCCESS,
    5,
    HigherIs.WORSE,
    subject="a poor outcome",
    **_BY_INSTRUMENT,
)
NOT_OPERATED = MeasureRow(
    "surgery-avoided",
    "Surgery avoided",
    OutcomeDomain.USE_OF_CARE,
    higher_is=HigherIs.BETTER,
    critical=CriticalOutcome.SURGERY,
    **_BY_INSTRUMENT,
)
OPERATED = MeasureRow(
    "surgery-required",
    "Surgery required",
    OutcomeDomain.USE_OF_CARE,
    2,
    HigherIs.WORSE,
    complement_of=NOT_OPERATED,
    **_BY_INSTRUMENT,
)
ANALGESICS = MeasureRow(
    "analgesic-use", "Use of pain medicine", OutcomeDomain.USE_OF_CARE, 3, critical=CriticalOutcome.ANALGESICS
)
OTHER = MeasureRow("other", "Other", OutcomeDomain.OTHER, 2, defined_by=DefinedBy.NAME)

# Range, and which way is better, of what is scored rather than counted.
_SCALES = {VAS: (0, 10), NRS: (0, 10), ODI: (0, 100), RMDQ: (0, 24), SF36: (0, 100), OTHER: (None, None)}


def a_study(**values: Any) -> StudyRow:
    """A randomised trial of 2020."""
    number = next(_ids)
    plain = {"id": number, "slug": f"study-{number}", "label": f"Study {number}", "design": Design.RCT, "year": 2020}
    return StudyRow(**plain | values)


def an_arm(*names: str, **values: Any) -> ArmRow:
    """An arm that received these components: intradiscal ozone when nothing is said."""
    if "study" not in values:
        values["study"] = a_study()
    received = names or ("ozone",)
    plain = {"id": next(_ids), "label": " + ".join(received), "condition": CONDITION, "route": Route.INTRADISCAL}
    return ArmRow(components=components(received), **plain | values)


def a_score(arm: ArmRow | None = None, measure: MeasureRow = VAS, **values: Any) -> ResultRow:
    """A mean of 4 (standard deviation 2) in 20 people at 4 weeks."""
    low, high = _SCALES[measure]
    plain = {"weeks": 4, "timepoint_label": "4 weeks", "mean": 4, "sd": 2, "n": 20, "scale_min": low, "scale_max": high}
    plain["higher_is"] = HigherIs.BETTER if measure is SF36 else HigherIs.WORSE
    return ResultRow(next(_ids), arm or an_arm(), measure, ResultKind.CONTINUOUS, **plain | values)


def a_count(arm: ArmRow | None = None, measure: MeasureRow = MACNAB, **values: Any) -> ResultRow:
    """10 of 20 people at 4 weeks."""
    plain = {"weeks": 4, "timepoint_label": "4 weeks", "events": 10, "n": 20}
    plain["higher_is"] = HigherIs.WORSE if measure in (POOR, OPERATED) else HigherIs.BETTER
    return ResultRow(next(_ids), arm or an_arm(), measure, ResultKind.DICHOTOMOUS, **plain | values)


def a_report(ozone: ArmRow, comparator: ArmRow, measure: MeasureRow = VAS, **values: Any) -> ContrastRow:
    """What a trial printed of two arms: a direction in favour of ozone at 4 weeks."""
    plain = {"form": PrintedForm.DIRECTION_ONLY, "direction": PrintedDirection.FAVOURS_OZONE, "weeks": 4}
    return ContrastRow(next(_ids), ozone.id, comparator.id, measure, **plain | values)


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


def two_arms(*against: str, in_both: Iterable[str] = (), study: StudyRow | None = None, **values: Any) -> list[ArmRow]:
    """An ozone arm and its comparator (sham when nothing is said) of one study, alike in everything given."""
    study = study or a_study()
    both = tuple(in_both)
    other = (*against, *both) or ("sham",)
    return [an_arm("ozone", *both, study=study, **values), an_arm(*other, study=study, **values)]


def pain_trial(
    ozone: float = 3, comparator: float = 4, *, arms: list[ArmRow] | None = None, **values: Any
) -> list[ResultRow]:
    """Pain (or another score) in two arms of one trial, by their means."""
    first, second = arms or two_arms()
    return [a_score(first, mean=ozone, **values), a_score(second, mean=comparator, **values)]


def success_trial(
    ozone: int = 12, comparator: int = 8, *, arms: list[ArmRow] | None = None, **values: Any
) -> list[ResultRow]:
    """Success (or another count) in two arms of one trial, by their events."""
    first, second = arms or two_arms()
    return [a_count(first, events=ozone, **values), a_count(second, events=comparator, **values)]


def evidence_of(
    *trials: Iterable[ResultRow],
    reported: Iterable[ContrastRow] = (),
    queries: Iterable[QueryRow] = (),
    arms: Iterable[ArmRow] = (),
) -> Evidence:
    """All results together, with their arms and those given beside."""
    results = tuple(result for trial in trials for result in trial)
    found = {arm.id: arm for arm in (*(result.arm for result in results), *arms)}
    return Evidence(tuple(found.values()), results, tuple(reported), tuple(queries))


def synthesis_of(*trials: Iterable[ResultRow], **more: Any) -> Synthesis:
    """Everything answered."""
    evidence = evidence_of(*trials, **more)
    return synthesise(judge_evidence(evidence))


def answers_of(*trials: Iterable[ResultRow], **more: Any) -> tuple[Answer, ...]:
    """All answers, in reading order."""
    return synthesis_of(*trials, **more).answers


def answer_of(*trials: Iterable[ResultRow], **more: Any) -> Answer:
    """The one answer to the one question that all of it asks."""
    (only,) = answers_of(*trials, **more)
    return only


def contrasts_of(*trials: Iterable[ResultRow], **more: Any) -> list[Contrast]:
    """Every contrast of which something was printed."""
    return [item for item in contrasts(evidence_of(*trials, **more)) if isinstance(item, Contrast)]


def contrast_of(*trials: Iterable[ResultRow], **more: Any) -> Contrast:
    """The one contrast there is."""
    (only,) = contrasts_of(*trials, **more)
    return only


def usable_of(*trials: Iterable[ResultRow], **more: Any) -> EligibleContrast:
    """The one contrast, judged usable."""
    judged = assess(contrast_of(*trials, **more), by_study(more.get("queries", ())))
    assert isinstance(judged, EligibleContrast), judged
    return judged
