"""Roles as groups: one table, restored after every migration and after a test that empties the tables."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse

from studies.choices import ComponentName
from studies.models import Component
from studies.permissions import ADMIN, CURATOR, PRIVATE, RESEARCHER, ROLES, UNSHOWN, codenames, synchronise_groups
from tests.factories import make_user


def models_of_studies() -> set[str]:
    """Every model of studies, as the table names it; its history is read with the record."""
    models = apps.get_app_config("studies").get_models()
    return {model._meta.label_lower for model in models if not model.__name__.startswith("Historical")}


def permissions_of(role: str) -> set[tuple[str, str]]:
    permissions = Group.objects.get(name=role).permissions
    return set(permissions.values_list("content_type__app_label", "codename"))


@pytest.mark.parametrize("role", ROLES)
def test_table_lists_every_model(role):
    withheld = {*UNSHOWN, *(PRIVATE if role == RESEARCHER else ())}
    assert {label for label in ROLES[role] if label.startswith("studies.")} == models_of_studies() - withheld


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_a_group_has_exactly_the_permissions_of_the_table(role):
    assert permissions_of(role) == codenames(role)


def test_roles_are_cumulative_and_only_admins_delete_or_change_vocabulary_and_users():
    assert codenames(RESEARCHER) < codenames(CURATOR) < codenames(ADMIN)
    for role in (RESEARCHER, CURATOR):
        assert not [name for _, name in codenames(role) if name.startswith("delete_")]
        for model in ("condition", "outcomemeasure", "minimalimportantchange", "betweengroupthreshold"):
            assert {name for _, name in codenames(role) if name.endswith(f"_{model}")} == {f"view_{model}"}
        assert not [pair for pair in codenames(role) if pair[0] == "auth"]
    changed = {name for _, name in codenames(RESEARCHER) if not name.startswith("view_")}
    assert changed == {"add_publication", "change_publication"}
    assert ("auth", "change_user") in codenames(ADMIN)


@pytest.mark.django_db
def test_extra_permissions_are_removed_and_missing_ones_added():
    group = Group.objects.get(name=RESEARCHER)
    group.permissions.add(Permission.objects.get(codename="delete_study"))
    group.permissions.remove(Permission.objects.get(codename="add_publication"))
    Group.objects.get(name=CURATOR).delete()

    synchronise_groups(apps, using=DEFAULT_DB_ALIAS)

    assert permissions_of(RESEARCHER) == codenames(RESEARCHER)
    assert permissions_of(CURATOR) == codenames(CURATOR)


@pytest.mark.django_db
def test_unrelated_group_is_not_changed():
    other = Group.objects.create(name="translators")
    other.permissions.add(Permission.objects.get(codename="view_study"))

    synchronise_groups(apps, using=DEFAULT_DB_ALIAS)

    assert other.permissions.count() == 1


@pytest.mark.django_db
def test_synchronising_twice_changes_nothing():
    before = list(Group.permissions.through.objects.order_by("id").values_list())

    synchronise_groups(apps, using=DEFAULT_DB_ALIAS)

    assert list(Group.permissions.through.objects.order_by("id").values_list()) == before


@pytest.mark.django_db(transaction=True)
def test_groups_and_components_exist_after_a_flush():
    call_command("flush", verbosity=0, interactive=False)

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    for role in ROLES:
        assert permissions_of(role) == codenames(role)
    assert list(Component.objects.values_list("slug", flat=True)) == [name.value for name in ComponentName]


@pytest.mark.django_db
def test_components_match_the_vocabulary():
    assert list(Component.objects.values_list("slug", flat=True)) == [name.value for name in ComponentName]
    assert str(Component.objects.get(slug="prp")) == "platelet-rich plasma"


@pytest.mark.django_db
def test_role_without_staff_status_does_not_open_the_admin_pages(client):
    client.force_login(make_user(role=ADMIN, is_staff=False))

    response = client.get(reverse("admin:index"))

    assert response.status_code == 403
    assert "These pages are for staff." in response.content.decode()
