"""Studies with everything they report, drafts too, for the checks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Prefetch, QuerySet

from studies.choices import Design, Kind, PoolMeasure, PublicationRole, ReadAs, Relation
from studies.models import (
    AdverseEvent,
    Arm,
    OutcomeResult,
    Publication,
    ReportedContrast,
    ReportedPool,
    Study,
)
from studies.reported.arm_figures import with_arm_figures
from studies.reported.checked_study import Author, PoolRow, ReportedStudy, StudyIdentity
from studies.reported.comparisons import components
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, MeasureRow, ResultRow, StudyRow
from studies.reported.text_keys import search_key
from studies.selectors.adverse_events import HARMS
from studies.selectors.arms import ARMS
from studies.selectors.results import CONTRASTS, RESULTS, all_measures
from studies.selectors.row_reader import SOURCE_AND_PRINTED, RowReader, columns_of, labels

_POOLS = RowReader(
    PoolRow,
    columns_of(PoolRow, study="review_id", measure="measure_id"),
    {"effect_measure": labels(PoolMeasure), "p_relation": labels(Relation)},
    SOURCE_AND_PRINTED,
)
Measures = Mapping[int, MeasureRow]


def read_studies(studies: "QuerySet[Study]") -> Iterator[ReportedStudy]:
    """Studies with everything they report, in a number of queries that does not grow with them.

    Results are many: they are read as columns, the rest as records.
    """
    children = (
        Prefetch("arms", Arm.objects.select_related("condition").prefetch_related("components").order_by("id")),
        Prefetch("reported_contrasts", ReportedContrast.objects.order_by("id")),
        Prefetch("adverse_events", AdverseEvent.objects.order_by("id")),
        Prefetch("reported_pools", ReportedPool.objects.order_by("id")),
        Prefetch("publications", Publication.objects.order_by("id")),
    )
    records = list(studies.select_related("condition").prefetch_related(*children))
    measures = all_measures()
    arms = {record.pk: _arms(record) for record in records}
    by_id = {arm.id: arm for of_study in arms.values() for arm in of_study}
    table = OutcomeResult.objects.filter(arm__study__in=studies.values("pk")).order_by("id")
    results: dict[int, list[ResultRow]] = defaultdict(list)
    for row in RESULTS.from_table(table, with_provenance=True, arm=by_id.__getitem__, measure=measures.__getitem__):
        results[row.arm.id].append(row)
    for record in records:
        of_study = [row for arm in arms[record.pk] for row in results.get(arm.id, ())]
        yield _reported_study(record, arms[record.pk], of_study, measures)


def reported_study(record: Study, measures: Measures) -> ReportedStudy:
    """One study whose rows were read before."""
    arms = _arms(record)
    by_id = {arm.id: arm for arm in arms}
    stored = [result for arm in record.arms.all() for result in arm.results.all()]
    results = RESULTS.from_records(stored, arm=by_id.__getitem__, measure=measures.__getitem__)
    return _reported_study(record, arms, results, measures)


def _reported_study(
    record: Study, arms: Sequence[ArmRow], results: Iterable[ResultRow], measures: Measures
) -> ReportedStudy:
    study = study_row(record)
    by_id, whole_study, measure = {arm.id: arm for arm in arms}, ArmRow(study=study), measures.__getitem__
    return ReportedStudy(
        row=study,
        kind=Kind(record.kind),
        pct_female=record.pct_female,
        max_followup_weeks=record.max_followup_weeks,
        identity=study_identity(record),
        arms=tuple(arms),
        results=tuple(with_arm_figures(results)),
        contrasts=tuple(
            CONTRASTS.from_records(
                record.reported_contrasts.all(), arm_a=by_id.__getitem__, arm_b=by_id.__getitem__, measure=measure
            )
        ),
        harms=tuple(HARMS.from_records(record.adverse_events.all(), arm=lambda pk: by_id[pk] if pk else whole_study)),
        pools=tuple(_POOLS.from_records(record.reported_pools.all(), study=lambda pk: study, measure=measure)),
        provenance=Provenance(record.row_key or str(record.pk), record.source_url, record.locator, record.printed),
    )


def study_row(record: Study) -> StudyRow:
    """A study without its year, retraction and risk of bias, for which no check asks."""
    return StudyRow(
        id=record.pk,
        slug=record.slug,
        label=record.label,
        design=Design(record.design),
        n_randomised=record.n_randomised,
        n_analysed=record.n_analysed,
        cohort_group=record.cohort_group,
        read_as=ReadAs(record.read_as) if record.read_as else None,
    )


def _arms(record: Study) -> list[ArmRow]:
    study, arms = study_row(record), list(record.arms.all())
    received = {arm.pk: components(component.slug for component in arm.components.all()) for arm in arms}
    return ARMS.from_records(arms, study=lambda pk: study, components=received.__getitem__)


def study_identity(record: Study) -> StudyIdentity:
    """By what a study's people are recognised: its authors, years and identifiers."""
    reports = [each for each in record.publications.all() if each.role != PublicationRole.PROTOCOL]
    return StudyIdentity(
        study=study_row(record),
        condition=record.condition.slug,
        in_back_pain=record.condition.in_back_pain,
        authors=tuple(dict.fromkeys(author for each in reports for author in authors_of(each.authors))),
        all_authors_shown=not any("others" in each.authors.split("; ") for each in reports),
        years=tuple(each.year for each in reports if each.year),
        identifiers=frozenset(
            f"{kind} {value}"
            for each in reports
            for kind, value in (("DOI", each.doi.lower()), ("PubMed", each.pmid), ("PubMed Central", each.pmcid))
            if value
        ),
    )


def authors_of(authors: str) -> list[Author]:
    """Authors in the form that is compared.

    >>> [author.family + " " + author.initial for author in authors_of("Lehnert, T.; Magalhães, F. N.; others")]
    ['lehnert t', 'magalhaes f']
    """
    names = [author.partition(",") for author in authors.split(";")]
    return [
        Author(search_key(family).strip(), search_key(given).strip()[:1])
        for family, _, given in names
        if family.strip() not in ("", "others")
    ]
