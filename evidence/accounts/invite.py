"""New accounts by a link: an admin names the person, who chooses the password."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from studies.page_access import is_superuser
from studies.revisions.record_change import ActionRefusedError

logger = logging.getLogger(__name__)


@transaction.atomic
def make_account(*, username: str, first_name: str, last_name: str, email: str, role: str) -> User:
    """An account without a password, for a person of a role; the roles of this site enter the admin pages."""
    user = User(username=username, first_name=first_name, last_name=last_name, email=email, is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def password_link(user: User, *, by: User, request: HttpRequest) -> str:
    """The address under which a person chooses a password, once. Raises ``ActionRefusedError``.

    It holds Django's token for a password reset, which ends with the first use and after ``PASSWORD_RESET_TIMEOUT``.
    """
    if user.is_superuser and not is_superuser(by):
        raise ActionRefusedError("Only a superuser makes a link for a superuser.")
    if not user.is_active:
        raise ActionRefusedError("This account is not active: make it active first.")
    # Who holds the link can act as this person, so the log says who made it.
    logger.warning("%r made a password link for %r", by.get_username(), user.get_username())
    number = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_reset_confirm", args=[number, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def send_link(user: User, link: str, *, by: User) -> bool:
    """Send the link to the person; False where no mail can be sent, so that the admin has to hand it over."""
    if not user.email or not settings.EMAIL_HOST:
        return False
    text = render_to_string("evidence/accounts/invitation_email.txt", {"person": user, "link": link, "by": by})
    try:
        return send_mail("Your account: Ozone for back pain", text, None, [user.email]) == 1
    except (OSError, SMTPException) as error:
        logger.warning("An invitation to %r was not sent: %s", user.get_username(), error)
        return False
