"""A disk without room: what it says where it strikes, what is kept, and what goes on when there is room again."""

import json
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path

from benchmarks.faults.fragile_postgres import fragile_postgres
from benchmarks.faults.promises import Promise
from benchmarks.faults.small_disk import SmallDisk, small_disk
from benchmarks.faults.steps import FEW_ENTRIES, MANY_ENTRIES, Step, Steps
from benchmarks.harness.live_site import LiveSite, live_site
from benchmarks.harness.visitor import Answer

# SQLite's file, static files and room for a large import; PostgreSQL's cluster with its log of changes.
SQLITE_MEGABYTES, POSTGRES_MEGABYTES = 60, 240
SECONDS_TO_GO_ON = 150
WORDS = "The disk of this site is full"
# Rows that say nothing of the records; the data version only moves ahead.
_OF_THE_MACHINE = {"WorkerBeat", "DataVersion"}
NOTE = "A note that is long enough to need a page of its own. " * 200


@contextmanager
def full_site(database: str) -> Iterator[tuple[LiveSite, SmallDisk]]:
    """A site whose database lies on a small disk: SQLite with the local folder, or PostgreSQL's data alone."""
    with ExitStack() as stack:
        if database == "SQLite":
            disk = stack.enter_context(small_disk(SQLITE_MEGABYTES))
            local, url = disk.folder, ""
        else:
            disk = stack.enter_context(small_disk(POSTGRES_MEGABYTES))
            local = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(fragile_postgres(disk.folder)).url
        yield stack.enter_context(live_site(local, database_url=url, CONTACT_EMAIL="editor@example.org")), disk


def check(database: str) -> Iterator[Promise]:
    fault = f"full disk, {database}"
    with full_site(database) as (site, disk):
        steps = Steps(site, first_study(site))
        form = steps.note_form(NOTE)
        before = digests(site)
        disk.fill()
        yield from said_in_words(fault, steps, form)
        yield from read_as_before(fault, steps)
        yield from commands_say_so(fault, site, database)
        disk.free()
        site.wait_for_page("/health/ready")
        after = digests(site)
        changed = [name for name, value in after.items() if before[name] != value]
        seen_rows = f"{len(after)} tables, changed: {', '.join(changed) or 'none'}"
        yield Promise(fault, "every row is as it was before the disk was full", seen_rows, not changed)
        yield from goes_on(fault, steps, form)
        yield from import_goes_on(fault, steps, disk)


def first_study(site: LiveSite) -> str:
    return site.shell("from studies.models import Study; print(Study.objects.earliest('pk').slug)")


def said_in_words(fault: str, steps: Steps, form: dict[str, list[str]]) -> Iterator[Promise]:
    tried: dict[str, Step] = {
        "a save on the workbench": lambda: steps.save(form),
        "a small import": lambda: steps.import_file(FEW_ENTRIES),
        "a large import": lambda: steps.import_file(MANY_ENTRIES),
        "a PDF": steps.attach,
    }
    for name, step in tried.items():
        answer = step()
        yield Promise(fault, f"{name} says in words that the disk is full", seen(answer), is_said(answer))
    # It writes little: PostgreSQL may have room for that in pages that it has already.
    answer = steps.log_in()
    is_kept = answer.status == HTTPStatus.OK or is_said(answer)
    yield Promise(fault, "logging in works, or says in words that the disk is full", seen(answer), is_kept)


def is_said(answer: Answer) -> bool:
    """Whether a page says that the disk is full and whom to write to."""
    return answer.status == HTTPStatus.INSUFFICIENT_STORAGE and WORDS in answer.text and "editor@" in answer.text


def seen(answer: Answer) -> str:
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    words = " ".join(re.sub(r"<[^>]+>", " ", heading[1]).split()) if heading else "no page"
    return f"{answer.status} {words} ({answer.seconds:.1f} s)"


def read_as_before(fault: str, steps: Steps) -> Iterator[Promise]:
    statuses = steps.read()
    all_read = set(statuses.values()) == {HTTPStatus.OK}
    yield Promise(fault, "public pages are read as before", " ".join(map(str, statuses.values())), all_read)


def commands_say_so(fault: str, site: LiveSite, database: str) -> Iterator[Promise]:
    """Commands end with a sentence and a status; collecting static files needs the local folder to be full."""
    commands = [("import_citations", str(citation_file(site)))]
    if database == "SQLite":
        (site.local / "static" / "collected.sha256").unlink()
        commands += [("prepare",), ("backup", str(site.local / "backup.tar.gz"))]
    for command in commands:
        done = site.manage(*command)
        last = (done.stderr.strip() or "nothing said").splitlines()[-1]
        names_cause = "disk is full" in last or "No space left" in last
        is_sentence = names_cause and "Traceback" not in done.stderr
        yield Promise(fault, f"{command[0]} ends with a sentence", last[:90], done.returncode != 0 and is_sentence)
    half = [path.name for path in site.local.glob("*.tar.gz*")]
    yield Promise(fault, "no half of a backup is left", ", ".join(half) or "none", not half)


def citation_file(site: LiveSite) -> Path:
    path = site.log.with_name("commanded.bib")
    path.write_bytes(
        b"".join(b"@article{c%d, title={Commanded %d on ozone}, year={2002}}\n" % (n, n) for n in range(900))
    )
    return path


def goes_on(fault: str, steps: Steps, form: dict[str, list[str]]) -> Iterator[Promise]:
    saved = steps.save(form)
    kept = steps.stored_note().strip() == NOTE.strip()
    yield Promise(fault, "with room again the same form is saved", seen(saved), saved.status == HTTPStatus.OK and kept)
    for name, step in {"an import": lambda: steps.import_file(FEW_ENTRIES), "logging in": steps.log_in}.items():
        answer = step()
        yield Promise(fault, f"with room again {name} works", seen(answer), answer.status == HTTPStatus.OK)
    done = steps.site.manage("prepare")
    yield Promise(fault, "with room again prepare works", f"status {done.returncode}", done.returncode == 0)
    static = Path(steps.site.local / "static").rglob("*")
    cut = [path.name for path in static if path.is_file() and not path.stat().st_size]
    yield Promise(fault, "no static file is left cut off", f"{len(cut)} empty", not cut)


def import_goes_on(fault: str, steps: Steps, disk: SmallDisk) -> Iterator[Promise]:
    """An import that the worker reads while the disk fills up."""
    answer = steps.import_file(MANY_ENTRIES)
    path = answer.address.removeprefix(steps.site.address)
    disk.fill()
    time.sleep(8)
    stopped = state(steps)
    disk.free()
    started = time.monotonic()
    while state(steps)[0] not in ("planned", "refused") and time.monotonic() - started < SECONDS_TO_GO_ON:
        time.sleep(2)
    done = state(steps)
    whole = done[:2] == ("planned", str(MANY_ENTRIES))
    took = f"{stopped[0]} {stopped[1]}, then {done[0]} {done[1]} after {time.monotonic() - started:.0f} s"
    yield Promise(fault, "an import that was being read goes on by itself, whole", took, whole)
    page = steps.researcher.get(path)
    yield Promise(fault, "its page shows no error any more", seen(page), "went wrong" not in page.text)


def state(steps: Steps) -> tuple[str, str]:
    """The state of the newest import, and how many entries it has."""
    code = "from studies.models import ImportBatch as B; b = B.objects.latest('pk'); print(b.state, b.entries.count())"
    found = steps.site.manage("shell", "--no-imports", "--command", code).stdout.split()
    return (found[0], found[1]) if len(found) == 2 else ("unknown", "0")


def digests(site: LiveSite) -> dict[str, str]:
    """A fingerprint of the rows of each model of records, in their order."""
    code = (
        "import hashlib, json\nfrom django.apps import apps\nfound = {}\n"
        "for label in ('studies', 'evidence'):\n"
        "    for model in apps.get_app_config(label).get_models():\n"
        "        rows = repr(list(model._base_manager.order_by('pk').values_list()))\n"
        "        found[model.__name__] = hashlib.sha256(rows.encode()).hexdigest()\n"
        "print(json.dumps(found))"
    )
    found: dict[str, str] = json.loads(site.shell(code))
    return {name: value for name, value in found.items() if name not in _OF_THE_MACHINE}
