"""The only reader of outcome tables: rows of the database into the plain records that the rules work on.

Drafts are never read. The number of queries is fixed, however many studies there are.
"""

from collections.abc import Collection, Iterable
from sys import intern
from typing import Any

from evidence.synthesis.bias import BiasView, views_by_study
from evidence.synthesis.harms import HarmRow
from evidence.synthesis.rows import ArmRow, Evidence, MeasureRow, QueryRow, ReportedRow, ResultRow, StudyRow
from evidence.synthesis.thresholds import Band
from studies.comparisons import Components, components
from studies.models import (
    AdverseEvent,
    Arm,
    BetweenGroupThreshold,
    BiasJudgement,
    DataQuery,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
)
from studies.vocabulary import (
    ArmRole,
    Blinding,
    DenominatorKind,
    Design,
    Direction,
    Domain,
    EffectBand,
    Guidance,
    HigherIs,
    Kind,
    PrintedForm,
    PublicationRole,
    QueryState,
    Relation,
    ResultKind,
    Retraction,
    Route,
    Serious,
    Severity,
    Standing,
    Tool,
)

_STUDY_FIELDS = ("slug", "label", "design", "n_randomised", "n_analysed", "cohort_group", "blinding_code")
_ARM_FIELDS = (
    "id",
    "study_id",
    "label",
    "condition__slug",
    "route",
    "stratum",
    "part_of_id",
    "n_analysed",
    "n_randomised",
    "guidance",
    "concentration_low",
    "concentration_high",
    "sessions_low",
    "sessions_high",
)
# In the order of the fields of a ``ResultRow``.
_RESULT_FIELDS = (
    "id",
    "arm_id",
    "measure_id",
    "kind",
    "outcome_name",
    "part",
    "weeks",
    "timepoint_label",
    "higher_is",
    "scale_min",
    "scale_max",
    "n",
    "mean",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "ci_level",
    "median",
    "q1",
    "q3",
    "minimum",
    "maximum",
    "events",
    "percent",
    "is_change",
)

# The plain fields of a harm, by the names of its row.
_HARM_FIELDS = {
    "id": "id",
    "event": "event",
    "n_events": "n_events",
    "n_at_risk": "n_at_risk",
    "arm": "arm__label",
    "stratum": "arm__stratum",
    "condition": "arm__condition__slug",
    "url": "source_url",
    "locator": "locator",
    "note": "note",
}
# Looked up once a row: a word made anew from its value takes ten times as long.
_DESIGNS = {word.value: word for word in Design}
_ROUTES = {word.value: word for word in Route}
_SERIOUS = {word.value: word for word in Serious}
_DENOMINATORS = {word.value: word for word in DenominatorKind}


def read_evidence(conditions: Collection[str] | None = None) -> Evidence:
    """What visible primary studies report of arms with one of these conditions (slugs); of all arms when None."""
    arms = _arms(conditions)
    instruments = list(OutcomeMeasure.objects.all())
    measures = {row.pk: _measure(row) for row in instruments}
    studies = {arm.study.id for arm in arms.values()}
    return Evidence(
        arms=tuple(arms.values()),
        results=tuple(_results(conditions, arms, measures, instruments)),
        reported=tuple(_reported(conditions, arms, measures)),
        queries=tuple(query for query in _queries() if query.study in studies),
    )


def read_bands() -> list[Band]:
    """The published bands in which a difference between groups is called small, medium or large."""
    return [
        Band(
            domain=Domain(row.domain),
            scale=row.display_range,
            size=EffectBand(row.size),
            lower=row.lower,
            upper=row.upper,
            lower_included=row.lower_included,
            upper_included=row.upper_included,
        )
        for row in BetweenGroupThreshold.objects.all()
    ]


def read_harms(conditions: Collection[str] | None = None) -> list[HarmRow]:
    """The harms that visible primary studies counted or tell of, in arms with one of these conditions."""
    rows = AdverseEvent.objects.filter(**_readable("study"), arm__isnull=False).exclude(study__standing=Standing.DRAFT)
    if conditions is not None:
        rows = rows.filter(arm__condition__slug__in=conditions)
    studies: dict[int, StudyRow] = {}
    return [
        HarmRow(
            study=studies.get(study) or studies.setdefault(study, StudyRow(study, slug, label, _DESIGNS[design])),
            serious=_SERIOUS[serious],
            denominator=_DENOMINATORS[denominator],
            with_ozone=role == ArmRole.OZONE,
            route=_ROUTES[route],
            **dict(zip(_HARM_FIELDS, rest, strict=True)),
        )
        for study, slug, label, design, serious, denominator, role, route, *rest in rows.order_by("id").values_list(
            *("study_id", "study__slug", "study__label", "study__design"),
            *("serious", "denominator_kind", "arm__role", "arm__route"),
            *_HARM_FIELDS.values(),
        )
    ]


def read_arms(conditions: Collection[str] | None = None) -> list[ArmRow]:
    """The arms of visible primary studies with one of these conditions, for pages that count studies alone."""
    return list(_arms(conditions).values())


def _readable(study: str, **more: Any) -> dict[str, Any]:
    """The filter that keeps to primary studies; drafts are excluded beside it."""
    return {f"{study}__kind": Kind.PRIMARY, **more}


def _arms(conditions: Collection[str] | None) -> dict[int, ArmRow]:
    rows = Arm.objects.filter(**_readable("study")).exclude(study__standing=Standing.DRAFT)
    if conditions is not None:
        rows = rows.filter(condition__slug__in=conditions)
    received = _components(rows.values_list("id", "components__slug"))
    studies_read = None if conditions is None else rows.values("study")
    years, retracted = _publications(studies_read)
    bias = _bias(studies_read)
    studies: dict[int, StudyRow] = {}
    found = {}
    for row in rows.order_by("study_id", "id").values(*_ARM_FIELDS, *(f"study__{name}" for name in _STUDY_FIELDS)):
        key = row["study_id"]
        if key not in studies:
            studies[key] = _study(row, years.get(key), retracted=key in retracted, bias=bias.get(key, ()))
        found[row["id"]] = ArmRow(
            id=row["id"],
            study=studies[key],
            label=row["label"],
            condition=row["condition__slug"],
            components=received[row["id"]],
            route=_ROUTES[row["route"]],
            stratum=row["stratum"],
            part_of=row["part_of_id"],
            n=row["n_analysed"] if row["n_analysed"] is not None else row["n_randomised"],
            guidance=Guidance(row["guidance"]) if row["guidance"] else None,
            concentration=_range(row["concentration_low"], row["concentration_high"]),
            sessions=_range(row["sessions_low"], row["sessions_high"]),
        )
    return found


def _range(low: Any, high: Any) -> Any:
    """Both ends; one that is not printed is the other; None when neither is."""
    return None if low is None and high is None else (high if low is None else low, low if high is None else high)


def _bias(studies: Any) -> dict[int, tuple[BiasView, ...]]:
    """Each study's finished assessments of its risk of bias, the latest first. None: of all studies."""
    rows = BiasJudgement.objects.filter(
        assessment__finished_at__isnull=False, assessment__tool__in=(Tool.ROB_2, Tool.ROBINS_I)
    )
    if studies is not None:
        rows = rows.filter(assessment__study__in=studies)
    return views_by_study(
        rows.order_by("-assessment__finished_at", "-assessment_id", "id").values_list(
            *("assessment__study_id", "assessment_id", "assessment__tool", "assessment__measure__slug"),
            *("assessment__weeks", "domain", "judgement"),
        )
    )


def _study(row: dict[str, Any], year: int | None, *, retracted: bool, bias: tuple[BiasView, ...]) -> StudyRow:
    randomised, analysed = row["study__n_randomised"], row["study__n_analysed"]
    return StudyRow(
        id=row["study_id"],
        slug=row["study__slug"],
        label=row["study__label"],
        design=_DESIGNS[row["study__design"]],
        year=year,
        n=randomised if randomised is not None else analysed,
        cohort_group=row["study__cohort_group"],
        retracted=retracted,
        blinding=Blinding(row["study__blinding_code"]),
        bias=bias,
    )


def _components(pairs: Any) -> dict[int, Components]:
    named: dict[int, list[str]] = {}
    for arm, component in pairs:
        named.setdefault(arm, []).extend([component] if component else [])
    # Most arms received one of a few mixtures: each is read once.
    mixtures = {key: components(key) for key in {tuple(names) for names in named.values()}}
    return {arm: mixtures[tuple(names)] for arm, names in named.items()}


def _publications(studies: Any) -> tuple[dict[int, int], set[int]]:
    """The year of each study's main report, and the studies with a retracted publication. None: of all studies."""
    years, retracted = {}, set()
    rows = Publication.objects.filter(study__kind=Kind.PRIMARY).order_by("-id")
    if studies is not None:
        rows = rows.filter(study__in=studies)
    for study, year, role, retraction in rows.values_list("study_id", "year", "role", "retraction"):
        if year and (role == PublicationRole.MAIN_REPORT or study not in years):
            years[study] = year
        if retraction == Retraction.RETRACTED:
            retracted.add(study)
    return years, retracted


def _measure(row: OutcomeMeasure) -> MeasureRow:
    return MeasureRow(row.slug, row.name, Domain(row.domain), row.order_in_domain)


def _results(
    conditions: Collection[str] | None,
    arms: dict[int, ArmRow],
    measures: dict[int, MeasureRow],
    instruments: Iterable[OutcomeMeasure],
) -> list[ResultRow]:
    rows = OutcomeResult.objects.filter(**_readable("arm__study")).exclude(arm__study__standing=Standing.DRAFT)
    if conditions is not None:
        rows = rows.filter(arm__condition__slug__in=conditions)
    kinds, directions = {word.value: word for word in ResultKind}, {word.value: word for word in HigherIs}
    # Where a result states no range or direction of its own, its measure's holds.
    ranges, better = {}, {}
    for row in instruments:
        ranges[row.pk], better[row.pk] = (row.range_min, row.range_max), row.higher_is
    found = []
    values = rows.order_by("id").values_list(*_RESULT_FIELDS)
    for pk, arm, measure, kind, name, part, weeks, label, higher_is, low, high, *rest in values:
        scale = (low, high) if low is not None or high is not None else ranges[measure]
        found.append(
            ResultRow(
                pk,
                arms[arm],
                measures[measure],
                kinds[kind],
                # The same few words again and again: one copy of each.
                intern(name),
                intern(part),
                weeks,
                intern(label),
                directions.get(higher_is or better[measure]),
                *scale,
                *rest,
            )
        )
    return found


def _reported(
    conditions: Collection[str] | None, arms: dict[int, ArmRow], measures: dict[int, MeasureRow]
) -> list[ReportedRow]:
    rows = ReportedContrast.objects.filter(**_readable("study")).exclude(study__standing=Standing.DRAFT)
    if conditions is not None:
        rows = rows.filter(arm_a__condition__slug__in=conditions)
    return [
        ReportedRow(
            id=row.pk,
            arm_a=row.arm_a_id,
            arm_b=row.arm_b_id,
            measure=measures[row.measure_id],
            form=PrintedForm(row.printed_form),
            direction=Direction(row.direction),
            text=row.result_text,
            outcome_name=row.outcome_name,
            part=row.part,
            weeks=row.weeks,
            p_relation=Relation(row.p_relation) if row.p_relation else None,
            p_value=row.p_value,
        )
        for row in rows.order_by("id")
        if row.arm_a_id in arms and row.arm_b_id in arms
    ]


def _queries() -> list[QueryRow]:
    rows = DataQuery.objects.exclude(state=QueryState.RESOLVED).select_related("measure").order_by("id")
    return [
        QueryRow(
            id=row.pk,
            study=row.study_id,
            arm=row.arm_id,
            measure=row.measure.slug if row.measure else "",
            timepoint_label=row.timepoint_label,
            part=row.part,
            field=row.field,
            severity=Severity(row.severity),
            state=QueryState(row.state),
            problem=row.problem,
            detail=row.detail,
        )
        for row in rows
    ]
