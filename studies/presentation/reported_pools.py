"""Pooled results and included studies that a review printed, prepared for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from studies.choices import StudyStatus
from studies.models import ReportedPool, ReviewInclusion, Study
from studies.presentation.reported_values import estimate_text, p_text, printed
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, source_of


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pooled result as the review printed it."""

    pool: ReportedPool
    outcome: str
    time: str
    measure: str
    text: str
    p: str
    size: str
    spread: str
    model: str
    larger_means: str
    source: SourceLink


def pool_lines(pools: Sequence[ReportedPool], name_studies: StudyNamer) -> tuple[PoolLine, ...]:
    """Every pooled result; what the review does not print is empty."""
    return tuple(
        PoolLine(
            pool=pool,
            outcome=pool_outcome(pool),
            time=pool.timepoint_label or "time not stated",
            measure=pool.get_effect_measure_display(),
            text=estimate_text(pool),
            p=p_text(pool),
            size=pool_size(pool),
            spread=_spread(pool),
            model=pool.get_model_display(),
            larger_means=pool.get_positive_is_display(),
            source=source_of(pool, name_studies),
        )
        for pool in pools
    )


def pool_outcome(pool: ReportedPool) -> str:
    """What was pooled, as printed, else by its instrument."""
    return pool.outcome_name or pool.measure.name


def pool_size(pool: ReportedPool) -> str:
    """Trials and people, as far as printed."""
    parts = [f"{pool.k} trials" if pool.k else "", f"{pool.n} people" if pool.n else ""]
    return ", ".join(part for part in parts if part)


def _spread(pool: ReportedPool) -> str:
    """The measures of heterogeneity that the review printed."""
    figures = (("I²", "i2", "%"), ("τ²", "tau2", ""), ("Q", "q", ""))
    return ", ".join(f"{name} {printed(pool, field)}{unit}" for name, field, unit in figures if printed(pool, field))


@dataclass(frozen=True, slots=True)
class InclusionLine:
    """A study that the review included: a study here, or only a citation."""

    study: Study | None
    citation: str
    list_complete: bool


def inclusion_lines(inclusions: Sequence[ReviewInclusion], name_studies: StudyNamer) -> tuple[InclusionLine, ...]:
    """The included studies; one that readers cannot see is shown only as the review cites it."""
    return tuple(
        InclusionLine(
            study=inclusion.study if inclusion.study and inclusion.study.standing != StudyStatus.DRAFT else None,
            citation=name_studies(inclusion.citation),
            list_complete=inclusion.list_complete,
        )
        for inclusion in inclusions
    )
