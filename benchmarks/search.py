"""Sixty queries on both databases: the same first hits, and the time of a search beside the bare look-up.

    python -m benchmarks.search                        the real data: a table of 60 queries with their first five hits
    python -m benchmarks.search --studies 100000       the same over so many made-up rows of the index, and times

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
ROWS_AT_ONCE = 5_000
# No real study has such a number.
MADE_UP_FROM = 10_000_000
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

    from studies.models import SearchDocument
    from studies.search.index_work import rebuild_index

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silent:  # noqa: PTH123 - a stream to write into
        call_command("load_evidence", str(settings.BASE_DIR / "fixtures" / "evidence"), stdout=silent)
    rebuild_index()
    start = time.perf_counter()
    write_made_up(studies, json.loads(Path(words_from).read_text(encoding="utf-8")))
    found: dict[str, Any] = {"indexed": SearchDocument.objects.count(), "seconds": time.perf_counter() - start}
    analyse()
    found["queries"] = {text: answer(text, timed=bool(studies)) for text in QUERIES}
    return found


def write_made_up(studies: int, real: dict[str, list[str]]) -> None:
    """Write the rows of the index as that many further studies would have them, without the studies themselves.

    A search reads nothing else. To make the studies would take an hour.
    """
    from django.db import transaction

    from studies.models import Condition, SearchDocument
    from studies.search.index_work import document_of
    from studies.search.token_table import insert_texts

    chance = random.Random(17)  # noqa: S311 - made-up titles
    conditions = list(Condition.objects.order_by("slug"))
    for start in range(0, studies, ROWS_AT_ONCE):
        texts = [made_up(n, chance, real, conditions) for n in range(start, min(start + ROWS_AT_ONCE, studies))]
        with transaction.atomic():
            documents = SearchDocument.objects.bulk_create(map(document_of, texts), batch_size=100)
            insert_texts([(row.pk, each) for row, each in zip(documents, texts, strict=True)], using="default")


def made_up(n: int, chance: random.Random, real: dict[str, list[str]], conditions: list[Any]) -> Any:
    """A study whose title, authors and journal are words of the real ones, in another mixture."""
    from studies.choices import Design
    from studies.search.search_tokens import tokens_of
    from studies.search.study_texts import BREAK, StudyTexts

    design, condition, year = chance.choice(list(Design)[:7]), chance.choice(conditions), 1990 + n % 36
    title, authors = " ".join(chance.choices(real["words"], k=12)), "; ".join(chance.choices(real["names"], k=4))
    heading = f" {BREAK} ".join((f"{chance.choice(real['names'])} {year}", title, authors, str(year)))
    body = f" {BREAK} ".join((condition.name, condition.plain_name, design.label, chance.choice(real["journals"])))
    return StudyTexts(
        study_id=MADE_UP_FROM + n,
        slug=f"made-{n}",
        design=design,
        condition_id=condition.pk,
        year=year,
        people=chance.randint(10, 400),
        weight=10_000 * (len(Design) - list(Design).index(design)) + year,
        heading=tuple(tokens_of(heading)),
        body=tuple(tokens_of(body)),
        abstract=(),
        compared=(),
        written=(),
    )


def analyse() -> None:
    """Let PostgreSQL count its rows, as it does by itself a minute after a load."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "ANALYZE studies_searchdocument")


def answer(text: str, *, timed: bool) -> dict[str, Any]:
    """The hits of one query, and its times."""
    from studies.models import SearchDocument
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
    first = hits.studies[:FIRST]
    slugs = dict(SearchDocument.objects.filter(study_id__in=first).values_list("study_id", "slug"))
    found: dict[str, Any] = {"count": hits.count(), "first": [slugs[pk] for pk in first]}
    if timed:
        found["search"], found["bare"] = best(lambda: search.page(size=20), lambda: bare(query))
    return found


def best(*works: Callable[[], object]) -> list[float]:
    """The shortest of some runs of each in milliseconds; they take turns, so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, of_work in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            of_work.append((time.perf_counter() - start) * MILLISECONDS)
    return list(map(min, times))


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
            cursor.execute(f"SELECT count(*) {matched}", [words])
            cursor.fetchall()
            cursor.execute(f"SELECT rowid {matched} ORDER BY rank LIMIT 20", [words])
        else:
            words = tsquery(query, SearchedColumns.PUBLIC)
            matched = "FROM studies_searchtext WHERE public @@ %s::tsquery"
            cursor.execute(f"SELECT count(*) {matched}", [words])
            cursor.fetchall()
            cursor.execute(
                f"SELECT document_id {matched} ORDER BY ts_rank(public, %s::tsquery) DESC LIMIT 20",
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
    print(f"{name}: {found['indexed']:,} rows of the index, the made-up ones written in {found['seconds']:.1f} s")
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
    parser.add_argument("--studies", type=int, default=0, help="so many made-up rows of the index beside the real ones")
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
