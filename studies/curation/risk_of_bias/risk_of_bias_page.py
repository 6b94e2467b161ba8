"""The pages of risk of bias: the assessments of a study, and the form of one."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.appraisal.instrument import Instrument
from studies.appraisal.instruments import suitable_instruments
from studies.choices import Allocation, Design, Kind
from studies.curation.risk_of_bias.assess import (
    discard_assessment,
    finish_assessment,
    reopen_assessment,
    save_appraisal,
    start_assessment,
)
from studies.curation.risk_of_bias.assessed_scopes import assessed_scopes
from studies.curation.risk_of_bias.assessment_fields import assessment_page
from studies.curation.risk_of_bias.assessment_form import AppraisalForm, StartAssessmentForm
from studies.curation.risk_of_bias.assessment_state import instrument_for
from studies.curation.risk_of_bias.consensus import start_consensus
from studies.models import BiasAssessment, OutcomeResult, RiskOfBias, Study
from studies.numerics.number_formatting import weeks_text
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError

HIDDEN = (
    "This assessment is another person’s. It can be read once it is finished, and once you have finished your own of "
    "this study."
)


def scopes_of(study: Study) -> list[tuple[str, str]]:
    """The scopes of assessments of a study: the study, each reported outcome, each of its timepoints."""
    rows = OutcomeResult.objects.filter(arm__study=study, weeks__gt=0).order_by(
        "measure__domain", "measure__order_in_domain", "measure__name", "weeks"
    )
    scopes = {"": "The study as a whole"}
    for pk, name, weeks in rows.values_list("measure_id", "measure__name", "weeks"):
        scopes.setdefault(str(pk), f"{name}, every time")
        scopes[f"{pk}@{weeks!r}"] = f"{name}, {weeks_text(weeks or 0)}"
    return list(scopes.items())


def instruments_of(study: Study) -> tuple[Instrument, ...]:
    """The versions of tools that suit a study, the proposed one first."""
    return suitable_instruments(Kind(study.kind), Design(study.design), Allocation(study.allocation))


def printed_judgements(study: Study) -> list[RiskOfBias]:
    """Judgements of a study's risk of bias in published reviews."""
    return list(study.risks_of_bias.select_related("judged_by", "result__measure"))


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def risk_of_bias(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    form = StartAssessmentForm(request.POST or None, instruments=instruments_of(study), scopes=scopes_of(study))
    if request.method == "POST" and form.is_valid():
        try:
            assessment = start_assessment(study=study, by=person(request), now=timezone.now(), **form.start_values())
            return redirect("bias-assessment", assessment.pk)
        except ActionRefusedError as sentence:
            messages.error(request, str(sentence))
    return render(
        request,
        "studies/curation/risk_of_bias/risk_of_bias_page.html",
        {
            "study": study,
            "scopes": assessed_scopes(study, person(request)),
            "printed": printed_judgements(study),
            "form": form,
        },
        status=400 if request.method == "POST" else 200,
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def bias_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    rows = BiasAssessment.objects.select_related("study", "measure", "assessed_by")
    assessment = get_object_or_404(rows.prefetch_related("answers", "judgements"), pk=pk)
    if not BiasAssessment.objects.visible_to(person(request)).filter(pk=pk).exists():
        raise PermissionDenied(HIDDEN)
    if request.method == "POST":
        return _take_step(request, assessment, request.POST.get("step", "save"))
    return _render_page(request, assessment)


def _take_step(request: HttpRequest, assessment: BiasAssessment, step: str) -> HttpResponse:
    """Do what a button names; the page shows why it was refused."""
    by = person(request)
    try:
        if step == "reopen":
            return redirect("bias-assessment", reopen_assessment(assessment=assessment, by=by, now=timezone.now()).pk)
        if step == "consensus":
            return redirect("bias-assessment", start_consensus(assessment=assessment, by=by, now=timezone.now()).pk)
        if step == "discard":
            discard_assessment(assessment=assessment, by=by)
            messages.success(request, "Discarded.")
            return redirect("risk-of-bias", assessment.study.slug)
        return _save_form(request, assessment, by, finish=step == "finish")
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
        return redirect("bias-assessment", assessment.pk)


def _save_form(request: HttpRequest, assessment: BiasAssessment, by: User, *, finish: bool) -> HttpResponse:
    """Save the form, and finish the assessment if asked. A form with errors is shown again as typed."""
    form = AppraisalForm(request.POST, instrument=instrument_for(assessment))
    if not form.is_valid():
        return _render_page(request, assessment, form, sentences=("Nothing was saved: see below.",))
    problems = save_appraisal(assessment=assessment, answers=form.answers(), judgements=form.judgements(), by=by)
    if problems:
        fresh = BiasAssessment.objects.select_related("study", "measure", "assessed_by").get(pk=assessment.pk)
        return _render_page(request, fresh, form, sentences=problems)
    if finish:
        finish_assessment(assessment=assessment, by=by, now=timezone.now())
    messages.success(request, "Signed: the assessment counts from now on." if finish else "Saved.")
    return redirect("bias-assessment", assessment.pk)


def _render_page(
    request: HttpRequest, assessment: BiasAssessment, form: AppraisalForm | None = None, sentences: tuple[str, ...] = ()
) -> HttpResponse:
    page = assessment_page(assessment, person(request), form)
    return render(
        request,
        "studies/curation/risk_of_bias/assessment_form.html",
        {"page": page, "sentences": sentences},
        status=400 if sentences else 200,
    )
