"""How fast citations are imported, and in how much memory, against bibtexparser's bare parse of the same file.

    python -m benchmarks.importing [ENTRIES ...]      (10000 when nothing is said)

Every measurement runs in a process of its own, on a new SQLite file unless DATABASE_URL names an empty, migrated
database. Seconds are the processor's own, so that other programs on the machine do not count; memory is the peak.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
_TEXT = """
ozone oxygen intradiscal paravertebral epidural steroid lumbar cervical disc herniation sciatica radiculopathy pain
acute injection infiltration percutaneous fluoroscopy guided randomised controlled double blind trial cohort prospective
retrospective outcome disability quality life follow-up months years patients elderly adult nerve root stenosis failed
surgery discectomy nucleolysis chemonucleolysis collagenase laser radiofrequency exercise manual therapy physiotherapy
efficacy safety comparison versus combined alone placebo sham saline anaesthetic systematic multicentre imaging
"""
_WORDS = _TEXT.split()
_BEGINNINGS, _MIDDLES, _ENDS = ("Ros", "Bian", "Ka", "Mül", "Wa"), ("s", "ch", "y", "l", "gh"), ("i", "er", "ez", "ová")
_FAMILIES = [f"{start}{middle}{end}" for start in _BEGINNINGS for middle in _MIDDLES for end in _ENDS]


def entries(number: int) -> str:
    """A BibTeX file like an export of a database: every fiftieth entry repeats an earlier one in other words."""
    chance = np.random.default_rng(7)
    written: list[tuple[str, str, int, int]] = []
    lines = []
    for n in range(number):
        if n % 50 == 49:
            title, people, year, page = written[int(chance.integers(len(written)))]
            title = title.upper()
        else:
            title = (
                " ".join(str(word) for word in chance.choice(_WORDS, 12)).capitalize() + f" {chance.integers(10**6)}"
            )
            people = " and ".join(f"{family}, A. B." for family in chance.choice(_FAMILIES, 4))
            year, page = int(chance.integers(1990, 2026)), int(chance.integers(1, 2000))
            written.append((title, people.replace("ü", '{\\"u}'), year, page))
        lines.append(
            f"@article{{key{n},\n  author = {{{people}}},\n  title = {{{{{title}}}}},\n"
            f"  journal = {{European Spine Journal}},\n  year = {{{year}}},\n  volume = {{{year - 1980}}},\n"
            f"  number = {{3}},\n  pages = {{{page}--{page + 8}}},\n  doi = {{10.1000/esj.{year}.{page}.{n}}}\n}}\n\n"
        )
    return "".join(lines)


def bare(data: bytes) -> int:
    """What bibtexparser does by itself."""
    from bibtexparser.entrypoint import parse_string

    return len(parse_string(data.decode()).entries)


def plan(data: bytes) -> int:
    """Parsing, decoding and duplicates, without a database."""
    from studies.importers.opening import open_file
    from studies.importers.plan import Known, Planner

    return sum(1 for _ in Planner(Known()).plan(open_file(data).entries()))


def whole(data: bytes) -> int:
    """From the bytes to the receipt, with the database."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "evidence.settings"
    django.setup()
    from django.utils import timezone

    from studies.actions.importing_applying import apply_import
    from studies.actions.importing_reading import read_file, receive_file

    batch = read_file(batch=receive_file(name="a.bib", data=data, by=None, now=timezone.now()))
    return apply_import(batch=batch, by=None, now=timezone.now()).entries.count()


MEASURED: dict[str, Callable[[bytes], int]] = {"bare": bare, "plan": plan, "whole": whole}


def measure(name: str, path: Path) -> None:
    """Do one thing in this process and print what it took."""
    data = path.read_bytes()
    before = time.process_time()
    count = MEASURED[name](data)
    seconds = time.process_time() - before
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count": count, "seconds": round(seconds, 2), "megabytes": round(megabytes)}))


def in_process(name: str, path: Path, environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.importing", "--measure", name, str(path)]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def compare(number: int) -> None:
    """Print one line a measurement for a file of so many entries."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "entries.bib"
        path.write_text(entries(number), encoding="utf-8")
        environment = {"DATABASE_URL": f"sqlite:///{directory}/db.sqlite3", **os.environ, "DEBUG": "0"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
        print(f"{number:,} entries, {path.stat().st_size / 1e6:.1f} MB")
        taken = {name: in_process(name, path, environment) for name in MEASURED}
    for name, said in taken.items():
        ratio = said["seconds"] / taken["bare"]["seconds"]
        rate = said["count"] / said["seconds"]
        print(f"  {name:<6} {said['seconds']:>8.2f} s {rate:>8.0f}/s  x{ratio:<5.2f} {said['megabytes']:>6.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        for asked in sys.argv[1:] or ["10000"]:
            compare(int(asked))
