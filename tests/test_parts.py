"""The parts of the test command: run in parallel, counted, timed, interrupted, repeated."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from hypothesis.internal.conjecture import providers

from tests import __main__ as test_command
from tests.__main__ import compare, read
from tests.__main__ import test as run_command
from tests.harness import runs
from tests.harness.parts import Part, all_parts, fast_parts, part_names, parts_named, parts_to_explore
from tests.harness.runs import Result, run_parts
from tests.harness.summary import costs, outcome
from tests.harness.tally import Tally

# Higher numbers are cut to this one.
LOWEST_PRIORITY = 19
WRITE_REPORT = (
    "import json, pathlib, sys, time; places = dict(a.split('=') for a in sys.argv[1:]); "
    "pathlib.Path(places['--costs']).write_text(json.dumps({'a.py': [3, 1.5]})); "
    "pathlib.Path(places['--junit-xml']).write_text("
    '\'<testsuites><testsuite tests="3" failures="0" errors="0" skipped="0"/></testsuites>\'); '
)


def part(code: str, *, group: str = "checks", name: str = "one") -> Part:
    return Part(name, group, [sys.executable, "-c", code], repeat=f"python3 run.py test --part {name}")


def run(*parts: Part, seconds: float | None = None) -> list[Result]:
    return run_parts(parts, lambda _: None, seconds=seconds)


def test_failed_check_is_counted_once_and_shows_its_output():
    results = run(part("print('all is well')"), part("print('line 3 is wrong'); raise SystemExit(1)", name="two"))
    outcomes = {result.part.name: outcome(result) for result in results}

    assert sum((result.tally for result in results), Tally(0, 0)) == Tally(1, 1)
    assert outcomes["one"].startswith("one: 1 passed, 0 failed (")
    assert "all is well" not in outcomes["one"]
    assert "line 3 is wrong" in outcomes["two"]
    assert outcomes["two"].endswith("Repeat it: python3 run.py test --part two")


def test_pytest_counts_and_costs_come_from_its_report():
    [result] = run(part(WRITE_REPORT, group="pure"))

    assert result.tally == Tally(3, 0)
    assert result.files == {"a.py": (3, 1.5)}


def test_compiled_code_is_kept_also_where_the_environment_says_no(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    [result] = run(part("import sys; sys.exit(sys.dont_write_bytecode)"))

    assert result.tally == Tally(1, 0)


def test_other_parts_yield_to_those_with_a_server_or_a_browser():
    code = "import os, time; time.sleep(0.1); print(os.getpriority(os.PRIO_PROCESS, 0))"
    others = replace(part(code), name="other")
    first = replace(part(code), name="first", on_postgres=True)
    journeys = replace(part(code), name="journeys", in_browser=True)
    results = run_parts([first, journeys, others], lambda _: None, postgres_url="postgresql://postgres@/postgres")
    priority = {result.part.name: int(result.output) for result in results}

    assert priority["first"] == priority["journeys"] == os.getpriority(os.PRIO_PROCESS, 0)
    assert priority["other"] > priority["first"] or priority["other"] == LOWEST_PRIORITY


def test_a_part_that_ends_without_a_report_has_failed():
    [result] = run(part("raise SystemExit(3)", group="pure"))

    assert result.tally == Tally(0, 1)


def test_each_part_reports_its_processor_time():
    work = "import time\nwhile time.process_time() < 0.6: pass"

    busy, idle = sorted(run(part(work), part("import time; time.sleep(0.6)")), key=lambda each: -each.processor_seconds)

    assert busy.processor_seconds >= 0.6
    assert idle.processor_seconds < 0.4


def test_some_run_at_a_time(tmp_path: Path):
    """Each waits for all others; one more starts after one of them ends."""
    places = [str(tmp_path / str(number)) for number in range(runs.AT_ONCE)]
    meet = (
        "import pathlib, time; pathlib.Path({own!r}).touch()\n"
        f"while not all(pathlib.Path(each).exists() for each in {places!r}): time.sleep(0.01)"
    )
    late = f"import pathlib; raise SystemExit(not all(pathlib.Path(each).exists() for each in {places!r}))"

    results = run(*(part(meet.format(own=own)) for own in places), part(late))

    assert [result.tally.failed for result in results] == [0] * (runs.AT_ONCE + 1)


def test_interrupted_run_reports_its_progress_and_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pid = tmp_path / "pid"
    stops = f"{WRITE_REPORT}time.sleep(max(0, float(places['--stop-at']) - time.time()) + 0.2); raise SystemExit(2)"
    stays = f"{WRITE_REPORT}import os; pathlib.Path({str(pid)!r}).write_text(str(os.getpid())); time.sleep(60)"
    monkeypatch.setattr(runs, "SECONDS_FOR_A_TEST", 2)
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    started = time.monotonic()

    results = run(part(stops, group="pure"), part(stays, group="pure", name="two"), part("", name="late"), seconds=2.0)

    assert time.monotonic() - started < 30
    assert [(result.part.name, result.tally) for result in results] == [("one", Tally(3, 0))]
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), signal.SIG_DFL)


def test_part_sees_only_its_database(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/served")
    look = "import os; raise SystemExit(os.environ.get('DATABASE_URL') != {!r})"
    # A database of its own: two parts that run at the same time would drop each other's.
    on_postgres = replace(part(WRITE_REPORT + look.format("postgresql://other/one"), group="pure"), on_postgres=True)

    results = run_parts(
        [part(look.format("sqlite://:memory:")), part(WRITE_REPORT + look.format(None), group="pure"), on_postgres],
        lambda _: None,
        postgres_url="postgresql://other/postgres",
    )

    assert [result.tally.failed for result in results] == [0, 0, 0]


def test_each_kind_of_test_runs_in_the_right_part():
    shares = {(each.name, option) for each in all_parts(1) for option in each.command if "--share" in str(option)}
    on_postgres = {each.name for each in all_parts(1) if each.on_postgres}

    assert shares == {
        ("pure", "--share=pure"),
        *((name, "--share=database") for name in ("sqlite-1", "sqlite-2")),
        *((name, "--share=both-databases") for name in ("postgresql-1", "postgresql-2")),
        *(("journeys", "--share=journeys"), ("smoke", "--share=smoke")),
    }
    assert on_postgres == {"postgresql-1", "postgresql-2", "smoke"}
    assert {each.name for each in fast_parts(1)} < {*part_names()}
    assert not any(each.on_postgres or each.in_browser or each.name == "types" for each in fast_parts(1))


def test_every_part_can_be_repeated_with_its_printed_command():
    exploring = parts_to_explore(7)
    for each in [*all_parts(5), *(next(exploring) for _ in range(9))]:
        words = each.repeat.replace('"', "").removeprefix("python3 run.py test --part ")
        name, _, seed = words.partition(" --seed ")
        assert each in parts_named(name, int(seed or 5))


def test_rounds_of_the_search_have_new_seeds():
    exploring = parts_to_explore(7)
    repeats = [each.repeat for each in (next(exploring) for _ in range(20)) if each.group in ("sqlite", "properties")]

    assert len(repeats) == len(set(repeats)) > 10


def test_examples_are_fixed_except_when_exploring():
    assert hypothesis.settings.get_profile("project").derandomize
    assert hypothesis.settings.get_profile("project").database is None
    exploring = hypothesis.settings.get_profile("explore")
    assert not exploring.derandomize
    assert exploring.max_examples > hypothesis.settings.get_profile("project").max_examples
    # Nor do they follow from the modules that happen to be loaded.
    assert not providers.is_local_module_file(test_command.__file__.replace("tests", "studies"))


def test_both_databases_must_run_the_same_tests():
    def part_result(group: str, **tests: int) -> Result:
        files = {f"{name}.py": (number, 1.0) for name, number in tests.items()}
        return Result(part("", group=group), Tally(sum(tests.values()), 0), files=files)

    halves = [part_result("sqlite", a=3), part_result("sqlite", b=1)]

    assert compare([*halves, part_result("postgresql", a=3, b=1)]) == Tally(0, 0)
    assert compare([*halves, part_result("postgresql", a=2, b=1)]) == Tally(0, 1)
    assert compare([*halves, part_result("postgresql", a=3)]) == Tally(0, 1)
    assert compare(halves) == Tally(0, 0)
    # A file whose tests are all for one database.
    assert compare([*halves, part_result("sqlite", c=0), part_result("postgresql", a=3, b=1)]) == Tally(0, 0)


def test_costs_list_the_slowest_files_of_all_parts():
    files = {f"{number}.py": (1, float(number)) for number in range(20)}
    one = Result(part("", group="SQLite"), Tally(1, 0), processor_seconds=200.0, files=files)
    other = Result(part("", group="PostgreSQL"), Tally(1, 0), processor_seconds=100.0, files={"3.py": (1, 97.0)})

    lines = list(costs([one, other], 5.0))

    assert [line.split()[:2] for line in lines[1:3]] == [["200.0", "SQLite"], ["100.0", "PostgreSQL"]]
    assert [line.split() for line in lines if ".py" in line][:2] == [["100.0", "3.py"], ["19.0", "19.py"]]
    assert len([line for line in lines if ".py" in line]) == 15


def test_unknown_options_are_passed_to_pytest():
    options, rest = read(["tests/some.py", "-k", "name", "--seed", "4", "--par"])

    assert (options.seed, options.fast, options.part, options.explore) == (4, False, None, None)
    assert rest == ["tests/some.py", "-k", "name", "--par"]


def test_unknown_part_lists_the_known_parts():
    with pytest.raises(SystemExit, match="There is no part called 'sqlit'. Parts: .*postgresql.*pure"):
        run_command(["--part", "sqlit"])


@pytest.mark.parametrize(("options", "more"), [([], []), (["--service"], ["service"])])
def test_the_deployed_service_is_added_when_asked_for(
    options: list[str], more: list[str], monkeypatch: pytest.MonkeyPatch
):
    names: list[str] = []

    def note(parts: list[Part], *_: object) -> Tally:
        names.extend(each.name for each in parts)
        return Tally(1, 0)

    monkeypatch.setattr(test_command, "run", note)

    assert run_command(options) == Tally(1, 0)
    assert names == [*(each.name for each in all_parts(seed=1)), *more]
