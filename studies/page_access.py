"""Who asks, who may see a page, and who may write a field.

Someone who is not logged in gets the login page. A person whose role does not suffice gets a sentence that says so.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import HttpRequest

from studies.permissions import ADMIN, CURATOR, NOBODY, PERMISSION_OF_ROLE, RESEARCHER, role_of_field

# The people of a role and of those above it, in words.
_PEOPLE = {RESEARCHER: "researchers, curators and admins", CURATOR: "curators and admins", ADMIN: "admins"}

Person = User | AnonymousUser
View = TypeVar("View", bound=Callable[..., Any])


def has_role(user: Person, role: str) -> bool:
    """Whether a person has the rights of a role or of one above it."""
    return role != NOBODY and user.has_perm(PERMISSION_OF_ROLE[role])


def require_role(role: str) -> Callable[[View], View]:
    """A decorator for views that only people of a role, or of one above it, may open."""

    def is_let_in(user: Person) -> bool:
        if user.is_authenticated and not has_role(user, role):
            raise PermissionDenied(f"This page is for {_PEOPLE[role]}.")
        return user.is_authenticated

    return user_passes_test(is_let_in)


importers_only = require_role(RESEARCHER)
curators_only = require_role(CURATOR)
admins_only = require_role(ADMIN)


def is_curator(by: User | None) -> bool:
    """Whether a person has the rights of a curator; the command line, which is no person, has them too."""
    return by is None or has_role(by, CURATOR)


def is_superuser(user: Person) -> bool:
    """Whether a person has every right, such as to change another superuser."""
    return user.is_authenticated and user.is_superuser


def change_rights_alone() -> None:
    """Let nobody else change rights until this transaction ends, and see what others changed before."""
    Group.objects.select_for_update().filter(name=ADMIN).first()


def lost_admin_sentence(by: User) -> str:
    """Why the rights of people cannot stay as they are now in the database; '' if they can.

    ``by`` made the change, and has the rights that it had before. Nobody takes away the own rights: a slip would lock
    out the only person who could put it right. And one admin is always left.
    """
    admins = User.objects.filter(is_active=True, is_staff=True).filter(Q(is_superuser=True) | Q(groups__name=ADMIN))
    was_superuser = is_superuser(by)
    is_left = admins.filter(pk=by.pk)
    if has_role(by, ADMIN) and not (is_left.filter(is_superuser=True) if was_superuser else is_left).exists():
        return "You cannot take away your own rights: another admin can. Nothing was saved."
    if not admins.exists():
        return "This is the last admin: give another person the role first. Nothing was saved."
    return ""


def may_write_field(user: Person, record: Model | type[Model], name: str) -> bool:
    """Whether a person who may change a record may write this field of it by hand; a class stands for a new record."""
    has_study = getattr(record, "study_id", None) is not None if isinstance(record, Model) else False
    role = role_of_field(record._meta.label_lower, name, has_study=has_study)
    return role is None or has_role(user, role)


def name_of(user: User) -> str:
    """What a person is called on pages: the full name, or else the user name."""
    return user.get_full_name() or user.get_username()


def person(request: HttpRequest) -> User:
    """The person who is logged in, on a page that only they can open."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
