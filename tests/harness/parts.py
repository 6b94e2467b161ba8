"""The parts of the test command, which run in parallel: each check, and pytest on shares of the tests."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.harness import selection

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "--quiet", "-p", selection.__name__]
CHECKS = "checks"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Searches for new examples instead of trying the same ones; tests/conftest.py says how many.
EXPLORING = "--hypothesis-profile=explore"


@dataclass(frozen=True, slots=True)
class Part:
    """A program to run. `--part` takes its name or its group."""

    name: str
    group: str
    command: Sequence[str | Path]
    repeat: str
    on_postgres: bool = False
    in_browser: bool = False

    @property
    def runs_pytest(self) -> bool:
        return self.group != CHECKS


def check(name: str, *command: str | Path) -> Part:
    return Part(name, CHECKS, command, repeat=f'python3 run.py test --part "{name}"')


def pytest_part(name: str, seed: int, *options: str, share: str = "", group: str = "", **where: bool) -> Part:
    command = [*PYTEST, f"--share={share or name}", f"--randomly-seed={seed}", *options]
    return Part(name, group or name, command, repeat=f"python3 run.py test --part {name} --seed {seed}", **where)


def sqlite_parts(seed: int) -> list[Part]:
    """The tests of the database in two halves: the last long part would otherwise run alone at the end."""
    return halves(SQLITE, "database", seed)


def postgres_parts(seed: int) -> list[Part]:
    """Each half has a database of its own. A part and its server take turns, so one alone leaves a processor idle."""
    return halves(POSTGRESQL, "both-databases", seed, on_postgres=True)


def halves(group: str, share: str, seed: int, **where: bool) -> list[Part]:
    return [
        pytest_part(f"{group}-{half}", seed, f"--half={half}", share=share, group=group, **where) for half in (1, 2)
    ]


def quick_checks() -> list[Part]:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return [
        check("format of Python", PROGRAMS / "ruff", "format", "--check", "--quiet", "."),
        check("format of templates", PROGRAMS / "djade", "--check", "--target-version", "5.2", *templates),
        check("ruff", PROGRAMS / "ruff", "check", "--quiet", "."),
        check("import directions", PROGRAMS / "lint-imports"),
        check("migrations", sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
    ]


def all_parts(seed: int) -> list[Part]:
    """Quick checks first, then the longest parts, so that all end at about the same time."""
    return [
        *quick_checks(),
        *postgres_parts(seed),
        pytest_part("journeys", seed, in_browser=True),
        check("types", PROGRAMS / "mypy"),
        *sqlite_parts(seed),
        pytest_part("pure", seed),
        pytest_part("smoke", seed, on_postgres=True, in_browser=True),
    ]


def fast_parts(seed: int) -> list[Part]:
    """The parts that find most faults."""
    return [*quick_checks(), pytest_part("pure", seed, "-m", "not slow"), pytest_part("quick", seed)]


def service_part(seed: int) -> Part:
    """The service as it is deployed, which needs a proxy and Redis: installed by apt where root may do so."""
    return pytest_part("service", seed, "benchmarks/service")


def properties(seed: int) -> Part:
    return pytest_part("properties", seed, EXPLORING, f"--hypothesis-seed={seed}")


def parts_to_explore(seed: int) -> Iterator[Part]:
    """Endless: properties with new examples, sometimes the other tests in a new order, the long tests once."""
    yield pytest_part("long", seed)
    while True:
        yield from sqlite_parts(seed)
        for _ in range(3):
            yield properties(seed)
            seed += 1
        yield pytest_part("pure", seed)


def parts_named(name: str, seed: int) -> list[Part]:
    return [part for part in known_parts(seed) if name in (part.name, part.group)]


def part_names() -> list[str]:
    return sorted({name for part in known_parts(0) for name in (part.name, part.group)})


def known_parts(seed: int) -> list[Part]:
    return [
        *all_parts(seed),
        service_part(seed),
        pytest_part("quick", seed),
        pytest_part("long", seed),
        properties(seed),
    ]
