"""Safety: which harms were reported, in whom, by which route, and which studies looked for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.truncation import GROUP_LIST, LONGEST_OPEN, truncate
from evidence.synthesis.comparison_labels import join_words
from evidence.synthesis.counts import StudyCounts
from evidence.synthesis.harms import (
    HarmComparison,
    Reporting,
    RouteHarms,
    harm_rate,
    harm_reporting,
    harm_sentences,
    harms_by_route,
    serious_harm,
    why_no_rate,
)
from studies.choices import OutcomeDomain, PoolMeasure, Serious
from studies.models import AdverseEvent, ReportedPool, Study
from studies.numerics.number_formatting import count, percent, plural, trials
from studies.presentation.reported_values import estimate_text
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, source_of, web_link
from studies.reported.rows import HarmRow

NO_OZONE_ARM = "Counted in arms without ozone alone"
# Smaller shares are printed with a second decimal.
SMALL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class ArmCount:
    """What one arm counted: people with the harm of people treated, and the rate that follows."""

    arm: str
    count: str
    rate: str


@dataclass(frozen=True, slots=True)
class HarmItem:
    """One harm of one study as its line shows it. ``why_no_rate`` says why no rate follows, if none does."""

    event: str
    serious: str
    is_serious: bool
    study: str
    href: str
    facts: tuple[str, ...]
    arm_count: ArmCount
    comparators: tuple[ArmCount, ...]
    why_no_rate: str
    source: SourceLink


@dataclass(frozen=True, slots=True)
class RouteGroupItems:
    """The harms of one group of routes; ``more`` of them are not shown."""

    title: str
    items: tuple[HarmItem, ...]
    more: int = 0


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
    reviews: tuple[ReviewFigure, ...]

    @property
    def counts(self) -> int:
        """Harms counted among people treated that are shown."""
        return sum(len(group.items) for group in self.counted)

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
    rated = {(row.study.id, row.event) for row in others if not why_no_rate(row)}

    def groups(rows: Sequence[HarmRow]) -> tuple[RouteGroupItems, ...]:
        return tuple(_group(group, condition_names, naming) for group in harms_by_route(rows))

    return SafetySection(
        anchor=anchor,
        title=title,
        sentences=tuple(_sentences(harms, counts)),
        signals=groups(signals),
        counted=groups([row for row in others if (row.study.id, row.event) in rated]),
        without_rate=groups([row for row in others if (row.study.id, row.event) not in rated]),
        reviews=tuple(figure for review in reviews for figure in _figures(review, condition_names, naming)),
    )


def _sentences(harms: Sequence[HarmRow], counts: StudyCounts) -> list[str]:
    """Serious harm in randomised trials, harms of case reports, and how many studies report on harm."""
    isolating = {study.id for study in counts.isolating}
    others = {study.id for study in counts.others} - {row.study.id for row in harms if row.is_signal}
    trial_count, *case_reports = harm_sentences(serious_harm(harms, isolating))
    # A count of none is never printed before the harms of case reports.
    sentences = [*case_reports, trial_count]
    if isolating:
        of = f"Of {trials(len(isolating))} that {'isolates' if len(isolating) == 1 else 'isolate'} ozone"
        sentences.append(_reporting_sentence(harm_reporting(harms, isolating), of))
    if others:
        of = f"Of {plural(len(others), 'other study', 'other studies')}, excluding case reports of harm"
        sentences.append(_reporting_sentence(harm_reporting(harms, others), of))
    return sentences


def _reporting_sentence(found: Reporting, of: str) -> str:
    silent = found.studies - found.counting - found.mentioning
    parts = [f"{count(found.counting)} counted a harm in the text read"]
    if found.mentioning:
        parts.append(
            f"{count(found.mentioning)} {'mentions' if found.mentioning == 1 else 'mention'} harm without a count"
        )
    if silent:
        parts.append(f"{count(silent)} {'says' if silent == 1 else 'say'} nothing of it there")
    return f"{of}, {join_words(parts)}."


def _group(group: RouteHarms, names: Mapping[str, str], naming: StudyNamer) -> RouteGroupItems:
    label = group.route.label if group.route else NO_OZONE_ARM
    items = truncate(group.lines, lambda line: _item(line, names, naming), GROUP_LIST)
    return RouteGroupItems(label[:1].upper() + label[1:], items.rows, more=items.more)


def _item(line: HarmComparison, names: Mapping[str, str], naming: StudyNamer) -> HarmItem:
    row = line.row
    facts = (
        row.study.design_label,
        names[row.arm.condition] if len(names) > 1 else "",
        row.arm.stratum.replace("-", " "),
    )
    return HarmItem(
        event=row.event,
        serious=row.serious.label,
        is_serious=row.serious is Serious.YES,
        study=row.study.label,
        href=f"{reverse('study', args=[row.study.slug])}#harm-{row.id}",
        facts=tuple(filter(None, facts)),
        arm_count=_arm_count(row),
        comparators=tuple(_arm_count(other) for other in line.comparators),
        why_no_rate=why_no_rate(row),
        source=SourceLink(
            link=web_link(row.provenance.source_url), place=row.provenance.locator, read_as="", note=naming(row.note)
        ),
    )


def _arm_count(row: HarmRow) -> ArmCount:
    return ArmCount(arm=row.arm.label, count=_people(row), rate=_rate(row))


def _people(row: HarmRow) -> str:
    if row.n_events is None:
        return "not counted"
    if row.n_at_risk is None:
        return plural(row.n_events, "person", "people") if row.n_events else "none"
    return f"{count(row.n_events)} of {count(row.n_at_risk)}"


def _rate(row: HarmRow) -> str:
    bounds = harm_rate(row)
    if bounds is None or not row.n_at_risk:
        return ""
    if not row.n_events:
        return f"up to {_share(bounds.high)} cannot be excluded"
    return f"{_share(row.n_events / row.n_at_risk)}, 95% CI {_share(bounds.low)} to {_share(bounds.high)}"


def _share(share: float) -> str:
    return percent(share, digits=2 if share < SMALL_SHARE else 1)


def _figures(review: Study, conditions: Collection[str], naming: StudyNamer) -> list[ReviewFigure]:
    """What a review pooled of harm in these conditions, else the harms that it names."""
    address, pooled = review.get_absolute_url(), review.reported_pools.all()
    pools = [pool for pool in pooled if pool.measure.domain == OutcomeDomain.HARM and pool.condition.slug in conditions]
    named = review.adverse_events.all() if review.condition.slug in conditions else ()
    events = [event for event in named if event.n_events is not None or not pools]

    def figure(place: str, what: str, text: str, record: ReportedPool | AdverseEvent) -> ReviewFigure:
        return ReviewFigure(review.label, f"{address}#{place}-{record.pk}", what, text, source_of(record, naming))

    return [
        *(figure("pool", pool.outcome_name or pool.measure.name, _pool_text(pool), pool) for pool in pools),
        *(figure("harm", event.event, _event_text(event), event) for event in events),
    ]


def _pool_text(pool: ReportedPool) -> str:
    if pool.effect_measure == PoolMeasure.PROPORTION:
        return f"{estimate_text(pool)} percent"
    return f"{pool.get_effect_measure_display()} {estimate_text(pool)}"


def _event_text(event: AdverseEvent) -> str:
    if event.n_events is None:
        return "not counted in the text read"
    of = f" of {count(event.n_at_risk)}" if event.n_at_risk else ""
    return f"{count(event.n_events)}{of}"
