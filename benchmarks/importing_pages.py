"""How long pages take while a worker reads and applies a citation file, beside the same pages when nothing is imported.

    python -m benchmarks.importing_pages [ENTRIES]      (10000 when nothing is said)

On a new SQLite file with the evidence in it, unless DATABASE_URL names an empty database. Pages are asked for one after
the other through Django's own client, by the clock: whatever else the machine does counts too.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from statistics import median

import django
from django.core.management import call_command

from benchmarks.citation_file import citation_file
from benchmarks.importing import ROOT

PAGES = ("/studies/", "/import/", "/import/{import}/", "/import/{import}/?verdict=duplicate")
# Rounds over all pages before the import begins.
ROUNDS_ALONE = 5
PAUSE = 0.1

Taken = dict[tuple[str, str], list[float]]


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        environment = {"DATABASE_URL": f"sqlite:///{directory}/db.sqlite3", **os.environ, "DEBUG": "0"}
        environment |= {"DJANGO_SETTINGS_MODULE": "evidence.settings", "ALLOWED_HOSTS": "testserver"}
        os.environ.update(environment)
        django.setup()
        print_taken(number, taken_during(number, environment))


def taken_during(number: int, environment: dict[str, str]) -> Taken:
    """Milliseconds by page and by what the worker did meanwhile."""
    from django.test import Client

    from studies.models import ImportBatch

    batch, user = made_ready(number)
    client = Client()
    client.force_login(user)
    taken: Taken = defaultdict(list)
    for _ in range(ROUNDS_ALONE):
        ask_every_page(client, batch.pk, "alone", taken)
    command = [sys.executable, "-m", "benchmarks.importing_pages", "--work", str(batch.pk)]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as worker:
        while worker.poll() is None:
            state = ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk)
            ask_every_page(client, batch.pk, state, taken)
    return taken


def made_ready(number: int):  # type: ignore[no-untyped-def]
    """The evidence loaded, a file received, and a researcher who may look at it."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from studies.citations.receive import receive_file

    call_command("migrate", verbosity=0)
    call_command("load_evidence", str(ROOT / "fixtures" / "evidence"), stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    user = User.objects.create_superuser("researcher")
    batch = receive_file(name="a.bib", data=citation_file(number).encode(), by=user, now=timezone.now())
    return batch, user


def ask_every_page(client, pk: int, state: str, taken: Taken) -> None:  # type: ignore[no-untyped-def]
    for page in PAGES:
        before = time.perf_counter()
        answer = client.get(page.replace("{import}", str(pk)), secure=True)
        taken[page, state].append(1000 * (time.perf_counter() - before))
        if answer.status_code != 200:
            raise RuntimeError(f"{page} answers {answer.status_code}")
        time.sleep(PAUSE)


def do_the_work(pk: int) -> None:
    """What a worker does with the import, from the first entry to the receipt."""
    django.setup()
    from django.utils import timezone

    from studies.citations.apply import apply_import
    from studies.citations.receive import read_file
    from studies.models import ImportBatch

    batch = read_file(batch=ImportBatch.objects.get(pk=pk))
    apply_import(batch=batch, by=None, now=timezone.now())


def print_taken(number: int, taken: Taken) -> None:
    print(f"{number:,} entries; milliseconds, median and longest")
    for (page, state), times in sorted(taken.items()):
        print(f"  {page:<38} {state:<9} {median(times):6.0f} {max(times):6.0f}   of {len(times)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        do_the_work(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
