"""How long pages take while a worker reads and applies a citation file, compared with the same pages without an import.

    python -m benchmarks.pages_during_import [ENTRIES]      (default 10000)

Uses a new SQLite file with the evidence loaded, unless DATABASE_URL names an empty database. Pages are requested
one after the other with Django's test client. Times are wall-clock times, so other work of the machine counts too.
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

from benchmarks.importing import ROOT
from benchmarks.synthetic_citations import citation_file

PAGES = ("/studies/", "/import/", "/import/{import}/", "/import/{import}/?verdict=duplicate")
# Rounds over all pages before the import begins.
ROUNDS_WITHOUT_IMPORT = 5
PAUSE = 0.1

Times = dict[tuple[str, str], list[float]]


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        environment = {"DATABASE_URL": f"sqlite:///{directory}/db.sqlite3", **os.environ, "DEBUG": "0"}
        environment |= {"DJANGO_SETTINGS_MODULE": "evidence.settings", "ALLOWED_HOSTS": "testserver"}
        os.environ.update(environment)
        django.setup()
        print_times(number, measure_pages(number, environment))


def measure_pages(number: int, environment: dict[str, str]) -> Times:
    """Milliseconds by page and by the state of the import."""
    from django.test import Client

    from studies.models import ImportBatch

    batch, user = prepare_database(number)
    client = Client()
    client.force_login(user)
    times_by_page: Times = defaultdict(list)
    for _ in range(ROUNDS_WITHOUT_IMPORT):
        request_every_page(client, batch.pk, "alone", times_by_page)
    command = [sys.executable, "-m", "benchmarks.pages_during_import", "--work", str(batch.pk)]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as worker:
        while worker.poll() is None:
            state = ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk)
            request_every_page(client, batch.pk, state, times_by_page)
    return times_by_page


def prepare_database(number: int):  # type: ignore[no-untyped-def]
    """The evidence loaded, a file received, and a researcher with access to it."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from studies.citations.receive import SentFile, receive_files

    call_command("migrate", verbosity=0)
    call_command("load_evidence", str(ROOT / "fixtures" / "evidence"), stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    user = User.objects.create_superuser("researcher")
    batch = receive_files(files=[SentFile("a.bib", citation_file(number).encode())], by=user, now=timezone.now())
    return batch, user


def request_every_page(client, pk: int, state: str, times_by_page: Times) -> None:  # type: ignore[no-untyped-def]
    for page in PAGES:
        before = time.perf_counter()
        response = client.get(page.replace("{import}", str(pk)), secure=True)
        times_by_page[page, state].append(1000 * (time.perf_counter() - before))
        if response.status_code != 200:
            raise RuntimeError(f"{page} answers {response.status_code}")
        time.sleep(PAUSE)


def run_import(pk: int) -> None:
    """Read and apply the import as a worker does."""
    django.setup()
    from django.utils import timezone

    from studies.citations.apply import apply_import
    from studies.citations.receive import read_files
    from studies.models import ImportBatch

    batch = read_files(batch=ImportBatch.objects.get(pk=pk))
    apply_import(batch=batch, by=None, now=timezone.now())


def print_times(number: int, times_by_page: Times) -> None:
    print(f"{number:,} entries; milliseconds, median and longest")
    for (page, state), times in sorted(times_by_page.items()):
        print(f"  {page:<38} {state:<9} {median(times):6.0f} {max(times):6.0f}   of {len(times)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        run_import(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
