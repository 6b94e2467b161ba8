"""The second conditions of a study: what it is about besides its first."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.curation.record_form import RecordsField
from studies.models import Condition, Study
from studies.page_access import curators_only, person
from studies.revisions.reasons import LONGEST_REASON, save_with_reason
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError, record_change


class SecondConditionsForm(forms.Form):
    """The conditions, and the revision of the study that the person saw."""

    conditions = RecordsField(
        Condition.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, label="Also about"
    )
    reason = forms.CharField(label="Why", max_length=LONGEST_REASON, help_text="Readers see it in the history.")
    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


@transaction.atomic
def set_second_conditions(
    *, study: Study, conditions: Iterable[Condition], by: User, now: datetime, reason: str, expected_revision: int
) -> None:
    """Set what a study is about besides its first condition, with one line of history.

    Raises ``ActionRefusedError`` where one of them is its first, and ``StaleRevisionError``.
    """
    chosen = list(conditions)
    if study.condition in chosen:
        raise ActionRefusedError(f"{study.condition} is the first condition of this study already.")
    if set(chosen) == set(study.secondary_conditions.all()):
        return
    record_change(study=study, by=by, now=now, reason=reason, expected_revision=expected_revision)
    study.skip_history_when_saving = True  # type: ignore[attr-defined]  # one line of history holds both changes
    study.secondary_conditions.set(chosen)
    del study.skip_history_when_saving  # type: ignore[attr-defined]
    save_with_reason(study, reason=reason, by=by)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def second_conditions(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study.objects.select_related("condition"), slug=slug)
    stored = {"conditions": study.secondary_conditions.all(), "expected_revision": study.revision}
    form = SecondConditionsForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            set_second_conditions(study=study, by=person(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("workbench", slug)
        except (ActionRefusedError, StaleRevisionError) as sentence:
            messages.error(request, str(sentence))
    status = 400 if request.method == "POST" else 200
    context = {"study": study, "form": form}
    return render(request, "studies/curation/reference_records/second_conditions_page.html", context, status=status)
