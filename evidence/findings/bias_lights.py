"""Risk of bias on pages of findings: lights by study and domain, weight by level, and judgements of other authors.

Lights come from assessments made here. Judgements printed in reviews, with older tools, are shown separately.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from evidence.figures.bias_bars import DIFFERING, LIGHTS, NO_DOMAIN, BarSegment, Light, light_for_level, stack_bar
from evidence.findings.drawn_order import lines_as_drawn
from evidence.findings.truncation import LONGEST_OPEN_LIST
from evidence.grading.answer_facts import weights
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import join_words, time_label
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.appraisal.instruments import INSTRUMENTS, domains_of
from studies.choices import BiasLevel, StudyStatus, Tool
from studies.models import RiskOfBias, Study
from studies.reported.contrasts import Contrast
from studies.reported.risk_of_bias_views import (
    OVERALL,
    BiasView,
    current_assessment,
    worst_level,
)
from studies.selectors.prepared_query import ANY_NUMBERS, PreparedQuery

NOT_ASSESSED_WORDS = "not assessed yet"
OVERALL_TITLE = "Overall"
# The heading of the column of overall lights.
ALL = "All"


@dataclass(frozen=True, slots=True)
class BiasColumn:
    """A domain of a tool, or overall."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class BiasMatrixRow:
    """One study's result and its lights; only the study where it is not assessed yet."""

    study: str
    href: str
    detail: str
    lights: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class BiasMatrix:
    """The results that were assessed with one tool, in the order of the forest plot."""

    tool: str
    columns: tuple[BiasColumn, ...]
    rows: tuple[BiasMatrixRow, ...]
    legend: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class BiasBar:
    """The weight at each level in one domain, or overall."""

    column: BiasColumn
    segments: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class PrintedJudgements:
    """What one review printed about one study with one tool; ``judgements`` pair a domain with its words."""

    study: Study
    tool: str
    review: Study | None
    judgements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BiasSection:
    """Everything about risk of bias on a finding's page. ``unassessed``: studies that have not been assessed yet."""

    matrices: tuple[BiasMatrix, ...]
    unassessed: tuple[BiasMatrixRow, ...]
    bars: tuple[BiasBar, ...]
    weighted_by: str
    printed: tuple[PrintedJudgements, ...]

    @property
    def has_few_printed(self) -> bool:
        """Whether the page shows the printed judgements unfolded."""
        return len(self.printed) <= LONGEST_OPEN_LIST


def bias_section(answer: Answer) -> BiasSection:
    """Prepare the section of one answer, with one query for printed judgements."""
    entries = answer.all_entries
    lines = lines_as_drawn(answer.entries, answer.unpooled)
    tools = tools_of(entries)
    return BiasSection(
        matrices=tuple(_matrix(tool, lines, columns_of((tool,), entries)) for tool in tools),
        unassessed=tuple(dict.fromkeys(_matrix_row(line, None, ()) for line in lines if assessment_of(line) is None)),
        bars=_bars(answer, columns_of(tools, entries)) if answer.k > 1 and tools_of(answer.entries) else (),
        weighted_by="weight in the pool" if answer.pooled else "precision, as nothing is pooled",
        printed=printed_judgements({entry.study.id for entry in entries}),
    )


def assessment_of(line: ContrastEffect) -> BiasView | None:
    """The current assessment of one line of an answer."""
    return current_assessment(line.arm.study.bias, line.first.measure.slug, line.first.weeks)


def level_words(contrast: Contrast) -> str:
    """The current overall level of one result of a study, in words, and on whose judgement it rests."""
    view = current_assessment(contrast.pair.ozone.study.bias, contrast.measure.slug, contrast.weeks)
    if view is None:
        return NOT_ASSESSED_WORDS
    return f"{join_words(level.label.lower() for level in view.levels_given(OVERALL))} ({view.basis_words})"


def tools_of(entries: Iterable[StudyEffect]) -> tuple[Tool, ...]:
    """The tools with which results of these entries were assessed, in the order of the vocabulary."""
    used = {view.tool for entry in entries for line in entry.lines if (view := assessment_of(line))}
    return tuple(tool for tool in Tool if tool in used)


def columns_of(tools: Sequence[Tool], entries: Iterable[StudyEffect]) -> tuple[BiasColumn, ...]:
    """The domains of one tool and overall; only overall for several tools, whose domains differ; none for no tool.

    A domain that only some versions of the tool have is a column where one of these entries was judged in it.
    """
    if not tools:
        return ()
    judged = {
        key for entry in entries for line in entry.lines if (view := assessment_of(line)) for key, _ in view.levels
    }
    judged |= _plain_domains(tools[0])
    sections = [each for each in domains_of(tools[0]) if each.key in judged] if len(tools) == 1 else []
    return (*(BiasColumn(section.key, section.title) for section in sections), BiasColumn(OVERALL, OVERALL_TITLE))


def _plain_domains(tool: Tool) -> set[str]:
    return {section.key for section in INSTRUMENTS[tool].judged_sections}


def lights_of(line: ContrastEffect, columns: Iterable[BiasColumn]) -> tuple[Light, ...]:
    """One light a column; empty where the line has not been assessed yet."""
    if assessment_of(line) is None:
        return ()
    return tuple(light_for_level(_worst_light([line], column.key)) for column in columns)


def study_lights(entry: StudyEffect, columns: Iterable[BiasColumn]) -> tuple[Light, ...]:
    """One light a column for a study in several lines: the worst of theirs; empty where none has been assessed."""
    if not any(map(assessment_of, entry.lines)):
        return ()
    return tuple(light_for_level(_worst_light(entry.lines, column.key)) for column in columns)


def printed_judgements(studies: Iterable[int]) -> tuple[PrintedJudgements, ...]:
    """Judgements printed about these studies; none from a review that readers may not see."""
    found: dict[tuple[int, str, int | None], list[RiskOfBias]] = {}
    for row in _JUDGEMENTS.records(sorted(studies)):
        found.setdefault((row.study_id, _tool_words(row), row.judged_by_id), []).append(row)
    return tuple(
        PrintedJudgements(
            group[0].study, tool, group[0].judged_by, tuple((_domain_words(row), row.judgement) for row in group)
        )
        for (_, tool, _), group in found.items()
    )


def _judgements_of(studies: Sequence[int]) -> "QuerySet[RiskOfBias]":
    rows = RiskOfBias.objects.filter(study__in=studies).exclude(
        Q(judged_by__isnull=False) & Q(judged_by__standing=StudyStatus.DRAFT)
    )
    return rows.select_related("study", "judged_by", "result__measure").order_by("study__label", "study_id", "id")


_JUDGEMENTS = PreparedQuery(_judgements_of, like=ANY_NUMBERS)


def _tool_words(row: RiskOfBias) -> str:
    return ", ".join(filter(None, (row.get_tool_display(), row.version)))


def _domain_words(row: RiskOfBias) -> str:
    return f"{row.domain} ({row.result.measure.name})" if row.result else row.domain


def _matrix(tool: Tool, lines: Iterable[ContrastEffect], columns: tuple[BiasColumn, ...]) -> BiasMatrix:
    assessed = [(line, view) for line in lines if (view := assessment_of(line)) and view.tool is tool]
    levels = {level.value for level in INSTRUMENTS[tool].overall_levels if isinstance(level, BiasLevel)}
    rows = tuple(dict.fromkeys(_matrix_row(line, view, lights_of(line, columns)) for line, view in assessed))
    shown = {light for row in rows for light in row.lights}
    return BiasMatrix(
        tool=tool.label,
        columns=columns,
        rows=rows,
        legend=tuple(light for kind, light in LIGHTS.items() if kind in levels or light in shown),
    )


def _matrix_row(line: ContrastEffect, view: BiasView | None, lights: tuple[Light, ...]) -> BiasMatrixRow:
    study = line.arm.study
    place = f"#{view.anchor}" if view else ""
    time = time_label(line.first.weeks, line.first.timepoint_label)
    detail = f"{line.first.measure.name}, {time} · {view.basis_words}" if view else ""
    return BiasMatrixRow(study.label, reverse("study", args=[study.slug]) + place, detail, lights)


def _bars(answer: Answer, columns: Iterable[BiasColumn]) -> tuple[BiasBar, ...]:
    shares = weights(answer)
    return tuple(
        BiasBar(column, stack_bar(zip(_lights_in(answer.entries, column.key), shares, strict=True)))
        for column in columns
    )


def _lights_in(entries: Iterable[StudyEffect], key: str) -> list[str | None]:
    return [_worst_light(entry.lines, key) for entry in entries]


def _worst_light(lines: Iterable[ContrastEffect], key: str) -> str | None:
    """The kind of light of some lines of a study in one domain: that people differ in one of them, else the worst."""
    views = [assessment_of(line) for line in lines]
    if any(view and dict(view.differences).get(key) for view in views):
        return DIFFERING
    if all(view and _has_no_domain(view, key) for view in views):
        return NO_DOMAIN
    return worst_level([dict(view.levels).get(key) if view else None for view in views])


def _has_no_domain(view: BiasView, key: str) -> bool:
    """Whether the version of the tool with which a study was judged lacks a domain that others have."""
    return key not in dict(view.levels) and key not in _plain_domains(view.tool) and key != OVERALL


def light_columns(answer: Answer) -> tuple[BiasColumn, ...]:
    """The columns of lights of an answer's forest plot; none while none of its studies has been assessed."""
    entries = answer.all_entries
    return columns_of(tools_of(entries), entries)


def headings_of(columns: Iterable[BiasColumn]) -> tuple[str, ...]:
    """The headings of columns of lights."""
    return tuple(ALL if column.key == OVERALL else column.key for column in columns)
