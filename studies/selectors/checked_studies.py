"""Records of the database as the plain rows that checks look at. The only reader of models here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from studies.choices import PublicationRole
from studies.models import (
    AdverseEvent,
    Arm,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    ReportedPool,
    Study,
)
from studies.reported.checked_rows import (
    ArmRow,
    Author,
    ContrastRow,
    HarmRow,
    MeasureRow,
    PoolRow,
    ReportedStudy,
    ResultRow,
    StudyIdentity,
)
from studies.reported.comparisons import components
from studies.reported.text_keys import search_key

# The columns of one result, by name.
Values = Mapping[str, Any]


_ARM_FIELDS = ("id", "slug", "label", "stratum", "n_randomised", "n_analysed", "concentration")


_MEASURE_FIELDS = (
    "id", "slug", "name", "domain", "range_min", "range_max", "higher_is", "whole_points", "shown_max", "raw_max",
    "slight_max", "counts_treatment",
)  # fmt: skip


_RESULT_FIELDS = (
    "id", "outcome_name", "part", "scale_min", "scale_max", "higher_is", "weeks", "timepoint_label", "n", "mean",
    "sd", "se", "ci_low", "ci_high", "ci_level", "median", "q1", "q3", "minimum", "maximum", "events",
    "events_derived", "percent", "is_change", "source_url", "locator", "printed",
)  # fmt: skip


_CONTRAST_FIELDS = (
    "id", "outcome_name", "weeks", "part", "printed_form", "result_text", "direction", "estimate", "ci_low",
    "ci_high", "p_relation", "p_value", "source_url", "locator", "printed",
)  # fmt: skip


_POOL_FIELDS = (
    "id", "outcome_name", "timepoint_label", "effect_measure", "estimate", "ci_low", "ci_high", "p_relation",
    "p_value", "printed",
)  # fmt: skip


_HARM_FIELDS = ("id", "event", "n_events", "n_at_risk", "source_url", "locator")


_STUDY_FIELDS = (
    "slug", "kind", "design", "read_as", "n_randomised", "n_analysed", "pct_female", "max_followup_weeks", "printed",
)  # fmt: skip


def read_studies(studies: "QuerySet[Study]") -> Iterator[ReportedStudy]:
    """Studies with everything they report, in a number of queries that does not grow with them.

    Results are many: they are read as columns, and the few instruments apart.
    """
    children = (
        Prefetch("arms", Arm.objects.prefetch_related("components").order_by("id")),
        Prefetch("reported_contrasts", ReportedContrast.objects.prefetch_related("measure").order_by("id")),
        Prefetch("adverse_events", AdverseEvent.objects.order_by("id")),
        Prefetch("reported_pools", ReportedPool.objects.prefetch_related("measure").order_by("id")),
        Prefetch("publications", Publication.objects.order_by("id")),
    )
    found: dict[int, list[Values]] = defaultdict(list)
    columns = OutcomeResult.objects.filter(arm__study__in=studies.values("pk")).order_by("id")
    for values in columns.values("arm_id", "measure_id", "row_key", *_RESULT_FIELDS):
        found[values["arm_id"]].append(values)
    measures = {measure.pk: measure_row(measure) for measure in OutcomeMeasure.objects.all()}
    for study in studies.select_related("condition").prefetch_related(*children):
        yield _study_row(study, found, measures)


def study_row(study: Study) -> ReportedStudy:
    """One study with its rows."""
    arms = study.arms.all()
    results = {arm.pk: [_values(result) for result in arm.results.all()] for arm in arms}
    measures = {result.measure_id: measure_row(result.measure) for arm in arms for result in arm.results.all()}
    return _study_row(study, results, measures)


def _values(result: OutcomeResult) -> Values:
    return {name: getattr(result, name) for name in ("measure_id", "row_key", *_RESULT_FIELDS)}


def _study_row(study: Study, results: Mapping[int, list[Values]], measures: Mapping[int, MeasureRow]) -> ReportedStudy:
    arms = {arm.pk: arm_row(arm) for arm in study.arms.all()}
    return ReportedStudy(
        **{name: getattr(study, name) for name in _STUDY_FIELDS},
        key=_key(study),
        work=work_row(study, study.publications.all()),
        arms=tuple(arms.values()),
        results=tuple(
            _result_row(values, arm=arm, study=study.slug, measure=measures[values["measure_id"]])
            for pk, arm in arms.items()
            for values in results.get(pk, ())
        ),
        contrasts=tuple(_contrast_row(contrast, arms, study.slug) for contrast in study.reported_contrasts.all()),
        harms=tuple(_harm_row(harm, arms) for harm in study.adverse_events.all()),
        pools=tuple(_pool_row(pool, study.slug) for pool in study.reported_pools.all()),
    )


def arm_row(arm: Arm) -> ArmRow:
    """An arm with its components."""
    return ArmRow(
        **{name: getattr(arm, name) for name in _ARM_FIELDS},
        key=_key(arm),
        part_of=arm.part_of_id,
        concentration_low=arm.concentration_low,
        concentration_high=arm.concentration_high,
        components=components(component.slug for component in arm.components.all()),
    )


def _result_row(values: Values, *, arm: ArmRow, study: str, measure: MeasureRow) -> ResultRow:
    """A result from its columns."""
    told = {name: values[name] for name in _RESULT_FIELDS}
    return ResultRow(**told, key=values["row_key"] or str(values["id"]), study=study, arm=arm, measure=measure)


def measure_row(measure: OutcomeMeasure) -> MeasureRow:
    """An instrument."""
    return MeasureRow(
        **{name: getattr(measure, name) for name in _MEASURE_FIELDS},
        complement_of=measure.complement_of_id,
        excludes=measure.excludes_id,
    )


def work_row(study: Study, publications: Iterable[Publication]) -> StudyIdentity:
    """By what a study's people are known again: its authors, years and identifiers."""
    reports = [each for each in publications if each.role != PublicationRole.PROTOCOL]
    return StudyIdentity(
        study=study.slug,
        label=study.label,
        condition=study.condition.slug,
        in_back_pain=study.condition.in_back_pain,
        cohort_group=study.cohort_group,
        n=study.n_analysed if study.n_randomised is None else study.n_randomised,
        authors=tuple(dict.fromkeys(author for each in reports for author in authors_of(each.authors))),
        all_authors_shown=not any("others" in each.authors.split("; ") for each in reports),
        years=tuple(each.year for each in reports if each.year),
        identifiers=frozenset(
            f"{kind} {value}"
            for each in reports
            for kind, value in (("DOI", each.doi.lower()), ("PubMed", each.pmid))
            if value
        ),
    )


def authors_of(authors: str) -> list[Author]:
    """Authors as they are compared.

    >>> [author.family + " " + author.initial for author in authors_of("Lehnert, T.; Magalhães, F. N.; others")]
    ['lehnert t', 'magalhaes f']
    """
    names = [author.partition(",") for author in authors.split(";")]
    return [
        Author(search_key(family).strip(), search_key(given).strip()[:1])
        for family, _, given in names
        if family.strip() not in ("", "others")
    ]


def _contrast_row(contrast: ReportedContrast, arms: dict[int, ArmRow], study: str) -> ContrastRow:
    return ContrastRow(
        **{name: getattr(contrast, name) for name in _CONTRAST_FIELDS},
        key=_key(contrast),
        study=study,
        arm_a=arms[contrast.arm_a_id],
        arm_b=arms[contrast.arm_b_id],
        measure=measure_row(contrast.measure),
    )


def _harm_row(harm: AdverseEvent, arms: dict[int, ArmRow]) -> HarmRow:
    return HarmRow(
        **{name: getattr(harm, name) for name in _HARM_FIELDS},
        key=_key(harm),
        arm=arms.get(harm.arm_id) if harm.arm_id else None,
    )


def _pool_row(pool: ReportedPool, study: str) -> PoolRow:
    return PoolRow(
        **{name: getattr(pool, name) for name in _POOL_FIELDS},
        key=_key(pool),
        study=study,
        measure=measure_row(pool.measure),
    )


def _key(record: Study | Arm | ReportedContrast | AdverseEvent | ReportedPool) -> str:
    """What names a row for good: its key in the data set, else its number here."""
    return record.row_key or str(record.pk or "new")
