"""Who may see the pages on which records are curated: whoever may change studies. Others get the login page."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User

curators_only = permission_required("studies.change_study")


def name_of(user: User) -> str:
    """What a person is called on pages: their full name where they gave one."""
    return user.get_full_name() or user.get_username()
