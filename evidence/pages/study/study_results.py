"""What a study reports besides the results of its arms: differences as printed, and harms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.findings.answer_texts import contrast_href
from evidence.pages.study.result_grid import GridSources
from evidence.synthesis.eligibility import Judged
from studies.choices import Fatal
from studies.models import AdverseEvent, Arm, ReportedContrast
from studies.numerics.number_formatting import weeks_text
from studies.presentation.query_texts import QueryView, queries_about_contrast
from studies.presentation.reported_values import difference_text, p_of_test_text
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, source_of
from studies.reported.printed_differences import printed_row
from studies.reported.reported_numbers import NumberShare


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """A difference between two arms as the trial printed it; ``href`` is the page of their contrast, where one is."""

    contrast: ReportedContrast
    outcome: str
    time: str
    text: str
    p: str
    direction: str
    source: SourceLink
    queries: tuple[QueryView, ...]
    href: str
    remarks: tuple[int, ...]
    share: NumberShare


@dataclass(frozen=True, slots=True)
class ContrastGroup:
    """The printed differences between two arms."""

    arms: str
    lines: tuple[ContrastLine, ...]


@dataclass(frozen=True, slots=True)
class StudyHarmLine:
    """A harm that a study reports."""

    event: AdverseEvent
    arm: str
    count: str
    serious: str
    denominator: str
    source: SourceLink
    remarks: tuple[int, ...]
    share: NumberShare


def contrast_groups(
    contrasts: Iterable[ReportedContrast],
    arms: Sequence[Arm],
    queries: Sequence[QueryView],
    name_studies: StudyNamer,
    made_of: GridSources,
    judged: Iterable[Judged],
) -> tuple[ContrastGroup, ...]:
    """Differences that the trial printed, by arms, with the queries about P values and conclusions."""
    by_number, hrefs = {arm.pk: arm for arm in arms}, _contrast_pages(judged)
    found: dict[str, list[ContrastLine]] = {}
    for contrast in contrasts:
        line = ContrastLine(
            contrast=contrast,
            outcome=contrast.outcome_name or contrast.measure.name,
            time="time not stated" if contrast.weeks is None else weeks_text(contrast.weeks),
            text="; ".join(part for part in (contrast.result_text, difference_text(contrast)) if part),
            p=p_of_test_text(contrast),
            direction=contrast.get_direction_display(),
            source=source_of(contrast, name_studies),
            queries=queries_about_contrast(contrast, queries, _printed_times(contrast, arms)),
            href=hrefs.get(contrast.pk, ""),
            remarks=made_of.remarks.of(contrast),
            share=made_of.shares["contrast", contrast.pk],
        )
        found.setdefault(_both(by_number[contrast.arm_a_id], by_number[contrast.arm_b_id]), []).append(line)
    return tuple(ContrastGroup(arms, tuple(lines)) for arms, lines in found.items())


def _both(first: Arm, second: Arm) -> str:
    stratum = f", only: {first.stratum.replace('-', ' ')}" if first.stratum else ""
    return f"{first.label} v {second.label}{stratum}"


def _contrast_pages(judged: Iterable[Judged]) -> dict[int, str]:
    """The page of the contrast that a printed difference, by its number, belongs to."""
    contrasts = [item.contrast for item in judged if item.contrast]
    with_page = [each for each in contrasts if (each.ozone and each.comparator) or printed_row(each)]
    return {row.id: contrast_href(each) for each in with_page for row in each.reported}


def _printed_times(contrast: ReportedContrast, arms: Sequence[Arm]) -> set[str]:
    """The printed times of the results of these arms at the time of the difference."""
    return {
        result.timepoint_label
        for arm in arms
        if arm.pk in (contrast.arm_a_id, contrast.arm_b_id)
        for result in arm.results.all()
        if result.measure_id == contrast.measure_id and result.weeks == contrast.weeks
    }


def harm_lines(
    events: Iterable[AdverseEvent], name_studies: StudyNamer, made_of: GridSources
) -> tuple[StudyHarmLine, ...]:
    """Harms as reported: a number, none, or not counted."""
    return tuple(
        StudyHarmLine(
            event=event,
            arm=event.arm.label if event.arm else "arm not stated",
            count=_harm_count(event),
            serious=_severity(event),
            denominator=event.get_denominator_kind_display(),
            source=source_of(event, name_studies),
            remarks=made_of.remarks.of(event),
            share=made_of.shares["harm", event.pk],
        )
        for event in events
    )


def _severity(event: AdverseEvent) -> str:
    """Whether people died of it, where the record says so, else whether it is serious."""
    return event.get_fatal_display() if event.fatal == Fatal.YES else event.get_serious_display()


def _harm_count(event: AdverseEvent) -> str:
    if event.n_events is None:
        return "not counted"
    number = "none" if event.n_events == 0 else str(event.n_events)
    return f"{number} of {event.n_at_risk}" if event.n_at_risk is not None else number
