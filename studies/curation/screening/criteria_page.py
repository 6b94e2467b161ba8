"""The page on which curators write the criteria of inclusion that stand beside a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from studies.curation.screening.criteria import FIELDS, delete_criterion, save_criterion
from studies.models import InclusionCriterion
from studies.numerics.whole_number import whole_number
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError


class CriterionForm(forms.ModelForm[InclusionCriterion]):
    """One criterion. ``seen`` is the line of its history that the person had before them."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = InclusionCriterion
        fields = FIELDS
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "words": forms.Textarea(attrs={"rows": 3})}


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    """The criteria in their order, each with its form, and the form of a new one."""

    forms: Sequence[CriterionForm]
    new: CriterionForm
    may_delete: bool


def criteria_page(request: HttpRequest, sent: CriterionForm | None = None) -> CriteriaPage:
    """The page; ``sent`` is a form that was refused, with what was typed."""
    history = InclusionCriterion.history.filter(id=OuterRef("pk")).order_by("-history_id")
    rows = InclusionCriterion.objects.annotate(line=Subquery(history.values("history_id")[:1]))
    # Those of inclusion first, as beside a record.
    rows = rows.order_by("-kind", "position", "pk")
    shown = [
        sent if sent and sent.instance.pk == row.pk else criterion_form(row, initial={"seen": row.line}) for row in rows
    ]
    new = sent if sent and not sent.instance.pk else criterion_form(InclusionCriterion())
    return CriteriaPage(shown, new, request.user.has_perm("studies.delete_inclusioncriterion"))


def criterion_form(criterion: InclusionCriterion, data: Any = None, **options: Any) -> CriterionForm:
    """The form of a criterion; its fields have ids of their own on the page."""
    return CriterionForm(data, instance=criterion, auto_id=f"id_{criterion.pk or 'new'}_%s", **options)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest) -> HttpResponse:
    form = None
    if request.method == "POST":
        form = criterion_form(_sent_criterion(request), request.POST)
        try:
            if form.is_valid():
                messages.success(request, _act(request, form))
                return redirect("criteria")
        except ActionRefusedError as sentence:
            form.add_error(None, str(sentence))
    context = {"page": criteria_page(request, form)}
    return render(request, "studies/curation/screening/criteria_page.html", context, status=400 if form else 200)


def _sent_criterion(request: HttpRequest) -> InclusionCriterion:
    """The criterion that a form is of, a new one where it names none."""
    number = request.POST.get("criterion", "")
    return get_object_or_404(InclusionCriterion, pk=whole_number(number)) if number else InclusionCriterion()


def _act(request: HttpRequest, form: CriterionForm) -> str:
    """Save or delete what was sent; the message that says so. Raises ``ActionRefusedError``."""
    criterion, seen = form.instance, form.cleaned_data["seen"] or 0
    if request.POST.get("action") != "delete":
        save_criterion(criterion=criterion, seen=seen, by=person(request))
        return "The criterion was saved."
    if not criterion.pk or not request.user.has_perm("studies.delete_inclusioncriterion"):
        raise ActionRefusedError("Only an admin deletes a criterion.")
    delete_criterion(criterion=criterion, seen=seen, by=person(request))
    return "The criterion was deleted."
