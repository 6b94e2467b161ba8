"""One comparison by dose and route: effects against concentration, volume and sessions, and what does not follow."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse

from evidence.figures.covariate_plot import (
    SMALL,
    CovariatePlot,
    PlottedStudy,
    PlotText,
    axis_for,
    draw_covariate_plot,
)
from evidence.findings.kept_studies import current_studies
from evidence.findings.text_table import TextTable
from evidence.findings.truncation import LONGEST_OPEN, TruncatedList, truncate
from evidence.pages.dose.dose_rows import DoseRow, dose_table, first_dose_rows, stated_text
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.regression import STUDIES_PER_MODERATOR
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, ComparisonWords
from evidence.synthesis.dose_response import DOSES, DosePanel, DoseSection, dose_sections
from evidence.synthesis.eligibility import judge_evidence
from evidence.synthesis.exploration_regressions import CovariateExploration
from evidence.synthesis.study_covariates import Covariate
from studies.models import Condition
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import plural
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, refused, show_page
from studies.reported.comparisons import Comparison
from studies.reported.pairing import ArmPair, arm_pairs, arms_by_study
from studies.reported.rows import ArmRow
from studies.reported.text_keys import name_key
from studies.reported.windows import Window
from studies.revisions.shared_readings import share_reading
from studies.selectors import read_evidence


class TimeForm(forms.Form):
    """The time that a reader asks for."""

    window = forms.ChoiceField(label="Time", required=False, choices=[("", "most studies"), *Window.choices()])

    def to_window(self) -> Window | None:
        """The window of the address; None for the default, and where the address is not valid (the form says why)."""
        chosen = self.cleaned_data["window"] if self.is_valid() else ""
        return Window(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class DoseFigures:
    """The small multiples of one dose, a figure a route, on shared axes."""

    title: str
    plots: tuple[CovariatePlot, ...]

    @property
    def has_hollow(self) -> bool:
        """Whether a study that is not randomised is among those drawn."""
        return any(bubble.study.is_hollow for plot in self.plots for bubble in plot.bubbles)


@dataclass(frozen=True, slots=True)
class DosePart:
    """One outcome: how many studies state a dose, the figures, and the table that is their twin."""

    anchor: str
    title: str
    stated: str
    times: tuple[tuple[str, int, str], ...]
    figures: tuple[DoseFigures, ...]
    notes: tuple[str, ...]
    table: TextTable
    rows: TruncatedList[DoseRow]

    @property
    def has_few_rows(self) -> bool:
        """Whether the page shows the table unfolded."""
        return self.rows.total <= LONGEST_OPEN


@dataclass(frozen=True, slots=True)
class DosePage:
    """Everything on the page. ``dose_trials`` are randomised trials of one dose against another, ``others`` the other
    comparisons on record: each a name and an address. ``conditions`` are names by slug.

    ``sections`` are what the parts are of, each with all its studies; what is kept of a page has none.
    """

    comparison: Comparison
    words: ComparisonWords
    window: Window | None
    conditions: dict[str, str]
    parts: tuple[DosePart, ...]
    sections: tuple[DoseSection, ...]
    dose_trials: TruncatedList[tuple[str, str]]
    others: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The query string of the chosen time, with its question mark; empty for the default."""
        return f"?window={self.window.value}" if self.window else ""


class ComparedArms(NamedTuple):
    """Every two arms of a study with these conditions, the comparisons on record, and all answers of one of them."""

    pairs: Iterable[ArmPair]
    present: Collection[Comparison]
    answers: Sequence[Answer]


def dose_page(comparison: Comparison, window: Window | None = None) -> DosePage:
    """Read the evidence on back pain and set the effects of one comparison against their doses."""
    names = dict(Condition.objects.filter(in_back_pain=True).values_list("slug", "name"))
    found = _kept_arms(comparison, tuple(names)) or _read_arms(comparison, tuple(names))
    sections = tuple(section for section in dose_sections(found.answers, window) if section.entries)
    return DosePage(
        comparison=comparison,
        words=COMPARISON_WORDS[comparison],
        window=window,
        conditions=names,
        parts=tuple(_part(comparison, section, names, place) for place, section in enumerate(sections)),
        sections=sections,
        dose_trials=_dose_trials(found.pairs),
        others=tuple(
            (words.heading, reverse("dose", args=[other.value]))
            for other, words in COMPARISON_WORDS.items()
            if other in found.present and other is not comparison
        ),
    )


def _kept_arms(comparison: Comparison, conditions: Sequence[str]) -> ComparedArms | None:
    """By what is kept of the studies with these conditions (slugs); None where that is of no use."""
    current = current_studies(conditions)
    if current is None:
        return None
    studies, answers = arms_by_study(current.studies.arms).values(), current.studies.answers
    return ComparedArms(
        (pair for arms in studies for pair in arm_pairs(arms)),
        {answer.question.comparison for answer in answers},
        [answer for answer in answers if answer.question.comparison is comparison],
    )


def _read_arms(comparison: Comparison, conditions: Sequence[str]) -> ComparedArms:
    """From all rows of the studies with these conditions (slugs)."""
    judged = share_reading("judged by condition", conditions, lambda: judge_evidence(read_evidence(conditions)))
    return ComparedArms(
        (item.pair for item in judged),
        {item.pair.compared.comparison for item in judged if item.contrast},
        synthesise(item for item in judged if item.pair.compared.comparison is comparison).answers,
    )


def _dose_trials(pairs: Iterable[ArmPair]) -> TruncatedList[tuple[str, str]]:
    """Randomised trials of which two arms received the same but for the dose of ozone."""
    found = {
        pair.ozone.study.label: reverse("study", args=[pair.ozone.study.slug])
        for pair in pairs
        if pair.ozone.study.is_randomised
        and pair.ozone.components == pair.comparator.components
        and any(a and b and a != b for a, b in zip(_doses(pair.ozone), _doses(pair.comparator), strict=True))
    }
    return truncate(sorted(found.items()), lambda trial: trial)


def _doses(arm: ArmRow) -> tuple[tuple[float, float] | None, ...]:
    return (arm.concentration_range, arm.volume_range, arm.sessions_range)


def _part(comparison: Comparison, section: DoseSection, names: dict[str, str], place: int) -> DosePart:
    """A critical outcome that was measured at the time."""
    question, address = section.question, reverse("dose", args=[comparison.value])
    title = f"{question.outcome.title}, {question.window.label}"
    if question.base:
        title = f"{title}, {question.words.heading.lower()}"
    rows = first_dose_rows(section, names)
    return DosePart(
        anchor=f"outcome-{place + 1}",
        title=title,
        stated=stated_text(section, DOSES),
        times=tuple(
            (window.label, studies, f"{address}?window={window.value}")
            for window, studies in section.windows
            if window is not question.window
        ),
        figures=tuple(_figures(title, covariate, panels) for covariate, panels in section.panels),
        notes=tuple(dict.fromkeys(_note(panel) for _, panels in section.panels for panel in panels)),
        table=dose_table(f"{title}: each study with its dose", rows.rows),
        rows=rows,
    )


def _note(panel: DosePanel) -> str:
    """Why the figures of a route have no line, or what a line is."""
    route, k = panel.route.label, len(panel.randomised.points)
    against = panel.randomised.covariate.label.lower()
    if panel.randomised.slope:
        return f"{route.capitalize()}, {against}: the line is a meta-regression of {k} randomised trials."
    words = f"{route.capitalize()}, {against}: {plural(k, 'randomised trial')} and no line"
    return f"{words} (a line needs {STUDIES_PER_MODERATOR})." if k < STUDIES_PER_MODERATOR else f"{words}."


def _figures(title: str, covariate: Covariate, panels: Sequence[DosePanel]) -> DoseFigures:
    """The panels of one dose: one horizontal axis for all, one vertical axis for all with the same measure."""
    plots = [_plot(title, covariate, panel, panels) for panel in panels]
    return DoseFigures(f"Against {covariate.label.lower()}", tuple(plot for plot in plots if plot))


def _plot(title: str, covariate: Covariate, panel: DosePanel, panels: Sequence[DosePanel]) -> CovariatePlot | None:
    """The figure of one route; None where its numbers cannot be drawn."""
    alike = [each for each in panels if (each.measure, name_key(each.scale)) == (panel.measure, name_key(panel.scale))]
    points = [point for each in alike for point in each.points]
    lines = [at.estimate for each in alike if each.randomised.slope for at in each.randomised.slope.line]
    values = [point.value for each in panels for point in each.points]
    slope = panel.randomised.slope
    text = PlotText(
        f"{title}, {panel.route.label}: effect against {covariate.label.lower()}",
        covariate.axis_label,
        f"{panel.measure.value}, {panel.scale}" if panel.measure is Measure.MD else panel.measure.value,
        panel.route.label,
    )
    try:
        return draw_covariate_plot(
            [*_plotted(panel.randomised, is_hollow=False), *_plotted(panel.others, is_hollow=True)],
            text,
            axis_for([*(point.estimate for point in points), *lines], is_ratio=panel.measure.is_ratio),
            values=(min(values), max(values)),
            heaviest=max(point.precision for point in points),
            line=[(at.value, at.estimate, at.low, at.high) for at in slope.line] if slope else (),
            size=SMALL,
        )
    except StatisticsError:
        return None


def _plotted(found: CovariateExploration, *, is_hollow: bool) -> list[PlottedStudy]:
    return [
        PlottedStudy(point.study, point.value, point.estimate, point.precision, is_hollow=is_hollow)
        for point in found.points
    ]


def comparison_or_404(value: str) -> Comparison:
    """The comparison of an address, where it isolates ozone."""
    found = next((item for item in COMPARISON_WORDS if item.value == value), None)
    if found is None:
        raise Http404("There is no such comparison.")
    return found


@show_page("evidence/pages/dose/dose_page.html", shared=True)
@query_parameters(*TimeForm.base_fields)
def dose_detail(request: HttpRequest, comparison: str) -> Context:
    form = TimeForm(request.GET)
    page = dose_page(comparison_or_404(comparison), form.to_window())
    return {"page": replace(page, sections=()), "form": form, **refused(form.errors)}
