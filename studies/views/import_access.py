"""Who may see the import pages: whoever may add publications. Others get the login page."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

importers_only = permission_required("studies.add_publication")


def person(request: HttpRequest) -> User:
    """Who asks, behind ``importers_only``."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
