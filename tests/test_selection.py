"""The parts of the suite: which test belongs to which, tested on a small separate project."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
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
        @pytest.mark.one_database
        def test_words_of_rows(db): pass
        @pytest.fixture
        def row(db): pass
        def test_by_fixture_of_fixture(row): pass
        def test_commits(transactional_db): pass
        @pytest.mark.django_db(transaction=True)
        @pytest.mark.long
        def test_takes_minutes(): pass
        """,
    "journeys/test_two.py": """
        import pytest

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
    "stray/test_three.py": """
        import pytest

        @pytest.mark.journey
        def test_strays(): pass
        """,
    "stray/journeys/test_four.py": """
        def test_is_lost(): pass
        """,
    "stored/test_five.py": """
        import pytest

        pytestmark = pytest.mark.django_db

        def test_is_stored(): pass
        """,
    "stored/rows.py": """
        import pytest

        @pytest.fixture
        def line(db): pass
        """,
    "stored/test_six.py": """
        from rows import line

        def test_borrows(line): pass
        """,
    "examples/doubles.py": """
        def twice(number):
            '''
            >>> twice(2)
            4
            '''
            return 2 * number
        """,
    "examples/silent.py": """
        raise AssertionError("read, and has no example")
        """,
    "examples/test_seven.py": """
        def test_shows():
            '''>>> no + example'''
        """,
}
# Runs pytest once for each list of options, all in one process, which loads Django and the plugins once. To search for
# unreachable objects after each run would take longer than the run.
RUNS = """
import contextlib, io, json, sys
import pytest

outcomes = []
own = ["-q", "--capture=sys", *(f"-pno:{name}" for name in ("cacheprovider", "schemathesis", "unraisableexception"))]
for options in json.loads(sys.argv[1]):
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = pytest.main([*options, *own])
    outcomes.append([code, output.getvalue()])
print(json.dumps(outcomes))
"""
INI = """
[pytest]
DJANGO_SETTINGS_MODULE = small_settings
pythonpath = .
markers =
    journey
    smoke
    one_database
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
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(line[8:] for line in lines) + "\n")
    (folder / "pytest.ini").write_text(INI)
    (folder / "small_settings.py").write_text(SETTINGS)
    return folder


@dataclass(frozen=True)
class Outcome:
    code: int
    output: str

    @property
    def tests(self) -> list[str]:
        """The listed tests, in their order."""
        return [line.rpartition("::")[2].removeprefix("test_") for line in self.output.splitlines() if "::" in line]


def listed(share: str, *more: str) -> tuple[str, ...]:
    return ("--collect-only", f"--share={share}", *more, "test_one.py", "journeys")


EXPECTED = {
    "pure": {"adds", "takes_seconds", "holds_always", "word"},
    "database": {"row", "marked", "by_fixture", "words_of_rows", "by_fixture_of_fixture", "commits"},
    "both-databases": {"row", "marked", "by_fixture", "by_fixture_of_fixture", "commits"},
    "journeys": {"clicks", "walks"},
    "smoke": {"walks"},
    "quick": {"row"},
    "properties": {"holds_always"},
    "long": {"takes_minutes"},
}
HALVES = [
    ("--collect-only", "--share=database", f"--half={half}", "--ignore=stray", "--ignore=stored") for half in (1, 2)
]
# The same seed once, and said twice; and another one.
SEEDS = [listed("database", *(f"--randomly-seed={seed}" for seed in seeds)) for seeds in ((1,), (1, 1), (2,))]
HIDDEN = [("--share=pure", "test_hidden.py"), ("test_hidden.py",)]
STRAYS = [("--share=pure", "stray"), ("--share=journeys", "stray")]
# All its tests use the database; and one does by a fixture from elsewhere.
STORED = [("--collect-only", f"--share={share}", "stored/test_five.py") for share in ("pure", "database")]
EXAMPLES = ("--collect-only", "--share=pure", "--doctest-modules", "examples")
BORROWED = ("--share=pure", "-o", "pythonpath=. stored", "stored/test_six.py")
OUT_OF_TIME = ("--share=pure", "--stop-at=1", "test_one.py")
COSTS = ("--share=pure", "--costs=costs.json", "test_one.py")
COSTS_OF_BOTH = ("--share=database", "--costs=both.json", "test_one.py", "-k", "fixture or words")
ALL_RUNS = [
    *map(listed, EXPECTED),
    *HALVES,
    *SEEDS,
    *HIDDEN,
    *STRAYS,
    *STORED,
    EXAMPLES,
    BORROWED,
    OUT_OF_TIME,
    COSTS,
    COSTS_OF_BOTH,
]


@pytest.fixture(scope="module")
def outcomes(project: Path) -> dict[tuple[str, ...], Outcome]:
    """Of pytest with each of the lists of options."""
    names = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"PYTHONPATH": str(settings.BASE_DIR), "PYTEST_PLUGINS": selection.__name__}
    done = subprocess.run(
        [sys.executable, "-c", RUNS, json.dumps(ALL_RUNS)],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {options: Outcome(*each) for options, each in zip(ALL_RUNS, json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize("share", EXPECTED)
def test_part_of_a_test_follows_from_its_fixtures(outcomes, share: str):
    assert set(outcomes[listed(share)].tests) == EXPECTED[share]


def test_a_file_whose_tests_all_use_the_database_is_not_read_as_pure(outcomes):
    assert [outcomes[options].tests for options in STORED] == [[], ["is_stored"]]


def test_examples_are_read_where_a_module_of_the_site_has_some(outcomes):
    assert set(outcomes[EXAMPLES].tests) == {"doubles.twice", "shows"}


def test_both_halves_are_the_whole(outcomes):
    one, other = (set(outcomes[options].tests) for options in HALVES)

    assert one ^ other == one | other == EXPECTED["database"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (STRAYS[0], "Journeys lie in a folder called journeys; these do not: stray/test_three.py::test_strays"),
        (BORROWED, "in the file of the test: stored/test_six.py::test_borrows"),
        (STRAYS[1], "These are no journeys, and lie among them: stray/journeys/test_four.py::test_is_lost"),
    ],
)
def test_a_test_that_no_part_would_run_fails_the_part_that_finds_it(outcomes, options: tuple[str, ...], message: str):
    assert outcomes[options].code == pytest.ExitCode.USAGE_ERROR
    assert message in outcomes[options].output


def test_pure_test_that_uses_the_database_fails(outcomes):
    as_pure, as_any = (outcomes[options] for options in HIDDEN)

    assert as_pure.code == 1
    assert "This test asks for the database while it runs." in as_pure.output
    assert as_any.code == 0


def test_costs_are_written_by_file(outcomes, project: Path):
    assert outcomes[COSTS].code == 0
    [(file, (tests, seconds))] = json.loads((project / "costs.json").read_text()).items()
    assert (file, tests) == ("test_one.py", 4)
    assert 0 < seconds < 30


def test_what_is_for_one_database_is_not_counted_for_both(outcomes, project: Path):
    assert "3 passed" in outcomes[COSTS_OF_BOTH].output
    [(_, (tests, _))] = json.loads((project / "both.json").read_text()).items()
    assert tests == 2


def test_time_limit_ends_the_run_between_two_tests(outcomes):
    assert outcomes[OUT_OF_TIME].code == pytest.ExitCode.INTERRUPTED
    assert "1 passed" in outcomes[OUT_OF_TIME].output
    assert "failed" not in outcomes[OUT_OF_TIME].output


def test_one_seed_makes_one_order(outcomes):
    one, again, other = (outcomes[options].tests for options in SEEDS)

    assert one == again != other
    assert set(one) == set(other)
