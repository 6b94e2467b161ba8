"""What a study reports besides the results of its arms: differences as printed, and harms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from evidence.findings.answer_texts import contrast_href
from evidence.pages.study.cell_marks import marks_html
from evidence.pages.study.grid_html import figure_link
from evidence.pages.study.result_grid import GridSources
from evidence.synthesis.eligibility import Judged
from studies.choices import DenominatorKind, Fatal, PrintedDirection
from studies.models import AdverseEvent, Arm, ReportedContrast
from studies.numerics.number_formatting import weeks_text
from studies.presentation.confirmed_share import confirmed
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.query_texts import QueryView, queries_about_contrast
from studies.presentation.reported_values import difference_text, p_of_test_text
from studies.presentation.study_sources import SourceLink
from studies.reported.printed_differences import printed_row
from studies.reported.reported_numbers import NumberShare

_LINE = """<tr role="row" id="reported-{}">
  <th scope="row" role="rowheader">{}</th>
  <td role="cell" data-label="Time">{}</td>
  <td role="cell" data-label="As printed">
    {}{}
    {}
    {}
  </td>
  <td role="cell" data-label="Direction">{}</td>
  <td role="cell" data-label="Read at">
    {}
    {}
  </td>
</tr>"""


class ContrastLine(NamedTuple):
    """A difference between two arms as the trial printed it; ``href`` is the page of their contrast, where one is."""

    address: str
    outcome: str
    time: str
    text: str
    p: str
    direction: str
    source: SourceLink
    queries: tuple[QueryView, ...]
    href: str
    marks: SafeString
    share: NumberShare

    @property
    def html(self) -> SafeString:
        """The row of the table."""
        return filled(
            _LINE,
            self.address,
            f"{self.outcome[:1].upper()}{self.outcome[1:]}",
            self.time,
            figure_link(self.href, self.text) if self.href else self.text,
            filled_if(", {}", self.p),
            confirmed(self.share),
            lines_of(query.beside_number for query in self.queries),
            self.direction,
            self.source.html,
            self.marks,
        )


@dataclass(frozen=True, slots=True)
class ContrastGroup:
    """The printed differences between two arms, their rows as HTML."""

    arms: str
    rows: SafeString
    differences: int


@dataclass(frozen=True, slots=True)
class StudyHarmLine:
    """A harm that a study reports."""

    event: AdverseEvent
    arm: str
    count: str
    serious: str
    denominator: str
    source: SourceLink
    marks: SafeString
    share: NumberShare


def contrast_groups(
    contrasts: Iterable[ReportedContrast],
    arms: Sequence[Arm],
    queries: Sequence[QueryView],
    made_of: GridSources,
    judged: Iterable[Judged],
) -> tuple[ContrastGroup, ...]:
    """Differences that the trial printed, by arms, with the queries about P values and conclusions."""
    by_number, hrefs, times = {arm.id: arm for arm in arms}, _contrast_pages(judged), _printed_times(arms)
    found: dict[str, list[SafeString]] = {}
    for contrast in contrasts:
        place = (contrast.measure_id, contrast.weeks)
        printed_times = times[contrast.arm_a_id, *place] | times[contrast.arm_b_id, *place]
        line = ContrastLine(
            address=contrast.address,
            outcome=contrast.outcome_name or contrast.measure.name,
            time="time not stated" if contrast.weeks is None else weeks_text(contrast.weeks),
            text="; ".join(part for part in (contrast.result_text, difference_text(contrast)) if part),
            p=p_of_test_text(contrast),
            direction=PrintedDirection(contrast.direction).label,
            source=made_of.sources["contrast", contrast.id],
            queries=queries_about_contrast(contrast, queries, printed_times),
            href=hrefs.get(contrast.id, ""),
            marks=marks_html((), made_of.remarks.of(contrast)),
            share=made_of.shares["contrast", contrast.id],
        )
        found.setdefault(_both(by_number[contrast.arm_a_id], by_number[contrast.arm_b_id]), []).append(line.html)
    return tuple(ContrastGroup(arms, lines_of(lines), len(lines)) for arms, lines in found.items())


def _both(first: Arm, second: Arm) -> str:
    stratum = f", only: {first.stratum.replace('-', ' ')}" if first.stratum else ""
    return f"{first.label} v {second.label}{stratum}"


def _contrast_pages(judged: Iterable[Judged]) -> dict[int, str]:
    """The page of the contrast that a printed difference, by its number, belongs to."""
    contrasts = [item.contrast for item in judged if item.contrast]
    with_page = [each for each in contrasts if (each.ozone and each.comparator) or printed_row(each)]
    return {row.id: contrast_href(each) for each in with_page for row in each.reported}


def _printed_times(arms: Iterable[Arm]) -> Mapping[tuple[int, int, float | None], set[str]]:
    """The times of results as printed, by arm, instrument and weeks."""
    found: dict[tuple[int, int, float | None], set[str]] = defaultdict(set)
    for arm in arms:
        for result in arm.results.all():
            found[arm.id, result.measure_id, result.weeks].add(result.timepoint_label)
    return found


def harm_lines(events: Iterable[AdverseEvent], made_of: GridSources) -> tuple[StudyHarmLine, ...]:
    """Harms as reported: a number, none, or not counted."""
    return tuple(
        StudyHarmLine(
            event=event,
            arm=event.arm.label if event.arm else "arm not stated",
            count=_harm_count(event),
            serious=_severity(event),
            denominator=DenominatorKind(event.denominator_kind).label,
            source=made_of.sources["harm", event.id],
            marks=marks_html((), made_of.remarks.of(event)),
            share=made_of.shares["harm", event.id],
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
