"""Requests to authors: all of them with the trials that lack figures, those of one study, and one letter."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studies.choices import ReadAs, RequestState
from studies.curation.author_requests.asked_studies import (
    LackingTrial,
    asked_trial,
    figures_of_study,
    first_author,
    lacking_trials,
    usable_sentence,
)
from studies.curation.author_requests.missing_figures import MissingFigure
from studies.curation.author_requests.request_forms import LetterForm, RequestStateForm
from studies.curation.author_requests.request_letter import (
    letter_text,
    missing_lines,
    table_columns,
    table_csv,
    table_rows,
)
from studies.curation.author_requests.write_requests import (
    AWAITING_ANSWER,
    change_letter,
    change_state,
    draft_request,
)
from studies.models import AuthorRequest, Study
from studies.page_access import curators_only, name_of, person
from studies.presentation.csv_text import csv_download
from studies.presentation.query_parameters import query_parameters
from studies.revisions.record_change import ActionRefusedError

PER_PAGE = 25
_FOLDER = "studies/curation/author_requests"


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of a request: when, who and what."""

    at: Any
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with its history, and the table of what its trial lacks today."""

    request: AuthorRequest
    steps: tuple[HistoryStep, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_draft: bool


@curators_only
@require_safe
@query_parameters("page")
def author_requests(request: HttpRequest) -> HttpResponse:
    """Every request, the longest unanswered first, and the trials that lack figures."""
    sent = sorted(AuthorRequest.objects.select_related("study"), key=_waiting_first)
    trials: Page[LackingTrial] = Paginator(lacking_trials(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, f"{_FOLDER}/author_requests_page.html", {"sent": sent, "trials": trials})


def _waiting_first(asked: AuthorRequest) -> tuple[bool, str, int]:
    is_waiting = asked.state in AWAITING_ANSWER
    return not is_waiting, str(asked.sent_on or ""), asked.pk


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def study_requests(request: HttpRequest, slug: str) -> HttpResponse:
    """What a study lacks, its requests, and the form that writes a letter."""
    study = get_object_or_404(Study, slug=slug)
    figures = figures_of_study(study)
    form = LetterForm(request.POST or None, initial=_letter(request, study, figures.missing))
    if request.method == "POST" and form.is_valid():
        by, now = person(request), timezone.now()
        made = draft_request(study=study, by=by, now=now, **form.cleaned_data)
        messages.success(request, "Written. Send it yourself, with the table, and then say here when you sent it.")
        return redirect("author-request", made.pk)
    context = {
        "study": study,
        "form": form,
        "sentence": usable_sentence(figures),
        "lines": missing_lines(figures.missing),
        "sent": study.author_requests.order_by("-id"),
        "read_in_full": study.read_as == ReadAs.FULL_TEXT,
    }
    return render(request, f"{_FOLDER}/study_requests_page.html", context, status=400 if form.errors else 200)


def _letter(request: HttpRequest, study: Study, missing: tuple[MissingFigure, ...]) -> dict[str, str]:
    """The letter as the record writes it."""
    addressee = first_author(study)
    sender = name_of(person(request))
    text = letter_text(asked_trial(study), missing, addressee=addressee, sender=sender)
    return {"addressee": addressee, "letter": text}


def request_page(asked: AuthorRequest) -> RequestPage:
    """Prepare one request."""
    missing = figures_of_study(asked.study).missing
    lines = asked.history.select_related("history_user").order_by("history_id")
    return RequestPage(
        request=asked,
        steps=tuple(
            HistoryStep(line.history_date, name_of(line.history_user) if line.history_user else "", _what(line))
            for line in lines
        ),
        columns=table_columns(missing),
        rows=tuple(table_rows(missing)),
        is_draft=asked.state == RequestState.DRAFTED,
    )


def _what(line: Any) -> str:
    return str(line.history_change_reason or line.get_state_display())


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def author_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its text while it is a draft, and what became of it."""
    asked = _asked(pk)
    written = {"addressee": asked.addressee, "letter": asked.letter}
    is_letter = request.method == "POST" and request.POST.get("step") == "letter"
    is_step = request.method == "POST" and not is_letter
    letter = LetterForm(request.POST if is_letter else None, initial=written)
    state, today = RequestState(asked.state), timezone.localdate()
    step = RequestStateForm(request.POST if is_step else None, state=state, today=today)
    try:
        if is_letter and letter.is_valid():
            change_letter(request=asked, by=person(request), **letter.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("author-request", pk)
        if is_step and step.is_valid():
            change_state(request=asked, by=person(request), today=today, **step.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("author-request", pk)
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
    context = {"page": request_page(asked), "letter": letter, "step": step}
    return render(
        request, f"{_FOLDER}/author_request_page.html", context, status=400 if request.method == "POST" else 200
    )


@curators_only
@require_safe
def author_request_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter and its table alone, to be printed or copied."""
    return render(request, f"{_FOLDER}/request_letter.html", {"page": request_page(_asked(pk))})


@curators_only
@require_safe
def author_request_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty table as CSV."""
    asked = _asked(pk)
    return csv_download(table_csv(figures_of_study(asked.study).missing), name=f"{asked.study.slug}-figures.csv")


def _asked(pk: int) -> AuthorRequest:
    return get_object_or_404(AuthorRequest.objects.select_related("study"), pk=pk)
