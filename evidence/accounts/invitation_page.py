"""Pages of an admin: invite a person, and a new link for one who has an account."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evidence.accounts.invite import make_account, password_link, send_link
from studies.admin.typed_bases import ModelForm
from studies.page_access import admins_only, person
from studies.permissions import ROLES
from studies.revisions.record_change import ActionRefusedError


class InvitationForm(ModelForm):
    """Who is invited, and as what."""

    role = forms.ChoiceField(choices=[(role, role) for role in ROLES])

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """The link of a person, to be handed over by the admin where ``is_sent`` is false."""

    invited: User
    link: str
    is_sent: bool
    days: int


@admins_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        user = make_account(**{name: answers[name] for name in (*InvitationForm.Meta.fields, "role")})
        return _link_page(request, user)
    status = 400 if request.method == "POST" else 200
    return render(request, "evidence/accounts/invitation_form.html", {"form": form}, status=status)


@admins_only
@never_cache
@require_POST
def person_link(request: HttpRequest, username: str) -> HttpResponse:
    """A new link, which ends the former one as soon as it is used."""
    try:
        return _link_page(request, get_object_or_404(User, username=username))
    except ActionRefusedError as sentence:
        messages.error(request, str(sentence))
        return redirect("admin:auth_user_changelist")


def _link_page(request: HttpRequest, user: User) -> HttpResponse:
    by = person(request)
    link = password_link(user, by=by, request=request)
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    page = InvitationPage(user, link, send_link(user, link, by=by), days)
    return render(request, "evidence/accounts/invitation_page.html", {"page": page})
