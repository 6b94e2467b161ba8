"""manage.py prepare: bring the database and the static files to what this code expects. Safe to repeat."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from studies.models import Study
from studies.synthetic import SLUG

EVIDENCE_DIR = settings.BASE_DIR / "fixtures" / "evidence"
# Enough that questions with one, two, three and many trials all occur; made in seconds.
SYNTHETIC_STUDIES = 400


class Command(BaseCommand):
    help = "Migrate, load the evidence into an empty database, make a local admin, collect static files."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if not Study.objects.exists():
            self.fill()
        elif Study.objects.filter(slug__startswith=SLUG).exists() != settings.SYNTHETIC:
            holds = "real" if settings.SYNTHETIC else "made-up"
            raise CommandError(f"The database of DATABASE_URL holds {holds} studies, and SYNTHETIC asks for the other.")
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.make_admin()
        collect_static_files()

    def fill(self) -> None:
        """An empty database gets the evidence, or made-up studies where those are asked for."""
        if settings.SYNTHETIC:
            self.stdout.write("Making up studies")
            call_command("generate_evidence", studies=SYNTHETIC_STUDIES, seed=1, stdout=self.stdout)
            return
        self.stdout.write("Loading the evidence")
        call_command("load_evidence", str(EVIDENCE_DIR), stdout=self.stdout)

    def make_admin(self) -> None:
        """A first admin with a password nobody chose; a deployment's admin is made by a person."""
        if settings.PRODUCTION:
            self.stdout.write("There is no admin yet. Make one with: python manage.py createsuperuser")
            return
        password = secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(username="admin", password=password)
        self.stdout.write(f"Made a local admin for /admin/: name admin, password {password} (shown only now)")


def collect_static_files() -> None:
    """Collect unless exactly these files were collected before: hashing and compressing them takes half a second."""
    stamp = settings.STATIC_ROOT / "collected.sha256"
    state = state_of_static_files()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(state)


def state_of_static_files() -> str:
    """A digest of every file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()
