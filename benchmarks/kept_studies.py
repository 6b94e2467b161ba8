"""Pages made of what is kept of studies, against the same pages with nothing kept: byte by byte, and what they cost.

    python -m benchmarks.kept_studies [--studies 400] [--changes 40] [--seed 1] [--database FILE]

Makes synthetic studies (or copies a file of SQLite that has them), lets the worker's function keep the studies of all
conditions, and then makes random changes: results, times, retractions, queries, ranges, arms, drugs, bias, drafts.
After each it asks for the pages that tell of all conditions and those of some conditions, once with what is kept and
once with nothing. The script ends with 1 where a page differs in one byte. Times are processor milliseconds, the best.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import django

MILLISECONDS = 1_000
# Conditions that gather others, and one that gathers none.
CONDITIONS = ("lumbar-disc-herniation", "lumbar-disc-disorders", "back-pain")
PARTS = ("", "findings/", "unused/", "harms/", "uncontrolled/", "studies/", "selection/")
OTHERS = ("/", "/compare/", "/reviews/", "/safety/", "/dose/ozone-v-sham/")
PAGES = [*OTHERS, *(f"/conditions/{slug}/{part}" for slug in CONDITIONS for part in PARTS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=400)
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", type=Path, help="a file of SQLite with synthetic studies, which is copied")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), options)
        differing = compare(options)
    raise SystemExit(1 if differing else 0)


def prepare(folder: Path, options: argparse.Namespace) -> None:
    """A site of its own with studies."""
    database = folder / "kept.sqlite3"
    if options.database:
        shutil.copy(options.database, database)
    ours = {"DATABASE_URL": f"sqlite:///{database}", "SYNTHETIC": "1", "DEBUG": "0", "LOCAL_DIR": str(folder)}
    os.environ |= ours | {"COMPUTING_SECONDS": "0", "DJANGO_SETTINGS_MODULE": "evidence.settings"}
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if not options.database:
        call_command("generate_evidence", studies=options.studies, seed=options.seed)
        call_command("generate_ratings")


def compare(options: argparse.Namespace) -> list[str]:
    """Print what pages cost; the pages that differ, each with the changes before it."""
    from evidence.warming.keep_conditions import keep_conditions
    from tests.evidence.findings.random_changes import RandomChanges

    changes, best, differing = RandomChanges(CONDITIONS[-1], options.seed), defaultdict[str, list[float]](list), []
    made: list[str] = []
    for number in range(options.changes):
        if number % 10 == 0:
            keep_conditions(fewest=1)
        made.append(changes.make_one())
        for page in PAGES:
            (kept, with_kept), (plain, from_nothing) = ask(page), ask(page, is_keeping=False)
            best[page].append(with_kept)
            best[f"{page} from nothing"].append(from_nothing)
            if kept != plain:
                differing.append(f"{page} after {', '.join(made)}")
    for page in PAGES:
        times = min(best[page]), min(best[f"{page} from nothing"])
        print(f"{page:<50} after a change {times[0]:8.0f} ms   from nothing {times[1]:8.0f} ms")
    print(f"{options.changes} changes of {len(set(made))} kinds, {len(PAGES)} pages each; differing: {len(differing)}")
    print(*differing, sep="\n")
    return differing


def ask(page: str, *, is_keeping: bool = True) -> tuple[bytes, float]:
    """The page and its milliseconds of processor; nothing is kept or used with DEBUG."""
    from django.conf import settings
    from django.test import Client, override_settings

    client = Client(HTTP_HOST="localhost")
    # By its plain name, a static file has the same address with DEBUG.
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(DEBUG=not is_keeping, STORAGES={**settings.STORAGES, "staticfiles": static}):
        start = time.process_time()
        response = client.get(page)
        spent = (time.process_time() - start) * MILLISECONDS
    if response.status_code != 200:
        raise SystemExit(f"{page}: {response.status_code}")
    return response.content, spent


if __name__ == "__main__":
    main()
