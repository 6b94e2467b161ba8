"""manage.py create_demo_users: one person for every role, to try the site with. Never in production."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from studies.permissions import ADMIN, CURATOR, RESEARCHER

# Two curators: a study is signed off by another person than the one who entered it.
PEOPLE = (
    ("demo-researcher", RESEARCHER),
    ("demo-curator", CURATOR),
    ("demo-second-curator", CURATOR),
    ("demo-admin", ADMIN),
)


class Command(BaseCommand):
    help = "Create a researcher, two curators and an admin with random passwords, shown once. Refused in production."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("ENVIRONMENT is production: an admin creates its people one by one in /admin/.")
        for name, role in PEOPLE:
            self.stdout.write(create_person(name, role))


def create_person(name: str, role: str) -> str:
    """Create a person with that role; the text says how to log in. An existing person keeps the password."""
    if User.objects.filter(username=name).exists():
        return f"{name}: exists already; the password is not changed"
    password = secrets.token_urlsafe(12)
    person = User.objects.create_user(username=name, password=password, is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return f"{name} ({role}): password {password} (shown only now)"
