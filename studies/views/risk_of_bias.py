"""Where curators assess a study: its assessments and printed ones, a new one, and one to be answered and signed."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.access import curators_only, person
from studies.actions.appraising import (
    discard_assessment,
    finish_assessment,
    reopen_assessment,
    save_appraisal,
    start_assessment,
)
from studies.appraisal.instruments import INSTRUMENTS
from studies.choices import Tool
from studies.models import BiasAssessment, Study
from studies.revisions.record_change import Refused
from studies.views.risk_of_bias_form import AppraisalForm, BeginForm
from studies.views.risk_of_bias_page import assessment_lines, assessment_page, printed_judgements, scopes_of, tools_of


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def risk_of_bias(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    form = BeginForm(request.POST or None, tools=tools_of(study), scopes=scopes_of(study))
    if request.method == "POST" and form.is_valid():
        try:
            begun = start_assessment(study=study, by=person(request), now=timezone.now(), **form.begun())
            return redirect("bias-assessment", begun.pk)
        except Refused as sentence:
            messages.error(request, str(sentence))
    return render(
        request,
        "studies/curation/risk_of_bias.html",
        {"study": study, "lines": assessment_lines(study), "printed": printed_judgements(study), "form": form},
        status=400 if request.method == "POST" else 200,
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def bias_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    rows = BiasAssessment.objects.select_related("study", "measure", "assessed_by")
    assessment = get_object_or_404(rows.prefetch_related("answers", "judgements"), pk=pk)
    if request.method == "POST":
        return _stepped(request, assessment, request.POST.get("step", "save"))
    return _shown(request, assessment)


def _stepped(request: HttpRequest, assessment: BiasAssessment, step: str) -> HttpResponse:
    """Take the step that a button names; a rule that stands against it is said on the page."""
    by = person(request)
    try:
        if step == "reopen":
            return redirect("bias-assessment", reopen_assessment(assessment=assessment, by=by, now=timezone.now()).pk)
        if step == "discard":
            discard_assessment(assessment=assessment, by=by)
            messages.success(request, "Thrown away.")
            return redirect("risk-of-bias", assessment.study.slug)
        return _answered(request, assessment, by, finish=step == "finish")
    except Refused as sentence:
        messages.error(request, str(sentence))
        return redirect("bias-assessment", assessment.pk)


def _answered(request: HttpRequest, assessment: BiasAssessment, by: User, *, finish: bool) -> HttpResponse:
    """Keep what was sent; sign it when asked to and nothing is amiss. What is amiss comes back as it was typed."""
    form = AppraisalForm(request.POST, instrument=INSTRUMENTS[Tool(assessment.tool)])
    if not form.is_valid():
        return _shown(request, assessment, form, sentences=("Nothing was saved: see below.",))
    amiss = save_appraisal(assessment=assessment, answers=form.answers(), judgements=form.judgements(), by=by)
    if amiss:
        fresh = BiasAssessment.objects.select_related("study", "measure", "assessed_by").get(pk=assessment.pk)
        return _shown(request, fresh, form, sentences=amiss)
    if finish:
        finish_assessment(assessment=assessment, by=by, now=timezone.now())
    messages.success(request, "Signed: it counts from now on." if finish else "Saved.")
    return redirect("bias-assessment", assessment.pk)


def _shown(
    request: HttpRequest, assessment: BiasAssessment, form: AppraisalForm | None = None, sentences: tuple[str, ...] = ()
) -> HttpResponse:
    page = assessment_page(assessment, person(request), form)
    return render(
        request,
        "studies/curation/risk_of_bias_assessment.html",
        {"page": page, "sentences": sentences},
        status=400 if sentences else 200,
    )
