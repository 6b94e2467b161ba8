"""A finding explored: subgroups, dose, sessions and year, influence, small studies, and Bayesian answers next to it."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.figures.covariate_plot import CovariatePlot, PlottedStudy, PlotText, axis_for, draw_covariate_plot
from evidence.figures.forest import ForestPlot
from evidence.figures.funnel import FunnelPlot, draw_funnel
from evidence.filters import SELECTION_PARAMETERS
from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.finding import Finding
from evidence.findings.text_table import TextTable
from evidence.findings.truncation import LONGEST_OPEN
from evidence.pages.finding.bayes_texts import PRIOR_SOURCES, BayesSection, bayes_section
from evidence.pages.finding.chosen_finding import ChosenFinding, choose_finding_or_404
from evidence.pages.finding.explore_texts import (
    SubgroupSection,
    asymmetry_summary,
    contours_table,
    filled_table,
    funnel_tests_table,
    influence_table,
    missing_text,
    points_table,
    shares_table,
    slope_text,
    subgroup_section,
)
from evidence.pages.finding.prior_form import PriorForm, hidden_pairs
from evidence.pages.finding.step_plots import cumulative_plot, leave_one_out_plot
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.small_study import CONTOUR_LEVELS
from evidence.synthesis.answers import Answer
from evidence.synthesis.bayesian_answer import PriorChoice
from evidence.synthesis.comparison_labels import join_words
from evidence.synthesis.exploration import FindingExploration, explore_answer
from evidence.synthesis.exploration_asymmetry import AsymmetryExploration
from evidence.synthesis.exploration_regressions import CovariateExploration
from evidence.synthesis.question_title import question_title
from studies.numerics.distributions import z_critical
from studies.numerics.errors import StatisticsError
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, refused, show_page


@dataclass(frozen=True, slots=True)
class CovariateSection:
    """Effects against one covariate: figure, its table twin, and what a line says or why there is none."""

    key: str
    title: str
    plot: CovariatePlot | None
    table: TextTable | None
    missing: str
    text: str


@dataclass(frozen=True, slots=True)
class ExploredFinding:
    """Every part of the page for one answer in text, with the numbers behind it."""

    finding: Finding
    exploration: FindingExploration
    subgroups: tuple[SubgroupSection, ...]
    covariates: tuple[CovariateSection, ...]
    influence: TextTable | None
    influence_text: str
    leave_one_out: ForestPlot | None
    cumulative: ForestPlot | None
    funnel: FunnelPlot | None
    asymmetry_text: str
    asymmetry: tuple[TextTable, ...]
    shares: TextTable | None
    shares_text: str
    bayes: BayesSection

    @property
    def is_long(self) -> bool:
        """Whether figures with a row a study are folded."""
        return self.finding.k > LONGEST_OPEN


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """The page. ``explored`` is None where the answer that the reader sees has no usable figure, or there is none."""

    chosen: ChosenFinding
    explored: ExploredFinding | None
    prior_form: PriorForm
    hidden: tuple[tuple[str, str], ...]

    @property
    def question(self) -> str:
        """The question of the answer that the reader sees, as a heading."""
        return question_title((self.chosen.shown or self.chosen.finding).answer)

    @property
    def query(self) -> str:
        """The query string of the selection and of the priors; empty for the default."""
        return "&".join(filter(None, (self.chosen.query, self.prior_form.query())))


def explore_page(chosen: ChosenFinding, prior_form: PriorForm) -> ExplorePage:
    """Explore the answer that the reader sees: the default, or that of the selection."""
    shown = chosen.shown
    explored = explore_finding(shown, prior_form.to_choice()) if shown and shown.answer.is_usable else None
    return ExplorePage(chosen, explored, prior_form, hidden_pairs(chosen.query))


def explore_finding(finding: Finding, choice: PriorChoice) -> ExploredFinding:
    """Every part for one finding."""
    answer, measure = finding.answer, finding.answer.measure or Measure.GEN
    found = explore_answer(answer, finding.condition_names, finding.bands, choice)
    influence, asymmetry, shares = found.influence, found.asymmetry, found.thresholds.shares
    return ExploredFinding(
        finding=finding,
        exploration=found,
        subgroups=tuple(subgroup_section(item, measure) for item in found.subgroups),
        covariates=tuple(_covariate_section(item, finding) for item in found.covariates),
        influence=influence_table(influence.studies) if influence.studies else None,
        influence_text=_influence_text(found),
        leave_one_out=leave_one_out_plot(answer),
        cumulative=cumulative_plot(answer),
        funnel=_funnel(answer) if asymmetry.tests else None,
        asymmetry_text=asymmetry_summary(asymmetry),
        asymmetry=_asymmetry_tables(asymmetry, measure) if asymmetry.tests else (),
        shares=shares_table(shares, measure) if shares else None,
        shares_text=found.thresholds.reason,
        bayes=bayes_section(found.bayes, measure),
    )


def _asymmetry_tables(found: AsymmetryExploration, measure: Measure) -> tuple[TextTable, ...]:
    return (
        funnel_tests_table(found.tests),
        filled_table(found.filled, measure),
        contours_table(found.contours),
    )


def _influence_text(found: FindingExploration) -> str:
    if found.influence.reason:
        return found.influence.reason
    named = found.influence.influential
    if not named:
        return "No study passes a conventional bound of influence."
    return f"Beyond a conventional bound of influence: {join_words(named)}."


def _covariate_section(found: CovariateExploration, finding: Finding) -> CovariateSection:
    measure = finding.answer.measure or Measure.GEN
    return CovariateSection(
        key=found.covariate.key,
        title=found.covariate.label,
        plot=_plot(found, measure, f"{finding.title} against {found.covariate.label.lower()}"),
        table=points_table(found, measure) if found.points else None,
        missing=missing_text("Not drawn", found.without_value),
        text=slope_text(found, measure),
    )


def _plot(found: CovariateExploration, measure: Measure, title: str) -> CovariatePlot | None:
    """The figure; None where there is nothing to draw, or nothing that can be drawn."""
    studies = [PlottedStudy(point.study, point.value, point.estimate, point.weight) for point in found.points]
    line = [(at.value, at.estimate, at.low, at.high) for at in found.slope.line] if found.slope else []
    estimates = [*(study.estimate for study in studies), *(estimate for _, estimate, _, _ in line)]
    text = PlotText(title, found.covariate.axis_label, measure.value)
    try:
        return draw_covariate_plot(studies, text, axis_for(estimates, is_ratio=measure.is_ratio), line=line)
    except StatisticsError:
        return None


def _funnel(answer: Answer) -> FunnelPlot | None:
    try:
        return draw_funnel(
            [(entry.study.label, entry.effect.estimate, entry.effect.se) for entry in answer.entries],
            centre=0.0,
            contours=[(f"P {1 - level:.2f}", z_critical(level)) for level in reversed(CONTOUR_LEVELS)],
            title=f"Funnel plot of {answer.k} studies, contours about no difference",
        )
    except StatisticsError:
        return None


# What the addresses of this page and of its file know: a selection, and the priors.
EXPLORE_PARAMETERS = (*SELECTION_PARAMETERS, *PriorForm.base_fields)


def explore_page_or_404(request: HttpRequest, slug: str, anchor: str) -> ExplorePage:
    """The page at an address, with the selection and the priors of the request, or ``Http404``."""
    return explore_page(choose_finding_or_404(request, read_condition_or_404(slug), anchor), PriorForm(request.GET))


@show_page("evidence/pages/finding/explore_page.html", shared=True)
@query_parameters(*EXPLORE_PARAMETERS)
def finding_explore(request: HttpRequest, slug: str, anchor: str) -> Context:
    page = explore_page_or_404(request, slug, anchor)
    return {"page": page, "sources": PRIOR_SOURCES, **refused(page.prior_form.messages)}
