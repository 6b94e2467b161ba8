"""manage.py release: freeze the public state so that it can be cited, or check a release that was made."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evidence.models import Release
from evidence.releases.make_release import make_release
from evidence.releases.progress_line import progress_line
from evidence.releases.release_obstacles import release_obstacles
from evidence.releases.release_task import cancel_request
from evidence.releases.stored_files import damaged_files, is_whole
from studies.revisions.record_change import ActionRefusedError


class Command(BaseCommand):
    help = (
        "Freeze the public state as a release: every default page, its data and all data as one file. Says what "
        "cannot be released. With --look nothing is made; with --check N release N is compared with its SHA-256; "
        "--cancel gives up the one that an admin asked for and that no worker finishes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", default="", help="what is new, shown with the release; it never changes")
        parser.add_argument("--look", action="store_true", help="say what forbids a release, and make none")
        parser.add_argument("--check", type=int, metavar="N", help="read release N and say whether it is unchanged")
        parser.add_argument("--cancel", action="store_true", help="give up the release that waits for a worker")

    def handle(
        self, *args: Any, note: str, look: bool, check: int | None, cancel: bool = False, **options: Any
    ) -> None:
        if cancel:
            self.stdout.write("It is given up." if cancel_request() else "No release waits for a worker.")
            return
        if check is not None:
            self.check_release(check)
            return
        if look:
            for each in release_obstacles():
                self.stdout.write(f"{'Forbids' if each.forbids else 'Remark'}: {each.sentence} {each.href}")
            return
        self._told, self._started = -1, 0.0
        self.stdout.write("Looking for what forbids a release")
        try:
            release = make_release(by=None, now=timezone.now(), note=note, tell=self.tell)
        except ActionRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{release}: {release.files.count():,} files, SHA-256 {release.digest}")

    def tell(self, done: int, expected: int) -> None:
        """Print every hundredth of the work, with the time that is left."""
        hundredth = 100 * done // max(expected, 1)
        if not done:
            self._started = monotonic()
        if hundredth > self._told:
            self._told = hundredth
            self.stdout.write(progress_line(done, expected, monotonic() - self._started))

    def check_release(self, number: int) -> None:
        release = Release.objects.filter(number=number).first()
        if release is None:
            raise CommandError(f"There is no release {number}.")
        damaged = damaged_files(release)
        if damaged or not is_whole(release):
            raise CommandError(f"{release} is damaged: {', '.join(damaged[:5]) or 'its digest is another'}.")
        self.stdout.write(f"{release} is as it was made: SHA-256 {release.digest}")
