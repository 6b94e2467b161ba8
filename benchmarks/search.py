"""Sixty queries on both databases: the same first hits, and the time of a search beside the bare look-up.

    python -m benchmarks.search                        the real data: a table of 60 queries with their first five hits
    python -m benchmarks.search --studies 100000       the same queries over so many made-up studies, and times

Each database is a temporary one. For each query a line says how many hits there are, the first five, and whether both
databases say the same. With --studies the times are those of

- bare: what one would write by hand: how many rows have the words, and the first twenty by the rank that the database
  computes itself (bm25 of FTS5, ts_rank of PostgreSQL), in two statements;
- search: the hits of one page in their order, and the counts of every facet (``StudySearch.page``);
- synonyms are looked for in both. Milliseconds by the clock, the best of five.

The script ends with 1 where the databases differ, or where all queries together take more than 1.5 times the bare ones.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests.harness.postgres import running_postgres

MILLISECONDS = 1_000
MOST_TIMES_BARE = 1.5
RUNS = 5
FIRST = 5
QUERIES = (
    *("slipped disc", "herniated disk", "prolapse", "randomised", "randomized", "herniations", '"intradiscal ozone"'),
    *("PMID 20188591", "https://doi.org/10.1016/j.jvir.2009.12.393", "bonneti", "placebo", "sciatica", "Bonetti 2005"),
    *(
        "ozone",
        "ozone therapy",
        "does ozone help a slipped disc?",
        "back pain",
        "low back pain",
        "lumbago",
        "neck pain",
    ),
    *(
        "leg pain",
        "radiculopathy",
        "spinal stenosis",
        "degenerative disc disease",
        "facet joint",
        "failed back surgery",
    ),
    *("spondylolisthesis", "steroid", "cortisone", "dexamethasone", "lidocaine", "physiotherapy", "physical therapy"),
    *(
        "discectomy",
        "surgery",
        "radiofrequency",
        "laser OR radiofrequency",
        "platelet-rich plasma",
        "PRP",
        "collagenase",
    ),
    *("intramuscular", "epidural", "intraforaminal", "CT-guided", "ozone -steroid", '-"double blind" randomised'),
    *('"low back pain" ozone', "Paoloni", "Gallucci 2007", "Steppan meta-analysis", "Muto", "systematic review"),
    *("case report", "embolism", "infection", "death", "stroke", "Radiology", "China 2017", "2016"),
)


def child(studies: int, words_from: str) -> dict[str, Any]:
    """What one database says: made in this process, which has its address in the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from studies.search.index_work import rebuild_index

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silent:  # noqa: PTH123 - a stream to write into
        call_command("load_evidence", str(settings.BASE_DIR / "fixtures" / "evidence"), stdout=silent)
    if studies:
        make_up(studies, Path(words_from))
    start = time.perf_counter()
    indexed = rebuild_index()
    found: dict[str, Any] = {"indexed": indexed, "seconds": time.perf_counter() - start, "queries": {}}
    analyse()
    for text in QUERIES:
        found["queries"][text] = answer(text, timed=bool(studies))
    return found


def make_up(studies: int, words_from: Path) -> None:
    """Add studies whose titles, authors and journals are words of the real ones, in another mixture."""
    from studies.choices import Design
    from studies.models import Condition, Publication, Study

    chance = random.Random(17)  # noqa: S311 - made-up titles
    real = json.loads(words_from.read_text(encoding="utf-8"))
    conditions = list(Condition.objects.order_by("slug"))
    for start in range(0, studies, 5_000):
        made = [
            Study(
                slug=f"made-{n}",
                label=f"{chance.choice(real['names'])} {1990 + n % 36}",
                design=chance.choice(list(Design)[:7]),
                condition=chance.choice(conditions),
                n_randomised=chance.randint(10, 400),
            )
            for n in range(start, min(start + 5_000, studies))
        ]
        made = Study.objects.bulk_create(made)
        Publication.objects.bulk_create(
            Publication(
                study=study,
                title=" ".join(chance.choices(real["words"], k=12)),
                authors="; ".join(chance.choices(real["names"], k=4)),
                journal=chance.choice(real["journals"]),
                year=1990 + chance.randrange(36),
            )
            for study in made
        )


def analyse() -> None:
    """Let PostgreSQL count its rows, as it does by itself a minute after a load."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "ANALYZE studies_searchdocument")


def answer(text: str, *, timed: bool) -> dict[str, Any]:
    """The hits of one query, and its times."""
    from studies.models import Study
    from studies.search.curated_synonyms import curated_synonyms
    from studies.search.search_query import read_query
    from studies.search.study_search import StudySearch
    from studies.search.suggestions import corrected

    query = read_query(text, curated_synonyms())
    if not StudySearch(query).exists():
        better = corrected(text, lambda each: StudySearch(each).exists())
        query = read_query(better or text, curated_synonyms())
    search = StudySearch(query)
    hits = search.page(size=20)
    labels = {study.pk: f"{study.label} [{study.slug}]" for study in Study.objects.filter(pk__in=hits.studies[:FIRST])}
    found: dict[str, Any] = {"count": hits.count(), "first": [labels[pk] for pk in hits.studies[:FIRST]]}
    if timed:
        found["search"] = best(lambda: search.page(size=20))
        found["bare"] = best(lambda: bare(query))
    return found


def best(work: Callable[[], object]) -> float:
    """The shortest of some runs in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * MILLISECONDS)
    return min(times)


def bare(query: Any) -> None:
    """The two statements that one would write by hand."""
    from django.db import connection

    from studies.search.text_language import SearchedColumns, fts5_query, tsquery

    if not query.clauses:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            words = fts5_query(query, SearchedColumns.PUBLIC)
            matched = "FROM studies_searchtext WHERE studies_searchtext MATCH %s"
            cursor.execute(f"SELECT count(*) {matched}", [words])  # noqa: S608 - a constant
            cursor.fetchall()
            cursor.execute(f"SELECT rowid {matched} ORDER BY rank LIMIT 20", [words])  # noqa: S608 - a constant
        else:
            words = tsquery(query, SearchedColumns.PUBLIC)
            matched = "FROM studies_searchtext WHERE public @@ %s::tsquery"
            cursor.execute(f"SELECT count(*) {matched}", [words])  # noqa: S608 - a constant
            cursor.fetchall()
            cursor.execute(
                f"SELECT document_id {matched} ORDER BY ts_rank(public, %s::tsquery) DESC LIMIT 20",  # noqa: S608 - a constant
                [words, words],
            )
        cursor.fetchall()


def real_words() -> dict[str, list[str]]:
    """The words, names and journals of the real titles, in the order of the file."""
    import csv

    with (Path(__file__).parent.parent / "fixtures" / "evidence" / "studies.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        "words": [word for row in rows for word in row["title"].split()],
        "names": [name for row in rows for name in row["authors"].split("; ") if name and name != "others"],
        "journals": [row["journal"] for row in rows if row["journal"]],
    }


def ask(url: str, studies: int, words_from: Path) -> dict[str, Any]:
    """The answers of one database, computed by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.search", "--child", str(words_from), "--studies", str(studies)]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def told(sqlite: dict[str, Any], postgresql: dict[str, Any]) -> bool:
    """Print the table; whether both databases say the same, and quickly enough."""
    same = True
    for text in QUERIES:
        one, other = sqlite["queries"][text], postgresql["queries"][text]
        alike = (one["count"], one["first"]) == (other["count"], other["first"])
        same &= alike
        times = "".join(
            f" {name} {each['search']:.1f}/{each['bare']:.1f} ms"
            for name, each in (("SQLite", one), ("PostgreSQL", other))
            if "bare" in each
        )
        print(
            f"{'same' if alike else 'DIFFERENT'} {one['count']:6} {text}{times}: {'; '.join(one['first']) or 'nothing'}"
        )
        if not alike:
            print(f"{'':9} {other['count']:6} on PostgreSQL: {'; '.join(other['first'])}")
    quick = [_is_quick(name, found) for name, found in (("SQLite", sqlite), ("PostgreSQL", postgresql))]
    print(f"{len(QUERIES)} queries, {'the same on both databases' if same else 'NOT the same on both databases'}")
    return same and all(quick)


def _is_quick(name: str, found: dict[str, Any]) -> bool:
    print(f"{name}: {found['indexed']:,} studies indexed in {found['seconds']:.1f} s")
    timed = [each for each in found["queries"].values() if "bare" in each]
    if not timed:
        return True
    ratio = sum(each["search"] for each in timed) / sum(each["bare"] for each in timed)
    ratios = sorted(each["search"] / each["bare"] for each in timed)
    middle = ratios[len(ratios) // 2]
    print(
        f"{name}: all searches {ratio:.2f} times the bare ones; in the middle {middle:.2f}, at worst {ratios[-1]:.2f}"
    )
    return ratio <= MOST_TIMES_BARE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=0, help="so many made-up studies beside the real ones")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options.studies, options.child)))
        return 0
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server:
        words = Path(folder, "words.json")
        words.write_text(json.dumps(real_words()), encoding="utf-8")
        found = [ask(url, options.studies, words) for url in (f"sqlite:///{folder}/search.sqlite3", server.url)]
    return 0 if told(found[0], found[1]) else 1


if __name__ == "__main__":
    sys.exit(main())
