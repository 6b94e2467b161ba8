"""The checks that run before any test, cheapest first."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.harness.tally import Tally

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    command: list[str | Path]


def checks() -> list[Check]:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return [
        Check("format of Python", [PROGRAMS / "ruff", "format", "--check", "--quiet", "."]),
        Check("format of templates", [PROGRAMS / "djade", "--check", "--target-version", "5.2", *templates]),
        Check("ruff", [PROGRAMS / "ruff", "check", "--quiet", "."]),
        Check("import directions", [PROGRAMS / "lint-imports"]),
        Check("migrations are complete", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
        Check("types", [PROGRAMS / "mypy"]),
    ]


def run_checks() -> Tally:
    return sum((run_check(check) for check in checks()), Tally(0, 0))


def run_check(check: Check) -> Tally:
    """Run it and say so in a line; what it printed follows when it failed."""
    started = time.monotonic()
    # A database in memory: no check may depend on, or make, the one that is served.
    environment = {**os.environ, "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{check.name}: {verdict} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode == 0:
        return Tally(1, 0)
    print(done.stdout, flush=True)
    return Tally(0, 1)
