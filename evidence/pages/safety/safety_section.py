"""Safety: which harms were reported, in whom, by which route, and which studies looked for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.findings.truncation import LONGEST_OPEN, TruncatedList
from evidence.pages.safety.harm_comparisons import HarmAnswerLine, harm_comparisons
from evidence.pages.safety.harm_tables import (
    CellsOf,
    RouteGroupItems,
    cells_of_count,
    cells_of_signal,
    cells_without_rate,
    harm_group,
)
from evidence.synthesis.comparison_labels import join_words
from evidence.synthesis.counts import StudyCounts
from evidence.synthesis.harm_sentences import harm_sentences
from evidence.synthesis.harms import Reporting, harm_reporting, harms_by_route, why_no_rate
from evidence.synthesis.serious_harm import serious_harm
from studies.choices import Fatal, OutcomeDomain, PoolMeasure
from studies.models import AdverseEvent, ReportedPool, Study
from studies.numerics.number_formatting import count, plural, trials
from studies.presentation.reported_values import estimate_text
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, source_of
from studies.reported.rows import HarmRow
from studies.reported.text_keys import name_key


@dataclass(frozen=True, slots=True)
class ReviewFigure:
    """A figure of harm that a review printed: its own sum, which cannot be checked here."""

    review: str
    href: str
    what: str
    text: str
    source: SourceLink


@dataclass(frozen=True, slots=True)
class SafetySection:
    """Everything on harm in some conditions, for the page of one condition or for all."""

    anchor: str
    title: str
    sentences: tuple[str, ...]
    signals: tuple[RouteGroupItems, ...]
    counted: tuple[RouteGroupItems, ...]
    without_rate: tuple[RouteGroupItems, ...]
    comparisons: TruncatedList[HarmAnswerLine]
    reviews: tuple[ReviewFigure, ...]

    @property
    def counts(self) -> int:
        """Harms counted among people treated."""
        return sum(group.total for group in self.counted)

    @property
    def is_truncated(self) -> bool:
        """Whether some harm is not in its tables."""
        groups = (*self.signals, *self.counted, *self.without_rate)
        return any(group.more for group in groups)

    @property
    def folds_counts(self) -> bool:
        """Whether they are too many to be shown unfolded."""
        return self.counts > LONGEST_OPEN

    @property
    def is_empty(self) -> bool:
        """Whether no study and no review reports on harm."""
        return not (self.signals or self.counted or self.without_rate or self.reviews)


def safety_section(
    harms: Sequence[HarmRow],
    counts: StudyCounts,
    condition_names: Mapping[str, str],
    reviews: Iterable[Study],
    naming: StudyNamer,
    *,
    anchor: str = "safety",
    title: str = "Safety",
) -> SafetySection:
    """Prepare the harms of these conditions (names by slug).

    ``counts`` are of the studies that could report harms; the figures of ``reviews`` for these conditions are shown.
    """
    signals = [row for row in harms if row.is_signal]
    others = [row for row in harms if not row.is_signal]
    rated = {_harm(row) for row in others if not why_no_rate(row)}

    def groups(rows: Sequence[HarmRow], cells_of: CellsOf) -> tuple[RouteGroupItems, ...]:
        return tuple(harm_group(group, cells_of, condition_names, naming) for group in harms_by_route(rows))

    return SafetySection(
        anchor=anchor,
        title=title,
        sentences=tuple(_sentences(harms, counts)),
        signals=groups(signals, cells_of_signal),
        counted=groups([row for row in others if _harm(row) in rated], cells_of_count),
        without_rate=groups([row for row in others if _harm(row) not in rated], cells_without_rate),
        comparisons=harm_comparisons(harms),
        reviews=tuple(figure for review in reviews for figure in _figures(review, condition_names, naming)),
    )


def _harm(row: HarmRow) -> tuple[int, str]:
    return row.study.id, name_key(row.event)


def _sentences(harms: Sequence[HarmRow], counts: StudyCounts) -> list[str]:
    """Serious harm in randomised trials, harms of case reports, and how many studies report on harm."""
    isolating = counts.isolating_ids
    others = {study.id for study in counts.others} - {row.study.id for row in harms if row.is_signal}
    sentences = harm_sentences(serious_harm(harms, isolating))
    if isolating:
        of = f"Of {trials(len(isolating))} that {'isolates' if len(isolating) == 1 else 'isolate'} ozone"
        sentences.append(_reporting_sentence(harm_reporting(harms, isolating), of))
    if others:
        of = f"Of {plural(len(others), 'other study', 'other studies')}, excluding case reports of harm"
        sentences.append(_reporting_sentence(harm_reporting(harms, others), of))
    return sentences


def _reporting_sentence(found: Reporting, of: str) -> str:
    silent = found.studies - found.counting - found.mentioning
    parts = [f"{count(found.counting) if found.counting else 'none'} counted a harm in the text read"]
    if found.mentioning:
        parts.append(
            f"{count(found.mentioning)} {'mentions' if found.mentioning == 1 else 'mention'} harm without a count"
        )
    if silent:
        parts.append(f"{count(silent)} {'says' if silent == 1 else 'say'} nothing of it there")
    return f"{of}, {join_words(parts)}."


def _figures(review: Study, conditions: Collection[str], naming: StudyNamer) -> list[ReviewFigure]:
    """What a review pooled of harm in these conditions, else the harms that it names."""
    address, pooled = review.get_absolute_url(), review.reported_pools.all()
    pools = [pool for pool in pooled if pool.measure.domain == OutcomeDomain.HARM and pool.condition.slug in conditions]
    named = review.adverse_events.all() if review.condition.slug in conditions else ()
    events = [event for event in named if event.n_events is not None or not pools]

    def figure(place: str, what: str, text: str, record: ReportedPool | AdverseEvent) -> ReviewFigure:
        return ReviewFigure(review.label, f"{address}#{place}-{record.address}", what, text, source_of(record, naming))

    return [
        *(figure("pool", pool.outcome_name or pool.measure.name, _pool_text(pool), pool) for pool in pools),
        *(figure("harm", _event_name(event), _event_text(event), event) for event in events),
    ]


def _pool_text(pool: ReportedPool) -> str:
    if pool.effect_measure == PoolMeasure.PROPORTION:
        return f"{estimate_text(pool)} percent"
    return f"{pool.get_effect_measure_display()} {estimate_text(pool)}"


def _event_name(event: AdverseEvent) -> str:
    return f"{event.event} (fatal)" if event.fatal == Fatal.YES else event.event


def _event_text(event: AdverseEvent) -> str:
    if event.n_events is None:
        return "not counted in the text read"
    of = f" of {count(event.n_at_risk)}" if event.n_at_risk else ""
    return f"{count(event.n_events)}{of}"
