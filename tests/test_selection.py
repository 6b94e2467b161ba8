"""The parts of the suite: which test belongs to which, tested on a small separate project."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.harness import selection

pytestmark = pytest.mark.slow

TESTS = {
    "test_one.py": """
        import pytest
        from django.test import SimpleTestCase, TestCase
        from hypothesis import given, strategies

        def test_adds(): assert 1 + 1 == 2
        @pytest.mark.slow
        def test_takes_seconds(): pass
        @given(strategies.integers())
        def test_holds_always(number): assert number == number
        class TestWords(SimpleTestCase):
            def test_word(self): pass
        class TestRows(TestCase):
            def test_row(self): pass
        @pytest.mark.django_db
        def test_marked(): pass
        def test_by_fixture(settings, db): pass
        @pytest.fixture
        def row(db): pass
        def test_by_fixture_of_fixture(row): pass
        def test_commits(transactional_db): pass
        @pytest.mark.django_db(transaction=True)
        @pytest.mark.long
        def test_takes_minutes(): pass
        @pytest.fixture
        def browser(): pass
        def test_clicks(browser, db): pass
        @pytest.mark.journey
        @pytest.mark.smoke
        def test_walks(db): pass
        """,
    "test_hidden.py": """
        def test_asks_while_it_runs(request): request.getfixturevalue("db")
        """,
}
INI = """
[pytest]
DJANGO_SETTINGS_MODULE = small_settings
pythonpath = .
markers =
    journey
    smoke
    slow
    long
"""
SETTINGS = """
SECRET_KEY = "small"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name, text in TESTS.items():
        lines = text.strip("\n").splitlines()
        (folder / name).write_text("\n".join(line[8:] for line in lines) + "\n")
    (folder / "pytest.ini").write_text(INI)
    (folder / "small_settings.py").write_text(SETTINGS)
    return folder


def run(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", selection.__name__, "-p", "no:cacheprovider", *options]
    names = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment["PYTHONPATH"] = str(settings.BASE_DIR)
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def selected_tests(project: Path, share: str) -> set[str]:
    output = run(project, "--collect-only", f"--share={share}", "test_one.py").stdout
    return {line.rpartition("::")[2].removeprefix("test_") for line in output.splitlines() if "::" in line}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("pure", {"adds", "takes_seconds", "holds_always", "word"}),
        ("database", {"row", "marked", "by_fixture", "by_fixture_of_fixture", "commits"}),
        ("journeys", {"clicks", "walks"}),
        ("smoke", {"walks"}),
        ("quick", {"row"}),
        ("properties", {"holds_always"}),
        ("long", {"takes_minutes"}),
    ],
)
def test_part_of_a_test_follows_from_its_fixtures(project: Path, share: str, expected: set[str]):
    assert selected_tests(project, share) == expected


def test_pure_test_that_uses_the_database_fails(project: Path):
    completed = run(project, "--share=pure", "test_hidden.py")

    assert completed.returncode == 1
    assert "This test asks for the database while it runs." in completed.stdout
    assert run(project, "test_hidden.py").returncode == 0


def test_costs_are_written_by_file(project: Path, tmp_path: Path):
    report = tmp_path / "costs.json"

    run(project, "--share=pure", f"--costs={report}", "test_one.py")

    [(file, (tests, seconds))] = json.loads(report.read_text()).items()
    assert (file, tests) == ("test_one.py", 4)
    assert 0 < seconds < 30


def test_time_limit_ends_the_run_between_two_tests(project: Path):
    completed = run(project, "--share=pure", "--stop-at=1", "test_one.py")

    assert completed.returncode == pytest.ExitCode.INTERRUPTED
    assert "1 passed" in completed.stdout
    assert "failed" not in completed.stdout


def test_one_seed_makes_one_order(project: Path):
    def order(seed: int) -> list[str]:
        output = run(project, "--collect-only", "--share=database", f"--randomly-seed={seed}", "test_one.py").stdout
        return [line for line in output.splitlines() if "::" in line]

    one, again, other = (order(seed) for seed in (1, 1, 2))

    assert one == again != other
    assert set(one) == set(other)
