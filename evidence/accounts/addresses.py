"""Addresses of people's accounts; nearly all are Django's own pages with templates of this site."""

from django.conf import settings
from django.contrib.auth import views
from django.urls import path

from evidence.accounts.invitation_page import person_invite, person_link
from evidence.accounts.log_in import (
    LogInView,
    ResetCompleteView,
    ResetConfirmView,
    ResetSentView,
    ResetView,
    sends_mail,
)
from evidence.logs.secret_addresses import PASSWORD_LINK
from studies.presentation.query_parameters import query_parameters

_password_reset = ResetView.as_view(
    extra_context={"sends_mail": sends_mail},
    extra_email_context={"site_url": settings.SITE_URL},
    subject_template_name="registration/password_reset_subject.txt",
    email_template_name="registration/password_reset_email.txt",
)

account_addresses = [
    path("login/", query_parameters("next")(LogInView.as_view()), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("password/forgotten/", _password_reset, name="password_reset"),
    path("password/forgotten/sent/", ResetSentView.as_view(), name="password_reset_done"),
    path(f"{PASSWORD_LINK}<uidb64>/<token>/", ResetConfirmView.as_view(), name="password_reset_confirm"),
    path("password/new/done/", ResetCompleteView.as_view(), name="password_reset_complete"),
    path("people/invite/", person_invite, name="person-invite"),
    path("people/<str:username>/link/", person_link, name="person-link"),
]
