"""Who asks, and who may see a page: importers and curators. Others get the login page."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

importers_only = permission_required("studies.add_publication")
curators_only = permission_required("studies.change_study")


def is_curator(by: User | None) -> bool:
    """Whether a person has the rights of a curator; the command line, which is no person, has them too."""
    return by is None or by.has_perm("studies.change_study")


def name_of(user: User) -> str:
    """What a person is called on pages: the full name, or else the user name."""
    return user.get_full_name() or user.get_username()


def person(request: HttpRequest) -> User:
    """The person who is logged in, on a page that only they can open."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
