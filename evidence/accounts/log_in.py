"""Logging in, choosing a password, and what becomes of a form that was not accepted."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from axes.utils import reset
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, SetPasswordForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from evidence.accounts.kept_form import (
    KEPT_FIELD,
    is_from_this_site,
    is_navigation,
    log_in_first,
    posted_form,
    read_kept,
    send_again,
)
from evidence.accounts.login_throttle import client_network
from evidence.accounts.reset_throttle import may_send_letter


class LogInView(views.LoginView):
    """Django's page, which also carries a form that is to be sent again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.request.POST.get(KEPT_FIELD, "")
        return super().get_context_data(**kwargs) | {"kept": kept if read_kept(kept) else ""}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        kept = read_kept(self.request.POST.get(KEPT_FIELD, ""))
        return send_again(self.request, kept) if kept else response


class ResetView(views.PasswordResetView):
    """Django's page; who asks too often gets the same answer and no letter, so the answer tells nobody's address."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        if may_send_letter(form.cleaned_data["email"], client_network(self.request), now=time.time()):
            return super().form_valid(form)
        return HttpResponseRedirect(str(self.success_url))


class ResetSentView(views.PasswordResetDoneView):
    """Django's page; as one of this site it refuses parameters that it does not know."""

    template_name = "registration/reset_sent.html"


class ResetCompleteView(views.PasswordResetCompleteView):
    """Likewise."""

    template_name = "registration/reset_complete.html"


class ResetConfirmView(views.PasswordResetConfirmView):
    """Django's page for a new password by a link; who could open it is not a guesser, so the name opens again."""

    template_name = "registration/reset_confirm.html"

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        if self.user:
            reset(username=self.user.get_username())
        return super().form_valid(form)


def sends_mail() -> bool:
    """Whether a mail server is set up."""
    return bool(settings.EMAIL_HOST)


class KeptFormMiddleware:
    """Answers a form of somebody whose session has ended with a log-in page that keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or request.user.is_authenticated or not _leads_to_login(response):
            return response
        kept = posted_form(request) if is_navigation(request) else None
        return log_in_first(request, kept) if kept else response


def _leads_to_login(response: HttpResponse) -> bool:
    pages = (reverse("login"), reverse("admin:login"))
    return response.status_code == HTTPStatus.FOUND and urlsplit(response["Location"]).path in pages


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the cookie is gone, or the person logged in anew in another window.

    One from this site can be sent again; of any other nothing is shown that a click could send.
    """
    if is_from_this_site(request) and is_navigation(request):
        is_log_in = request.path == reverse("login")
        kept = read_kept(request.POST.get(KEPT_FIELD, "")) if is_log_in else posted_form(request)
        if kept and request.user.is_authenticated:
            return send_again(request, kept, status=HTTPStatus.FORBIDDEN)
        if kept:
            return log_in_first(request, kept)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
