"""An admin keeps the own rights, and one admin is always left."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studies.admin import people
from studies.page_access import change_rights_alone, lost_admin_sentence
from studies.permissions import ADMIN, CURATOR
from tests.factories import make_user
from tests.studies.bare_pages import nothing_drawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_pages")]
OWN = "You cannot take away your own rights: another admin can. Nothing was saved."
LAST = "This is the last admin: give another person the role first. Nothing was saved."


def change(user: User, *, by: User, **changes: object) -> str:
    """Send the form of a person, with those changes; the messages that the next page shows."""
    client = Client()
    client.force_login(by)
    address = reverse("admin:auth_user_change", args=[user.pk])
    with nothing_drawn():
        form = client.get(address).context_data["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()} | changes
    sent = {
        name: [getattr(each, "pk", each) for each in value] if isinstance(value, list) else value
        for name, value in values.items()
        if value not in (None, False)
    }
    return " ".join(map(str, get_messages(client.post(address, sent).wsgi_request)))


def groups(*names: str) -> list[int]:
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


@pytest.mark.parametrize("what", [{"is_active": False}, {"is_staff": False}, {"groups": []}])
def test_an_admin_cannot_take_away_the_own_rights(what: dict[str, object]):
    by, _other = make_user(role=ADMIN), make_user(role=ADMIN)

    assert OWN in change(by, by=by, **what)

    by = User.objects.get(pk=by.pk)
    assert by.is_active
    assert by.is_staff
    assert by.groups.filter(name=ADMIN).exists()


def test_a_superuser_stays_one():
    by = User.objects.create_superuser("root")
    make_user(role=ADMIN)

    assert OWN in change(by, by=by, is_superuser=False, groups=groups(ADMIN))
    assert User.objects.get(pk=by.pk).is_superuser


def test_other_changes_of_the_own_record_and_of_others_are_saved():
    by, other = make_user(role=ADMIN), make_user(role=ADMIN)

    assert OWN not in change(by, by=by, first_name="Ada", groups=groups(ADMIN, CURATOR))
    assert OWN not in change(other, by=by, is_active=False, groups=[])

    assert User.objects.get(pk=by.pk).first_name == "Ada"
    assert not User.objects.get(pk=other.pk).is_active


def test_one_admin_is_always_left():
    """Somebody who may change people without being an admin, by a single permission, cannot remove the last one."""
    by, last = make_user(role=CURATOR), make_user(role=ADMIN)
    assert lost_admin_sentence(by) == ""

    User.objects.filter(pk=last.pk).update(is_active=False)

    assert lost_admin_sentence(by) == LAST


@pytest.mark.parametrize("role", [ADMIN, CURATOR])
def test_an_admin_keeps_a_password(role: str):
    by, other = make_user(role=ADMIN), make_user(role=role)
    client = Client()
    client.force_login(by)
    sent = {"usable_password": "false", "unset-password": "1"}

    page = client.post(reverse("admin:auth_user_password_change", args=[other.pk]), sent, follow=True).content.decode()

    other.refresh_from_db()
    assert other.has_usable_password() is (role == ADMIN)
    assert ("An admin keeps a password: take away the role first." in page) is (role == ADMIN)


def test_rights_are_changed_by_one_admin_at_a_time(django_assert_num_queries: DjangoAssertNumQueries):
    """Two admins who take away the role of each other at once would leave none: the second waits, and is refused."""
    with django_assert_num_queries(1) as asked:
        change_rights_alone()

    # Every write of SQLite waits for the one before.
    assert connection.vendor == "sqlite" or asked.captured_queries[0]["sql"].endswith("FOR UPDATE")


def test_what_another_admin_changed_meanwhile_counts(monkeypatch: pytest.MonkeyPatch):
    by, other = make_user(role=ADMIN), make_user(role=ADMIN)
    # The other one was first, and took away the role of this one.
    monkeypatch.setattr(people, "change_rights_alone", by.groups.clear)

    assert OWN in change(other, by=by, groups=[])

    assert other.groups.filter(name=ADMIN).exists()


def test_nobody_deletes_a_person():
    root = User.objects.create_superuser("root")
    client = Client()
    client.force_login(root)

    assert client.post(reverse("admin:auth_user_delete", args=[root.pk]), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=root.pk).exists()
