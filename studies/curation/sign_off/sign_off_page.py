"""The steps of a study from draft to signed off: who verified it, and what is missing."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studies.choices import QueryState, ReadAs, Severity, StudyStatus
from studies.curation.sign_off.number_list import NumberList, number_list
from studies.curation.sign_off.sign_off import make_draft, obstacles, publish_study, sign_off_study, verify_study
from studies.models import DataQuery, Study
from studies.page_access import curators_only, person
from studies.presentation.study_status import StatusHistory, StatusMark, status_history, status_mark
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError


class RevisionForm(forms.Form):
    """The revision of a study that a person saw when they decided."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


class VerificationForm(RevisionForm):
    """A person's statement that they compared the numbers of a study with its source."""

    read_as = forms.TypedChoiceField(label="What you read", choices=[("", "Choose"), *ReadAs.choices()], coerce=ReadAs)
    note = forms.CharField(
        label="What you compared",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tables, pages, what could not be checked. Readers see it.",
    )


class SignOffForm(VerificationForm):
    """The same, with which a study is signed off."""

    in_part = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReasonForm(RevisionForm):
    """The reason for a step."""

    reason = forms.CharField(label="Why", max_length=200, help_text="Readers see it in the history.")


Step = Callable[..., object]


@dataclass(frozen=True, slots=True)
class SignOffPage:
    """One study on its way to sign-off; ``obstacles`` say why this person cannot sign off now."""

    study: Study
    mark: StatusMark
    status_history: StatusHistory
    obstacles: tuple[str, ...]
    open_errors: tuple[DataQuery, ...]
    people_needed: int
    numbers: NumberList
    is_draft: bool
    is_signed_off: bool

    @property
    def can_sign_off(self) -> bool:
        """Whether nothing but numbers without a confirmation is in the way."""
        return not self.obstacles


def sign_off_page(study: Study, by: User) -> SignOffPage:
    numbers = number_list(study, by)
    return SignOffPage(
        study=study,
        mark=status_mark(study, numbers.share),
        status_history=status_history(study),
        obstacles=tuple(obstacles(study=study, by=by)),
        open_errors=tuple(study.queries.filter(severity=Severity.ERROR, state=QueryState.OPEN)),
        people_needed=settings.EVIDENCE_SIGN_OFF_PEOPLE,
        numbers=numbers,
        is_draft=study.standing == StudyStatus.DRAFT,
        is_signed_off=study.standing == StudyStatus.SIGNED_OFF,
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method == "POST":
        return _do_step(request, slug, SignOffForm(request.POST), sign_off_study, "verification", "Signed off.")
    return _render_page(request, _get_study(slug))


@curators_only
@require_POST
def study_verify(request: HttpRequest, slug: str) -> HttpResponse:
    done = "Saved: you compared this study with its source."
    return _do_step(request, slug, VerificationForm(request.POST), verify_study, "verification", done)


@curators_only
@require_POST
def study_publish(request: HttpRequest, slug: str) -> HttpResponse:
    done = "Readers see this study now."
    return _do_step(request, slug, RevisionForm(request.POST), publish_study, "publishing", done)


@curators_only
@require_POST
def study_hide(request: HttpRequest, slug: str) -> HttpResponse:
    done = "A draft again: readers no longer see it."
    return _do_step(request, slug, ReasonForm(request.POST), make_draft, "hiding", done)


def _do_step(request: HttpRequest, slug: str, form: RevisionForm, step: Step, name: str, done: str) -> HttpResponse:
    """Take a step and show the page; a refused step shows why and keeps what was typed."""
    study = _get_study(slug)
    if not form.is_valid():
        return _render_page(request, study, {name: form})
    try:
        step(study=study, by=person(request), now=timezone.now(), **form.cleaned_data)
    except (StaleRevisionError, ActionRefusedError) as sentence:
        messages.error(request, str(sentence))
        return _render_page(request, _get_study(slug), {name: form})
    messages.success(request, done)
    return redirect("sign-off", slug)


def _get_study(slug: str) -> Study:
    return get_object_or_404(
        Study.objects.select_related("signed_off_by").prefetch_related("verifications__by"), slug=slug
    )


def _render_page(request: HttpRequest, study: Study, sent: dict[str, RevisionForm] | None = None) -> HttpResponse:
    forms: dict[str, RevisionForm] = {
        "verification": VerificationForm(),
        "publishing": RevisionForm(),
        "hiding": ReasonForm(),
    }
    page = sign_off_page(study, person(request))
    status = 400 if sent else 200
    return render(
        request, "studies/curation/sign_off/sign_off_page.html", {"page": page, **forms, **(sent or {})}, status=status
    )
