"""Two web machines and two workers on one PostgreSQL with a real streaming replica: nothing old, lost or done twice.

    python -m benchmarks.replica [SECONDS]      (default 20, for each of three rounds)

Each machine is a gunicorn and a worker with a folder of its own, so its kept pages are its own. Clients ask both
machines for one page while its row is changed by SQL: every answer must show at least what was committed before it was
asked for. Round by round the replica follows at once, follows 300 ms late, and is gone. Meanwhile the workers import
files, each exactly once. Needs pg_basebackup beside the PostgreSQL that the tests use.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

import django
import psycopg2

from benchmarks.harness.live_site import LiveSite, live_site
from tests.harness import postgres

CLIENTS = 4
FILES = 12
ENTRIES_IN_FILE = 300
DELAY = "300ms"
SECONDS_BETWEEN_CHANGES = 0.05
SECONDS_FOR_IMPORTS = 300


@dataclass
class Tally:
    """What the clients of one round saw."""

    committed: int = 0
    stale: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def replica_of(primary: postgres.Server, folder: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """A copy of the server, and how to start it with a delay; ended with the block."""
    run_as = postgres.unprivileged()
    binaries = postgres.find_binaries()
    if run_as:
        binaries = postgres.readable_by_anyone(binaries, folder)
        os.chown(folder, run_as["user"], run_as["group"])
    copy = [binaries / "pg_basebackup", "-h", primary.socket_folder, "-U", "postgres", "-D", folder / "data", "-R"]
    subprocess.run([*copy, "--checkpoint=fast"], cwd=folder, check=True, **run_as)
    running: list[subprocess.Popen[bytes]] = []

    def start(delay: str) -> subprocess.Popen[bytes]:
        configuration = folder / "data" / "postgresql.auto.conf"
        lines = configuration.read_text().splitlines()
        kept = [line for line in lines if not line.startswith(("recovery_min_apply_delay", "hot_standby_feedback"))]
        kept += [f"recovery_min_apply_delay = '{delay}'", "hot_standby_feedback = on"]
        configuration.write_text("\n".join(kept) + "\n")
        running.append(postgres.start(binaries, folder, run_as))
        postgres.wait_for_version(folder, running[-1])
        return running[-1]

    try:
        yield start
    finally:
        for process in running:
            postgres.stop(process)


def variables(replica: str) -> dict[str, str]:
    """The environment of a machine, beside that of every site that is served here."""
    return {"DATABASE_REPLICA_URL": replica, "WEB_WORKERS": "1", "SECRET_KEY": "of the benchmark " * 4}


def change(url: str, tally: Tally, slug: str) -> None:
    """Change the row again and again by SQL, each time in a transaction of its own."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        while not tally.over.is_set():
            number = tally.committed + 1
            cursor.execute("UPDATE studies_study SET country = %s WHERE slug = %s", (f"Country-{number:06}", slug))
            tally.committed = number
            tally.over.wait(SECONDS_BETWEEN_CHANGES)
    connection.close()


def read(site: LiveSite, tally: Tally, slug: str) -> None:
    visitor = site.visitor()
    while not tally.over.is_set():
        expected = tally.committed
        answer = visitor.get(f"/studies/{slug}/")
        tally.statuses[answer.status] += 1
        if answer.status == HTTPStatus.OK and (shown := shown_number(answer.text)) < expected:
            tally.stale.append(f"{site.address}: {expected} was committed, {shown} was shown")


def shown_number(text: str) -> int:
    _, found, rest = text.partition("Country-")
    return int(rest[:6]) if found else 0


def run_round(title: str, seconds: float, url: str, sites: list[LiveSite], slug: str) -> Tally:
    """Change and read for so long; prints what was seen."""
    tally = Tally()
    threads = [threading.Thread(target=change, args=(url, tally, slug))]
    threads += [threading.Thread(target=read, args=(sites[each % len(sites)], tally, slug)) for each in range(CLIENTS)]
    for thread in threads:
        thread.start()
    tally.over.wait(seconds)
    tally.over.set()
    for thread in threads:
        thread.join()
    answers = ", ".join(f"{status or 'none'}: {count}" for status, count in sorted(tally.statuses.items()))
    print(f"{title}: {tally.committed} changes; answers {answers}; older than their change: {len(tally.stale)}")
    for line in tally.stale[:5]:
        print(f"  {line}")
    return tally


def snapshots_on(url: str) -> int:
    """Transactions that a server has answered."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def queue_imports() -> None:
    """Files that the workers read and apply, every entry another publication."""
    from django.utils import timezone

    from studies.citations.receive import SentFile, receive_files
    from studies.citations.tasks import queue_work

    for number in range(FILES):
        entries = (
            f"TY  - JOUR\nTI  - {sha256(f'{number} {each}'.encode()).hexdigest()}\nAU  - Rossi, Anna\nPY  - 2020\n"
            f"DO  - 10.5555/replica.{number}.{each}\nER  - \n"
            for each in range(ENTRIES_IN_FILE)
        )
        sent = SentFile(f"{number}.ris", "\n".join(entries).encode())
        queue_work(receive_files(files=[sent], by=None, now=timezone.now()))


def finish_imports() -> bool:
    """Apply what was read; whether every entry of every file became one publication, once."""
    from django.utils import timezone

    from studies.citations.apply import begin_applying
    from studies.citations.tasks import queue_work
    from studies.models import ImportBatch, ImportedEntry, Publication

    deadline = time.monotonic() + SECONDS_FOR_IMPORTS
    while ImportBatch.objects.exclude(state="applied").exists() and time.monotonic() < deadline:
        for batch in ImportBatch.objects.filter(state="planned"):
            begin_applying(batch=batch, by=None, now=timezone.now())
            queue_work(batch)
        time.sleep(0.5)
    made = Publication.objects.filter(doi__startswith="10.5555/replica.")
    counts = (made.count(), made.values("doi").distinct().count(), ImportedEntry.objects.count())
    workers = {tuple(ids) for ids in _task_results().values_list("worker_ids", flat=True) if ids}
    print(f"imports: {counts[0]} publications, {counts[1]} different, {counts[2]} entries, by {len(workers)} workers")
    return counts == (FILES * ENTRIES_IN_FILE,) * 3 and len(workers) > 1


def _task_results() -> Any:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects


def main(seconds: float) -> bool:
    with ExitStack() as stack:
        primary = stack.enter_context(postgres.running_postgres())
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        start_replica = stack.enter_context(replica_of(primary, folders[0]))
        replica = start_replica("0")
        replica_url = postgres.Server(str(folders[0]), "").url
        sites = [
            stack.enter_context(live_site(folder, database_url=primary.url, **variables(replica_url)))
            for folder in folders[1:]
        ]
        # This process works as the commands of the first machine do, without the replica.
        os.environ.update(sites[0].environment | variables(""), DJANGO_SETTINGS_MODULE="evidence.settings")
        django.setup()
        from studies.models import Study

        slug = Study.objects.earliest("slug").slug
        queue_imports()
        before = snapshots_on(replica_url)
        tallies = [run_round("replica follows at once", seconds, primary.url, sites, slug)]
        print(f"  transactions on the replica: {snapshots_on(replica_url) - before}")
        postgres.stop(replica)
        replica = start_replica(DELAY)
        tallies.append(run_round(f"replica is {DELAY} late", seconds, primary.url, sites, slug))
        replica.kill()
        replica.wait()
        tallies.append(run_round("replica was killed", seconds, primary.url, sites, slug))
        imported = finish_imports()
    return imported and all(not tally.stale and tally.statuses[HTTPStatus.OK] for tally in tallies)


if __name__ == "__main__":
    sys.exit(0 if main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0) else 1)
