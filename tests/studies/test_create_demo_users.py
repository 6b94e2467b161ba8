"""Demo users: one for every role, never in production."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse

from studies.permissions import ADMIN, CURATOR, RESEARCHER

pytestmark = pytest.mark.django_db


def created_users() -> dict[str, str]:
    """Name and password of every user that the command created this time."""
    out = StringIO()
    call_command("create_demo_users", stdout=out)
    return dict(re.findall(r"^(\S+) \(\w+\): password (\S+) ", out.getvalue(), re.MULTILINE))


def test_creates_a_user_for_every_role_and_two_curators():
    people = created_users()

    roles = {user.username: user.groups.get().name for user in User.objects.all()}
    assert roles == {
        "demo-researcher": RESEARCHER,
        "demo-curator": CURATOR,
        "demo-second-curator": CURATOR,
        "demo-admin": ADMIN,
    }
    assert roles.keys() == people.keys()
    assert len(set(people.values())) == 4
    assert not User.objects.filter(is_superuser=True).exists()


def test_printed_passwords_log_in(client):
    for name, password in created_users().items():
        client.post(reverse("login"), {"username": name, "password": password})
        assert client.get(reverse("admin:index")).status_code == 200
        client.post(reverse("logout"))


def test_second_run_changes_no_password():
    created_users()
    before = dict(User.objects.values_list("username", "password"))

    assert created_users() == {}
    assert dict(User.objects.values_list("username", "password")) == before


def test_is_refused_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="ENVIRONMENT is production"):
        call_command("create_demo_users")
    assert not User.objects.exists()


def test_session_ends_with_the_day_and_logout_needs_post(client, settings):
    [(name, password), *_] = created_users().items()
    client.post(reverse("login"), {"username": name, "password": password})
    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 12 * 60 * 60)
    assert client.get(reverse("logout")).status_code == 405
    assert client.get(reverse("admin:index")).status_code == 200
    client.post(reverse("logout"))
    assert client.get(reverse("admin:index")).status_code == 302
