"""Processes that are killed without a word while eight people read and two write."""

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.faults.crowd import Crowd, crowd
from benchmarks.faults.fragile_postgres import FragilePostgres, fragile_postgres
from benchmarks.faults.promises import Promise
from benchmarks.faults.steps import MANY_ENTRIES, Steps
from benchmarks.harness.live_site import LiveSite, SiteError, live_site
from benchmarks.harness.processes import web_processes, web_server, worker
from benchmarks.harness.redis_server import Redis, running_redis

READERS, WRITERS = 8, 2
SECONDS_BEFORE, SECONDS_WITHOUT, SECONDS_AFTER = 4, 3, 6
SECONDS_TO_IMPORT = 180
Kill = Callable[[], None]


def check(database: str) -> Iterator[Promise]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if database == "PostgreSQL":
            server, cache = stack.enter_context(fragile_postgres()), stack.enter_context(running_redis())
            site = stack.enter_context(live_site(folder, database_url=server.url, CACHE_URL=cache.url))
            more = {"Redis": partial(kill_cache, cache), "the database": partial(kill_database, server)}
        else:
            site = stack.enter_context(live_site(folder))
            more = {"the kept pages": partial(remove_kept_pages, site)}
        slugs = site.shell("from studies.models import Study; print(*Study.objects.values_list('slug', flat=True)[:2])")
        writers = tuple(Steps(site, slug) for slug in slugs.split())
        for name, kill in (kills(site) | more).items():
            yield from while_people_work(f"kill of {name}, {database}", site, writers, kill)


def kills(site: LiveSite) -> dict[str, Kill]:
    """Those of the site's own processes."""
    return {
        "a web process": partial(kill_web_process, site),
        "the web server": partial(kill_web_server, site),
        "the worker": partial(kill_worker, site),
    }


def kill_web_process(site: LiveSite) -> None:
    os.kill(web_processes(site.pid)[0].pid, signal.SIGKILL)


def kill_web_server(site: LiveSite) -> None:
    """``serve`` then ends; systemd or the compose file starts it again."""
    os.kill(web_server(site.pid).pid, signal.SIGKILL)
    site.wait_for_end()
    site.start()


def kill_worker(site: LiveSite) -> None:
    os.kill(worker(site.pid).pid, signal.SIGKILL)


def remove_kept_pages(site: LiveSite) -> None:
    """The files of the cache vanish beneath the running site, as a volume that is lost."""
    shutil.rmtree(site.local / "kept", ignore_errors=True)


def kill_cache(cache: Redis) -> None:
    cache.kill()
    time.sleep(SECONDS_WITHOUT)
    cache.start()


def kill_database(server: FragilePostgres) -> None:
    server.kill()
    time.sleep(SECONDS_WITHOUT)
    server.start()


def while_people_work(fault: str, site: LiveSite, writers: tuple[Steps, ...], kill: Kill) -> Iterator[Promise]:
    """The promises about one kill; an import is at work as well."""
    batch = writers[0].import_file(MANY_ENTRIES).address
    with crowd(site, readers=READERS, writers=writers) as people:
        time.sleep(SECONDS_BEFORE)
        kill()
        try:
            seconds = site.wait_for_page("/conditions/back-pain/")
        except SiteError as error:
            yield Promise(fault, "pages come back by themselves", str(error)[:80], kept=False)
            return
        time.sleep(SECONDS_AFTER)
        last = site.visitor().get("/")
    yield Promise(fault, "pages come back by themselves", f"after {seconds:.1f} s", last.status == 200)
    statuses = " ".join(f"{status or 'cut'}: {number}" for status, number in people.statuses.items())
    yield Promise(fault, "nobody sees an error page", statuses, not people.unexpected)
    yield saved_notes(fault, site, people)
    yield finished_import(fault, site, batch)


def saved_notes(fault: str, site: LiveSite, people: Crowd) -> Promise:
    """Each confirmed note stands in the history once, and the last of a study, or a later one, is its note."""
    code = (
        "import json\nfrom studies.models import Study\n"
        f"slugs = {sorted(people.confirmed)!r}\n"
        "print(json.dumps({s: [Study.objects.get(slug=s).note, *Study.history.filter(slug=s)"
        ".order_by('history_id').values_list('note', flat=True)] for s in slugs}))"
    )
    stored: dict[str, list[str]] = json.loads(site.shell(code))
    wrong = []
    for slug, notes in people.confirmed.items():
        now, *history = stored[slug]
        # Lines of other changes of a study repeat its note: one change is a run of equal notes.
        runs = [note for before, note in zip(["", *history], history, strict=False) if note != before]
        wrong += [note for note in notes if runs.count(note) != 1]
        wrong += [] if runs.index(now) >= runs.index(notes[-1]) else [now]
    confirmed = sum(map(len, people.confirmed.values()))
    seen = f"{confirmed} confirmed, {len(wrong)} lost or twice"
    return Promise(fault, "every confirmed save is kept, once", seen, bool(confirmed) and not wrong)


def finished_import(fault: str, site: LiveSite, address: str) -> Promise:
    """The import that was at work is planned as a whole, each entry once."""
    number = address.rstrip("/").rpartition("/")[2]
    code = (
        "from studies.models import ImportBatch\n"
        f"batch = ImportBatch.objects.get(pk={number})\n"
        "print(batch.state, batch.entries.count(), batch.entries.values('fingerprint').distinct().count())"
    )
    started = time.monotonic()
    found = site.shell(code)
    while not found.startswith("planned") and time.monotonic() - started < SECONDS_TO_IMPORT:
        time.sleep(3)
        found = site.shell(code)
    seen = f"{found} after {time.monotonic() - started:.0f} s"
    whole = found == f"planned {MANY_ENTRIES} {MANY_ENTRIES}"
    return Promise(fault, "the import is read to its end, each entry once", seen, whole)
