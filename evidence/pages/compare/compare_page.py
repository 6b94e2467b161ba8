"""Conditions by comparisons: for one outcome the row of every condition's answer, as a small estimate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from evidence.findings.comparison_cells import ComparedCell
from evidence.findings.condition_overview import ConditionOverview
from evidence.findings.every_overview import EveryOverview, read_every_overview
from evidence.findings.harm_cell import SeriousHarmCell, harm_cell
from evidence.findings.text_table import TextTable
from evidence.pages.compare.compared_table import compared_table
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, ComparisonWords
from studies.choices import CriticalOutcome
from studies.models import Condition
from studies.numerics.number_formatting import plural
from studies.presentation.query_parameters import QueryParameterError, query_parameters
from studies.presentation.show_page import Context, show_page
from studies.reported.comparisons import Comparison
from studies.reported.outcome_facts import OUTCOMES_OF_RESULTS
from studies.revisions.data_version import read_snapshot

TOGETHER = "Taken together: people of the rows above, once more"
ELSEWHERE = "Elsewhere in the body"


class OutcomeForm(forms.Form):
    """The outcome that a reader asks for; the first where the address names none."""

    outcome = forms.ChoiceField(required=False, choices=[(item.value, item.label) for item in OUTCOMES_OF_RESULTS])


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """An outcome that can be chosen; ``usable`` counts its usable figures in conditions that gather no others."""

    outcome: CriticalOutcome
    href: str
    usable: int


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns in which ozone was compared in one way."""

    way: str
    columns: tuple[ComparisonWords, ...]


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One condition under one comparison: several cells where procedures or mixtures differ, or none."""

    words: ComparisonWords
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One condition, with a place for each column. ``harm`` is of its people after ozone, whatever was compared."""

    condition: Condition
    trials: str
    harm: SeriousHarmCell
    places: tuple[ComparedPlace, ...]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """Conditions under one title, which is empty for those of the back that gather no others."""

    title: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything on the page. ``untried`` are conditions without a trial, ``absent`` comparisons that none made."""

    outcome: CriticalOutcome
    choices: tuple[OutcomeChoice, ...]
    groups: tuple[ColumnGroup, ...]
    sections: tuple[ComparedSection, ...]
    untried: tuple[Condition, ...]
    absent: tuple[ComparisonWords, ...]
    table: TextTable

    @property
    def address(self) -> str:
        """The address of the page with its outcome."""
        return _address(self.outcome)

    @property
    def columns(self) -> int:
        """How many columns there are, with those of the condition and of serious harm."""
        return 2 + sum(len(group.columns) for group in self.groups)


def compare_page(every: EveryOverview, outcome: CriticalOutcome) -> ComparePage:
    """Prepare the page of one outcome from the overviews of all conditions."""
    present = {cell.compared.comparison for item in every.overviews for cell in _cells(item, outcome)}
    columns = [comparison for comparison in COMPARISON_WORDS if comparison in present]
    sections = [
        ComparedSection(title, tuple(_row(item, columns, outcome) for item in found if item.compared))
        for title, found in _titled(every)
    ]
    return ComparePage(
        outcome=outcome,
        choices=tuple(_choice(item, every.leaves) for item in OUTCOMES_OF_RESULTS),
        groups=_groups(columns),
        sections=tuple(section for section in sections if section.rows),
        untried=tuple(item.condition for item in every.leaves if not item.compared),
        absent=tuple(words for comparison, words in COMPARISON_WORDS.items() if comparison not in present),
        table=compared_table(outcome, [item for _, found in _titled(every) for item in found]),
    )


def _titled(every: EveryOverview) -> list[tuple[str, list[ConditionOverview]]]:
    """The conditions in the order of the page."""
    return [
        ("", [item for item in every.leaves if item.condition.in_back_pain]),
        (TOGETHER, every.parents),
        (ELSEWHERE, [item for item in every.leaves if not item.condition.in_back_pain]),
    ]


def _choice(outcome: CriticalOutcome, leaves: Iterable[ConditionOverview]) -> OutcomeChoice:
    usable = sum(cell.estimate is not None for item in leaves for cell in _cells(item, outcome))
    return OutcomeChoice(outcome, _address(outcome), usable)


def _address(outcome: CriticalOutcome) -> str:
    return f"{reverse('compare')}?{urlencode({'outcome': outcome.value})}"


def _groups(columns: Sequence[Comparison]) -> tuple[ColumnGroup, ...]:
    words = [COMPARISON_WORDS[comparison] for comparison in columns]
    return tuple(ColumnGroup(way, tuple(found)) for way, found in groupby(words, lambda item: item.way))


def _row(overview: ConditionOverview, columns: Sequence[Comparison], outcome: CriticalOutcome) -> ComparedRow:
    found: dict[Comparison, list[ComparedCell]] = {}
    for cell in _cells(overview, outcome):
        found.setdefault(cell.compared.comparison, []).append(cell)
    return ComparedRow(
        overview.condition,
        plural(overview.trials.trials, "trial") if overview.trials.trials else "no randomised trial",
        harm_cell(overview.answer.harm),
        tuple(ComparedPlace(COMPARISON_WORDS[column], tuple(found.get(column, ()))) for column in columns),
    )


def _cells(overview: ConditionOverview, outcome: CriticalOutcome) -> list[ComparedCell]:
    return [cell for cell in overview.compared if cell.outcome is outcome]


def read_outcome(form: OutcomeForm) -> CriticalOutcome:
    """The outcome of an address. Raises ``QueryParameterError`` for one that does not exist."""
    if not form.is_valid():
        raise QueryParameterError(str(text) for texts in form.errors.values() for text in texts)
    return CriticalOutcome(form.cleaned_data["outcome"] or OUTCOMES_OF_RESULTS[0])


@show_page("evidence/pages/compare/compare_page.html", shared=True)
@query_parameters(*OutcomeForm.base_fields)
def compare(request: HttpRequest) -> Context:
    outcome = read_outcome(OutcomeForm(request.GET))
    with read_snapshot() as version:
        return {"page": compare_page(read_every_overview(version), outcome)}
