"""The page of a reader's own selection: what it says in words, its answers, and the default answer below."""

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
from evidence.findings.answer_set import AnswerSet, BottomLine, answer_set
from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.pages.condition.judged_condition import JudgedCondition, judge_condition
from evidence.synthesis.answers import synthesise
from studies.models import Condition
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc


@dataclass(frozen=True, slots=True)
class Selection:
    """A reader's own selection and its answers. ``nothing_assessed``: no trial has a judgement of its risk of bias."""

    description: SelectionDescription
    trials: int
    answers: AnswerSet
    asks_low_risk: bool
    nothing_assessed: bool


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """The selection, None where nothing is chosen, and what the default answer says."""

    condition: Condition
    trail: tuple[Condition, ...]
    selection: Selection | None
    default: tuple[BottomLine, ...]


def selection_page(condition_evidence: ConditionEvidence, evidence_filter: EvidenceFilter) -> SelectionPage:
    """Answer the questions of a condition by a reader's own selection, and by default."""
    found = judge_condition(condition_evidence)
    default = answer_set(synthesise(found.judged), found.context, found.counts.isolating)
    return SelectionPage(
        condition=condition_evidence.condition,
        trail=condition_evidence.ancestors[::-1],
        selection=None if evidence_filter.is_default else select(found, evidence_filter),
        default=default.bottom_lines,
    )


def select(found: JudgedCondition, evidence_filter: EvidenceFilter) -> Selection:
    """The answers from what a selection keeps. They are not rated: people rate the default."""
    items = [item.contrast or item.pair for item in found.judged]
    selected = [item for item, compared in zip(found.judged, items, strict=True) if evidence_filter.keeps(compared)]
    studies = {item.pair.ozone.study.id for item in selected}
    trials = [study for study in found.counts.isolating if study.id in studies]
    context = replace(found.context, ratings=replace(found.context.ratings, is_default=False))
    return Selection(
        description=describe_selection(evidence_filter, items, found.labels),
        trials=len(trials),
        answers=answer_set(synthesise(selected, evidence_filter.options), context, trials),
        asks_low_risk=evidence_filter.risk == LOW,
        nothing_assessed=not any(study.bias for study in found.counts.isolating),
    )


@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS)
def condition_selection(request: HttpRequest, slug: str) -> HttpResponse:
    """The page at an address; an address with empty fields leads to the short one that says the same."""
    condition_evidence = read_condition_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=condition_evidence.studies)
    evidence_filter = form.to_filter()
    if form.is_valid() and evidence_filter.query() != request.GET.urlencode():
        query = evidence_filter.query()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
    page = selection_page(condition_evidence, evidence_filter)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "evidence/pages/condition/selection_page.html", {"form": form, "page": page}, status=status)
