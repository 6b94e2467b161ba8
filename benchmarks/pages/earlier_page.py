"""A page of an earlier commit, asked in turns with the pages of this code: how long a millisecond of the goals is here.

A processor's speed differs from day to day and from minute to minute by more than pages differ. The goals of pages from
nothing are milliseconds of the day on which a condition page took 190 of them, and 197 kB. That is lumbar disc
herniation as commit d5e3106f answers it with the data of its day: 197,079 bytes. No page of a condition has as many at
9fd662db, the last commit before pages were kept; there, in turns, lumbar disc herniation takes 0.58 times as long
(35 kB), and back pain 0.96 times (50 kB).
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.harness.earlier_code import ROOT, EarlierCodeMissingError, code_of
from benchmarks.pages.asked_site import ask

EARLIER_COMMIT, EARLIER_PAGE, MILLISECONDS_THEN = "d5e3106f", "/conditions/lumbar-disc-herniation/", 190.0
MILLISECONDS = 1_000


@contextmanager
def earlier_site(database_url: str) -> Iterator[Path | None]:
    """The code of that commit in a folder, its own data set in the database; None where the commit is not at hand."""
    with ExitStack() as stack:
        try:
            code = stack.enter_context(code_of(EARLIER_COMMIT))
        except EarlierCodeMissingError as error:
            print(f"Pages from nothing are judged in milliseconds of this machine, without an earlier commit: {error}")
            yield None
            return
        environment = _environment(code, database_url)
        for command in ("migrate", "collectstatic --no-input", "load_evidence fixtures/evidence"):
            call = [sys.executable, "manage.py", *command.split()]
            subprocess.run(call, cwd=code, env=environment, stdout=subprocess.DEVNULL, check=True)
        yield code


@contextmanager
def earlier_page(code: Path, database_url: str) -> Iterator[Callable[[], float]]:
    """Answers at each call how many milliseconds of processor the page takes now, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages.earlier_page"]
    with subprocess.Popen(
        command,
        cwd=code,
        env=_environment(code, database_url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask_once() -> float:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("The earlier commit has no pipes.")
            print(file=process.stdin, flush=True)
            return float(process.stdout.readline())

        yield ask_once


def _environment(code: Path, database_url: str) -> dict[str, str]:
    """Its own packages come first, and benchmarks, which has no __init__.py, is also found here."""
    ours = {"DATABASE_URL": database_url, "LOCAL_DIR": str(code / ".local"), "DEBUG": "0", "SYNTHETIC": "0"}
    return {**os.environ, **ours, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "evidence.settings"}


def answer_turns() -> None:
    """In that process: the page once for each line that is read. Nothing of it is kept between them."""
    from django.db import connection

    from evidence.wsgi import application

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ask(application, EARLIER_PAGE)
    for _ in sys.stdin:
        start = time.process_time()
        answer = ask(application, EARLIER_PAGE)
        took = time.process_time() - start
        if answer.status != 200:
            raise SystemExit(f"{EARLIER_PAGE} answers {answer.status}")
        print(took * MILLISECONDS, flush=True)


if __name__ == "__main__":
    answer_turns()
