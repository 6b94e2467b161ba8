"""The steps of a study from draft to signed off: who checked it, and what stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studies.access import curators_only, person
from studies.choices import QueryState, ReadAs, Severity, StudyStatus
from studies.curation.sign_off.sign_off import make_draft, obstacles, publish_study, sign_off_study, verify_study
from studies.models import DataQuery, Study
from studies.presentation.study_status import StatusHistory, StatusMark, status_history, status_mark
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError


class SeenForm(forms.Form):
    """Which count of a study's changes a person saw when they decided."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


class VouchForm(SeenForm):
    """A person's word that they compared the numbers of a study with its source."""

    read_as = forms.ChoiceField(label="What you had before you", choices=[("", "Choose"), *ReadAs.choices()])
    note = forms.CharField(
        label="What you compared",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tables, pages, what could not be checked. Readers see it.",
    )


class ReasonForm(SeenForm):
    """Why something is done."""

    reason = forms.CharField(label="Why", max_length=200, help_text="Kept in the history, which readers see.")


Step = Callable[[Study, User, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class SignOffPage:
    """One study on its way to being signed off; ``against`` are the reasons why this person cannot sign now."""

    study: Study
    mark: StatusMark
    story: StatusHistory
    against: tuple[str, ...]
    open_errors: tuple[DataQuery, ...]
    people_needed: int
    is_draft: bool
    is_signed_off: bool


def sign_off_page(study: Study, by: User) -> SignOffPage:
    return SignOffPage(
        study=study,
        mark=status_mark(study),
        story=status_history(study),
        against=tuple(obstacles(study=study, by=by)),
        open_errors=tuple(study.queries.filter(severity=Severity.ERROR, state=QueryState.OPEN)),
        people_needed=settings.EVIDENCE_SIGN_OFF_PEOPLE,
        is_draft=study.standing == StudyStatus.DRAFT,
        is_signed_off=study.standing == StudyStatus.SIGNED_OFF,
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method == "POST":
        return _taken(request, slug, VouchForm(request.POST), _sign_off, "vouch", "Signed off.")
    return _shown(request, _study_of(slug))


@curators_only
@require_POST
def study_verify(request: HttpRequest, slug: str) -> HttpResponse:
    done = "Kept: you compared these numbers with their source."
    return _taken(request, slug, VouchForm(request.POST), _verify, "vouch", done)


@curators_only
@require_POST
def study_publish(request: HttpRequest, slug: str) -> HttpResponse:
    done = "Readers see this study now, marked as unverified."
    return _taken(request, slug, SeenForm(request.POST), _publish, "publish", done)


@curators_only
@require_POST
def study_hide(request: HttpRequest, slug: str) -> HttpResponse:
    done = "A draft again: readers see it no more."
    return _taken(request, slug, ReasonForm(request.POST), _hide, "hide", done)


def _sign_off(study: Study, by: User, said: dict[str, Any]) -> object:
    said = said | {"read_as": ReadAs(said["read_as"])}
    return sign_off_study(study=study, by=by, now=timezone.now(), **said)


def _verify(study: Study, by: User, said: dict[str, Any]) -> object:
    said = said | {"read_as": ReadAs(said["read_as"])}
    return verify_study(study=study, by=by, now=timezone.now(), **said)


def _publish(study: Study, by: User, said: dict[str, Any]) -> object:
    return publish_study(study=study, by=by, now=timezone.now(), **said)


def _hide(study: Study, by: User, said: dict[str, Any]) -> object:
    return make_draft(study=study, by=by, now=timezone.now(), **said)


def _taken(request: HttpRequest, slug: str, form: SeenForm, step: Step, name: str, done: str) -> HttpResponse:
    """Take a step and show the page anew; a step that cannot be taken says why and keeps what was typed."""
    study = _study_of(slug)
    if not form.is_valid():
        return _shown(request, study, {name: form})
    try:
        step(study, person(request), form.cleaned_data)
    except (StaleRevisionError, ActionRefusedError) as sentence:
        messages.error(request, str(sentence))
        return _shown(request, _study_of(slug), {name: form})
    messages.success(request, done)
    return redirect("sign-off", slug)


def _study_of(slug: str) -> Study:
    return get_object_or_404(
        Study.objects.select_related("signed_off_by").prefetch_related("verifications__by"), slug=slug
    )


def _shown(request: HttpRequest, study: Study, sent: dict[str, SeenForm] | None = None) -> HttpResponse:
    forms: dict[str, SeenForm] = {"vouch": VouchForm(), "publish": SeenForm(), "hide": ReasonForm()}
    page = sign_off_page(study, person(request))
    status = 400 if sent else 200
    return render(
        request, "studies/curation/sign_off/sign_off_page.html", {"page": page, **forms, **(sent or {})}, status=status
    )
