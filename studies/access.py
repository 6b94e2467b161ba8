"""Who asks, and who may see a page: importers and curators. Others get the login page."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

curators_only = permission_required("studies.change_study")


def name_of(user: User) -> str:
    """What a person is called on pages: their full name where they gave one."""
    return user.get_full_name() or user.get_username()


importers_only = permission_required("studies.add_publication")


def person(request: HttpRequest) -> User:
    """Who asks, behind ``importers_only``."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
