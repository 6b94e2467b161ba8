"""manage.py prepare: update the database and the static files for this code. Safe to repeat."""

import hashlib
import math
import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from evidence.warming.keep_conditions import keep_conditions
from studies.dataset.load import load_synonyms
from studies.models import Study, Synonym
from studies.search.index_work import index_notes
from studies.synthetic import SLUG

EVIDENCE_DIR = settings.BASE_DIR / "fixtures" / "evidence"
# Enough for questions with one, two, three and many trials; generated in seconds.
SYNTHETIC_STUDIES = 400
SECONDS_BETWEEN_LINES = 5.0


class Command(BaseCommand):
    help = "Migrate, load the evidence into an empty database, index it, make a local admin, collect static files."
    requires_system_checks = []
    _told = 0.0

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if not Study.objects.exists():
            self.load_studies()
        elif Study.objects.filter(slug__startswith=SLUG).exists() != settings.SYNTHETIC:
            kind = "real" if settings.SYNTHETIC else "made-up"
            raise CommandError(f"The database of DATABASE_URL holds {kind} studies, but SYNTHETIC requests others.")
        if not Synonym.objects.exists():
            load_synonyms(EVIDENCE_DIR)
        # After a migration every study is noted; without this the first readers would wait for the worker.
        index_notes()
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.make_admin()
        collect_static_files()
        # The first reader after an upgrade, and each until the worker is done, would wait for all rows to be judged.
        keep_conditions(most_seconds=math.inf, tell=self.tell_kept)

    def tell_kept(self, done: int, expected: int) -> None:
        """Print how far the keeping of studies is, at its start and every few seconds."""
        if done == 0 or time.monotonic() > self._told + SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            self.stdout.write(f"Keeping the studies of each condition for its pages: {done} of {expected} done")

    def load_studies(self) -> None:
        """Load the evidence into an empty database, or generate made-up studies with SYNTHETIC."""
        if settings.SYNTHETIC:
            self.stdout.write("Making up studies")
            call_command("generate_evidence", studies=SYNTHETIC_STUDIES, seed=1, stdout=self.stdout)
            call_command("generate_ratings", stdout=self.stdout)
            return
        self.stdout.write("Loading the evidence")
        call_command("load_evidence", str(EVIDENCE_DIR), stdout=self.stdout)

    def make_admin(self) -> None:
        """Create a local admin with a random password; in production a person creates the admin."""
        if settings.PRODUCTION:
            self.stdout.write("There is no admin yet. Make one with: python manage.py createsuperuser")
            return
        password = secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(username="admin", password=password)
        self.stdout.write(f"Made a local admin for /admin/: name admin, password {password} (shown only now)")


def collect_static_files() -> None:
    """Collect static files unless nothing changed: hashing and compressing them takes half a second.

    Without the stamp an earlier collection was cut off, by a full disk or a kill: its files are made anew, since
    Django keeps those that are newer than their sources, half of a file too.
    """
    stamp = settings.STATIC_ROOT / "collected.sha256"
    digest = digest_of_static_files()
    was_whole = stamp.exists()
    if was_whole and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=not was_whole)
    stamp.write_text(digest)


def digest_of_static_files() -> str:
    """A digest of every file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()
