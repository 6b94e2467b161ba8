"""The page of a reader's own selection: what was chosen in words, its answer, the default answer, and the form."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.filters import (
    LOW,
    SELECTION_PARAMETERS,
    EvidenceFilter,
    EvidenceFilterForm,
    SelectionDescription,
    describe_selection,
)
from evidence.findings.answer_set import AnswerContext, AnswerSet, answer_set
from evidence.findings.answer_table import AnswerTable, answer_table
from evidence.pages.condition.judged_condition import JudgedCondition
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.answers import Synthesis, synthesise
from evidence.synthesis.condition_answer import ConditionAnswer, condition_answer
from evidence.synthesis.measured_outcomes import TrialsRead
from evidence.synthesis.serious_harm import serious_harm
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.reported.rows import StudyRow


@dataclass(frozen=True, slots=True)
class Selection:
    """A reader's own selection and its answers. ``nothing_assessed``: no trial has a judgement of its risk of bias."""

    description: SelectionDescription
    trials: tuple[StudyRow, ...]
    synthesis: Synthesis
    context: AnswerContext
    asks_low_risk: bool
    nothing_assessed: bool

    @property
    def is_empty_for_want_of_judgements(self) -> bool:
        """Whether it holds nothing because nobody judged any trial, not because no trial is good."""
        return self.asks_low_risk and self.nothing_assessed

    @property
    def answer(self) -> ConditionAnswer:
        """What it says in one line."""
        harm = serious_harm(self.context.harms, {study.id for study in self.trials})
        return condition_answer(self.synthesis.answers, harm)

    def answer_set(self) -> AnswerSet:
        """Every finding of it, for files."""
        return answer_set(self.synthesis, self.context, self.trials)

    def table(self, slug: str) -> AnswerTable:
        """Its answers as a table; every link to a finding of the condition (slug) carries the selection."""
        rows = answer_rows(self.synthesis.answers, TrialsRead(self.trials, self.context.measured))
        return answer_table(rows, slug, self.context, self.description.address_end)


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """The selection and its table, None where nothing is chosen, and what the default answer says in one line."""

    within: Within
    selection: Selection | None
    table: AnswerTable | None
    default: ConditionAnswer


def selection_page(of: SynthesisedCondition, evidence_filter: EvidenceFilter) -> SelectionPage:
    """Answer the questions of a condition by a reader's own selection, and by default."""
    selection = None if evidence_filter.is_default else select(of.judged, evidence_filter)
    return SelectionPage(
        within=within(of),
        selection=selection,
        table=selection.table(of.read.condition.slug) if selection else None,
        default=of.answer,
    )


def select(found: JudgedCondition, evidence_filter: EvidenceFilter) -> Selection:
    """The answers from what a selection keeps. They are not rated: people rate the default."""
    items = [item.contrast or item.pair for item in found.judged]
    selected = [item for item, compared in zip(found.judged, items, strict=True) if evidence_filter.keeps(compared)]
    studies = {item.pair.ozone.study.id for item in selected}
    return Selection(
        description=describe_selection(evidence_filter, items, found.labels),
        trials=tuple(study for study in found.counts.isolating if study.id in studies),
        synthesis=synthesise(selected, evidence_filter.options),
        context=replace(found.context, ratings=replace(found.context.ratings, is_default=False)),
        asks_low_risk=evidence_filter.risk == LOW,
        nothing_assessed=not any(study.bias for study in found.counts.isolating),
    )


@public_page
@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS)
def condition_selection(request: HttpRequest, slug: str) -> HttpResponse:
    """The page at an address; an address with empty fields leads to the short one that says the same."""
    of = synthesise_condition_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=of.read.studies)
    evidence_filter = form.to_filter()
    if form.is_valid() and evidence_filter.query() != request.GET.urlencode():
        query = evidence_filter.query()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
    page = selection_page(of, evidence_filter)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "evidence/pages/condition/selection_page.html", {"form": form, "page": page}, status=status)
