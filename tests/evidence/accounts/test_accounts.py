"""Accounts: a password is changed, forgotten and chosen by a link; admins invite."""

import re
from html import unescape

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from evidence.accounts.email_url import read_email_url
from evidence.accounts.reset_throttle import LETTERS_TO_AN_ADDRESS
from studies.permissions import ADMIN, CURATOR, RESEARCHER, ROLES
from tests.factories import PASSWORD, make_user

NEW = "quite another long word"
INVITATION = {"username": "nora", "first_name": "Nora", "last_name": "Novak", "email": "nora@example.org"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp+starttls://a:b%2Fc@mail.example.org", ("mail.example.org", 587, "a", "b/c", True, False)),
        ("smtps://a:b@mail.example.org:4650", ("mail.example.org", 4650, "a", "b", False, True)),
    ],
)
def test_mail_server_is_read_from_one_address(url, expected):
    server = read_email_url(url, production=True)

    assert (server.host, server.port, server.user, server.password, server.starttls, server.tls) == expected
    assert "smtp" in server.backend


def test_without_a_server_mail_goes_to_the_console_in_development_and_nowhere_in_production():
    assert "console" in read_email_url("", production=False).backend
    assert "dummy" in read_email_url("", production=True).backend


@pytest.mark.parametrize("url", ["mail.example.org", "imap://u:secret@a.example", "smtp://", "smtp://u:secret@a:port"])
def test_mail_server_that_makes_no_sense_stops_the_start_without_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL is .*expected smtp") as refused:
        read_email_url(url, production=True)
    assert "secret" not in str(refused.value)


@pytest.mark.django_db
class TestPassword:
    def test_person_who_is_not_staff_changes_it(self, client):
        user = make_user(username="rita")
        client.force_login(user)

        sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        assert client.post(reverse("password_change"), sent)["Location"] == reverse("password_change_done")

        assert client.get(reverse("password_change_done")).status_code == 200
        user.refresh_from_db()
        assert user.check_password(NEW)

    def test_forgotten_password_is_chosen_by_a_link_that_works_once_and_opens_the_name(self, client, settings):
        settings.EMAIL_HOST = "mail.example.org"
        user = make_user(username="rita", email="rita@example.org")
        for _ in range(5):
            client.post(reverse("login"), {"username": "rita", "password": "wrong"})

        client.post(reverse("password_reset"), {"email": "rita@example.org"})
        [letter] = mail.outbox
        [link] = re.findall(r"http://testserver(/password/new/\S+)", letter.body)
        page = client.get(link, follow=True)
        sent = {"new_password1": NEW, "new_password2": NEW}
        assert client.post(page.request["PATH_INFO"], sent)["Location"] == reverse("password_reset_complete")

        assert not AccessAttempt.objects.exists()
        assert client.post(reverse("login"), {"username": "rita", "password": NEW}).status_code == 302
        assert "has been used" in client.get(link, follow=True).content.decode()
        user.refresh_from_db()
        assert user.check_password(NEW)

    def test_a_mailbox_is_not_filled_and_the_answer_tells_nothing(self, client, settings):
        settings.EMAIL_HOST = "mail.example.org"
        make_user(username="rosa", email="rosa@example.org")

        answers = {
            client.post(reverse("password_reset"), {"email": email})["Location"]
            for email in ("rosa@example.org", "ROSA@example.org") * 5
        }

        assert answers == {reverse("password_reset_done")}
        assert len(mail.outbox) == LETTERS_TO_AN_ADDRESS

    def test_unknown_address_gets_the_same_page_and_no_letter(self, client, settings):
        settings.EMAIL_HOST = "mail.example.org"
        assert client.post(reverse("password_reset"), {"email": "no@example.org"}).status_code == 302
        assert mail.outbox == []

    def test_site_without_mail_says_whom_to_ask(self, client):
        page = client.get(reverse("password_reset")).content.decode()
        assert "Ask an admin" in page
        assert "<form method" not in page


@pytest.mark.django_db
class TestInvitation:
    @pytest.mark.parametrize(("role", "host"), [*((role, "") for role in ROLES), (CURATOR, "mail.example.org")])
    def test_invited_person_chooses_a_password_and_has_the_role(self, client, settings, role, host):
        settings.EMAIL_HOST, settings.SITE_URL = host, "https://evidence.example.org"
        client.force_login(make_user(role=ADMIN, first_name="Ada", last_name="Admin"))

        page = unescape(client.post(reverse("person-invite"), INVITATION | {"role": role}).content.decode())
        text = mail.outbox[0].body if host else page
        assert ("/password/new/" in page) is not bool(host)
        [path] = re.findall(r"https://evidence\.example\.org(/password/new/[-\w]+/[-\w]+/)", text)
        client.logout()
        sent = {"new_password1": NEW, "new_password2": NEW}
        client.post(client.get(path)["Location"], sent)

        assert client.post(reverse("login"), {"username": "nora", "password": NEW}).status_code == 302
        user = User.objects.get(username="nora")
        assert ([group.name for group in user.groups.all()], user.is_staff, user.is_superuser) == ([role], True, False)
        assert client.get(reverse("admin:index")).status_code == 200

    def test_taken_name_is_refused_and_an_account_without_a_password_cannot_log_in(self, client):
        client.force_login(make_user(role=ADMIN))
        client.post(reverse("person-invite"), INVITATION | {"role": CURATOR})
        assert client.post(reverse("person-invite"), INVITATION | {"role": CURATOR}).status_code == 400
        assert not User.objects.get(username="nora").has_usable_password()

    def test_letter_that_cannot_be_sent_leaves_the_link_to_the_admin(self, client, settings, monkeypatch):
        settings.EMAIL_HOST = "mail.example.org"
        client.force_login(make_user(role=ADMIN))

        def refuse(*args, **kwargs):
            raise ConnectionRefusedError("no server")

        monkeypatch.setattr("evidence.accounts.invite.send_mail", refuse)
        page = client.post(reverse("person-invite"), INVITATION | {"role": CURATOR}).content.decode()
        assert "No e-mail was sent" in page
        assert "/password/new/" in page

    def test_new_link_for_anybody_but_superusers_and_inactive_people(self, client, caplog):
        plain = make_user(role=RESEARCHER)
        gone = make_user(is_active=False)
        above = User.objects.create_superuser("above")
        client.force_login(make_user(role=ADMIN))

        assert "/password/new/" in client.post(reverse("person-link", args=[plain.username])).content.decode()
        assert f"made a password link for {plain.username!r}" in caplog.text
        for user, why in ((gone, "not active"), (above, "Only a superuser")):
            page = client.post(reverse("person-link", args=[user.username]), follow=True).content.decode()
            assert why in page
            assert "/password/new/" not in page
        changed = client.get(reverse("admin:auth_user_change", args=[plain.pk])).content.decode()
        assert reverse("person-link", args=[plain.username]) in changed
        assert reverse("person-invite") in client.get(reverse("admin:auth_user_changelist")).content.decode()
