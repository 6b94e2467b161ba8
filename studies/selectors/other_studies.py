"""Records of the database as the plain rows that checks look at. The only reader of models here."""

from collections import defaultdict
from math import sqrt
from statistics import median

from django.db.models import Q, QuerySet

from studies.choices import ArmRole, HigherIs, Kind, OutcomeDomain, StudyStatus
from studies.models import (
    OutcomeMeasure,
    OutcomeResult,
    Study,
)
from studies.numerics.magnitudes import is_measurable
from studies.numerics.scale_ends import scale_ends
from studies.reported.checked_rows import (
    MeasureRow,
    StudyIdentity,
)
from studies.reported.reference_values import Numbers, ReferenceValues, SpreadKey, spread_key
from studies.selectors.checked_studies import measure_row, work_row


def read_others() -> ReferenceValues:
    """What primary studies report that readers may see: four queries over columns, not records."""
    spreads, numbers = _spreads_and_numbers()
    return ReferenceValues(spreads=spreads, control_rates=_control_rates(), works=_works(), numbers=numbers)


def _spreads_and_numbers() -> tuple[dict[SpreadKey, dict[str, float]], dict[Numbers, frozenset[str]]]:
    shares: dict[SpreadKey, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    numbers: dict[Numbers, set[str]] = defaultdict(set)
    measures = {measure.pk: measure_row(measure) for measure in OutcomeMeasure.objects.all()}
    fields = ("arm__study__slug", "measure_id", "weeks", "n", "mean", "sd", "se", "scale_min", "scale_max")
    rows = _reported().filter(Q(sd__isnull=False) | Q(se__isnull=False), mean__isnull=False, is_change=False)
    for study, measure_id, weeks, n, mean, sd, se, low, high in rows.values_list(*fields):
        measure = measures[measure_id]
        numbers[measure.slug, weeks, n, mean, se if sd is None else sd].add(study)
        spread = sd if sd is not None else se * sqrt(n) if n else None
        length = _length(measure, low, high)
        if spread and length and is_measurable(spread) and is_measurable(length):
            shares[spread_key(measure, weeks)][study].append(spread / length)
    medians = {key: {study: median(found) for study, found in studies.items()} for key, studies in shares.items()}
    return medians, {key: frozenset(found) for key, found in numbers.items()}


def _length(measure: MeasureRow, low: float | None, high: float | None) -> float | None:
    bottom, top = scale_ends((low, high), (measure.range_min, measure.range_max))
    return top - bottom if bottom is not None and top is not None and top > bottom else None


def _control_rates() -> dict[str, float]:
    rows = (
        _reported()
        .filter(arm__role=ArmRole.COMPARATOR, measure__domain=OutcomeDomain.SUCCESS, measure__higher_is=HigherIs.BETTER)
        .exclude(weeks=0)
    )
    shares: dict[str, list[float]] = defaultdict(list)
    for study, events, n, percent in rows.values_list("arm__study__slug", "events", "n", "percent"):
        if percent is not None and 0 <= percent <= 100:
            shares[study].append(percent / 100)
        elif events is not None and n:
            shares[study].append(events / n)
    return {study: median(found) for study, found in shares.items()}


def _works() -> dict[str, tuple[StudyIdentity, ...]]:
    """Studies under the family names of their authors and under their identifiers."""
    studies = Study.objects.primary().visible().select_related("condition").prefetch_related("publications")
    under: dict[str, list[StudyIdentity]] = defaultdict(list)
    for study in studies:
        work = work_row(study, study.publications.all())
        for key in (*(author.family for author in work.authors), *work.identifiers):
            under[key].append(work)
    return {key: tuple(found) for key, found in under.items()}


def _reported() -> "QuerySet[OutcomeResult]":
    return OutcomeResult.objects.filter(arm__study__kind=Kind.PRIMARY).exclude(arm__study__standing=StudyStatus.DRAFT)
