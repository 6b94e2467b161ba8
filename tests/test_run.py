"""run.py in a small project: the real run.py, locks without packages, a manage.py that only records its calls."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib.metadata import distributions, requires
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RUN = Path(settings.BASE_DIR) / "run.py"
# Replaces the site's commands: records each call, and serves until it is stopped.
MANAGE = """
import pathlib, sys, time
with pathlib.Path("calls").open("a") as calls:
    print(*sys.argv[1:], file=calls)
if sys.argv[1] == "serve" and "--once" not in sys.argv:
    time.sleep(60)
"""
# For a Python whose own pip is missing, or too old for it, and so is that of the environment.
FORGETS_PIP = "import subprocess as s; s.run = lambda call, **options: s.CompletedProcess(call, 1)"
# To start a real one takes a second.
PIP_FAILS = "import run, sys; run.pip_for_venv = lambda: [sys.executable, '-c', 'raise SystemExit(1)']"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh clone with nothing to install."""
    shutil.copy(RUN, tmp_path / "run.py")
    (tmp_path / "manage.py").write_text(MANAGE)
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def environment(project: Path) -> Path:
    """A `.venv` in which everything was installed before: this interpreter, and the stamps of the locks."""
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (project / lock).write_text("# nothing\n")
        (project / ".venv" / f"installed-{lock}").write_text(hashlib.sha256(b"# nothing\n").hexdigest())
    return project / ".venv"


def start(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "run.py", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)


def start_with(project: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this code where run.py can be imported."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
def test_environment_is_made_once_and_follows_its_lock(project: Path):
    first = start(project, "--once", "--port", "8123")
    second = start(project, "--once")
    (project / "requirements.lock").write_text("this is no requirement\n")
    third = start_with(project, f"{PIP_FAILS}; run.main([])")

    assert first.returncode == second.returncode == 0, first.stderr
    assert re.match(r"Making \.venv with /.*python", first.stdout)
    assert first.stdout.splitlines()[1:] == third.stdout.splitlines() == ["Installing requirements.lock"]
    assert second.stdout == ""
    assert (project / "calls").read_text().splitlines() == [
        *("prepare", "serve --once --port 8123"),
        *("prepare", "serve --once"),
    ]
    # An installation that fails stops the start, and is tried again with the next: the stamp is still that of before.
    assert third.returncode == 1
    assert third.stderr.endswith("Stopped: pip install ended with code 1; its message is above.\n")
    assert "Traceback" not in third.stderr
    assert (project / ".venv" / "installed-requirements.lock").read_text() == hashlib.sha256(b"# nothing\n").hexdigest()


@pytest.mark.parametrize(
    ("said", "base", "taken"),
    [
        ("'--prefix=/home/me/.pyenv/versions/3.11.7'", "/home/me/.pyenv/versions/3.11.7", "theirs"),
        ("'--enable-optimizations' '--with-lto'", "/usr/local", "ours"),
        ("'--prefix=/usr'", "/usr", "ours"),
        (None, "C:/Python311", "ours"),
    ],
)
def test_a_python_compiled_without_optimizations_is_replaced_by_that_of_the_distribution(
    project: Path, said: str | None, base: str, taken: str
):
    """Whichever Python runs this test, and whether or not this machine has another."""
    done = start_with(
        project,
        "import pathlib, subprocess, sys, sysconfig\n"
        f"sys.executable, sys.base_prefix, sysconfig.get_config_var = 'ours', {base!r}, lambda name: {said!r}\n"
        "pathlib.Path.exists = lambda path: True\n"
        "subprocess.run = lambda call, **options: subprocess.CompletedProcess(call, 0)\n"
        "import run; print(run.python_for_venv())",
    )

    theirs = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    assert done.stdout.strip() == {"ours": "ours", "theirs": theirs}[taken], done.stderr


@pytest.mark.parametrize("lacks", ["import pathlib as p; p.Path.exists = lambda path: False", FORGETS_PIP])
def test_a_python_stays_where_the_distribution_has_none_that_makes_environments(project: Path, lacks: str):
    done = start_with(
        project, f"{lacks}\nimport run; run.is_compiled_with_optimizations = bool; print(run.python_for_venv())"
    )

    assert done.stdout.strip() == sys.executable, done.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_two_parts_of_a_lock_hold_each_of_its_lines_once(project: Path, lock: str):
    lines = (RUN.parent / lock).read_text().splitlines()
    shutil.copy(RUN.parent / lock, project)
    (project / ".venv").mkdir()

    done = start_with(project, f"import run; print(*run.parts_of(run.ROOT / '{lock}'))")

    parts = [Path(part).read_text().splitlines() for part in done.stdout.split()]
    assert [bool(part) for part in parts] == [True, True]
    assert sorted(parts[0] + parts[1]) == sorted(lines)


def test_the_lock_names_all_that_its_packages_need():
    """pip is told not to look for more."""
    locked = re.findall(r"^([\w.-]+)==", (RUN.parent / "requirements-dev.lock").read_text(), re.MULTILINE)
    needed = [Requirement(each) for name in locked if is_installed(name) for each in requires(name) or ()]
    names = {each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})}

    assert len(names) > 20
    assert {canonicalize_name(name) for name in names} - {canonicalize_name(name) for name in locked} == set()


def is_installed(name: str) -> bool:
    """Not what the lock names for another version of Python."""
    return any(distributions(name=name))


def test_a_python_without_a_pip_that_can_do_it_puts_one_into_the_environment(project: Path):
    """Every Python can make an environment with one; the pip that comes with some saves the seconds that this takes."""
    done = start_with(project, f"{FORGETS_PIP}; import run; run.run = print; print(run.pip_for_venv())")

    venv = project / ".venv"
    made, pip = done.stdout.splitlines()
    assert made == f"venv {[str(venv / 'bin' / 'python'), '-m', 'venv', str(venv)]}"
    assert pip == str([str(venv / "bin" / "python"), "-m", "pip"])


@pytest.mark.usefixtures("environment")
def test_test_command_forwards_arguments_and_exit_code(project: Path):
    (project / "tests").mkdir()
    (project / "tests" / "__main__.py").write_text("import sys; print(*sys.argv[1:]); sys.exit(3)")

    done = start(project, "test", "tests/evidence", "-k", "name")

    assert done.stdout.splitlines() == ["tests/evidence -k name"]
    assert done.returncode == 3


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_during_preparation_ends_quietly_and_leaves_nothing(project: Path, end: signal.Signals):
    (project / "manage.py").write_text('import os, time; open("pid", "w").write(str(os.getpid())); time.sleep(60)')
    process = subprocess.Popen(
        [sys.executable, "run.py"], cwd=project, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    pid = int(wait_for_text(project / "pid"))

    # Ctrl-C in a terminal reaches every program of its group; a service manager signals only the first.
    if end == signal.SIGINT:
        os.killpg(process.pid, end)
    else:
        process.send_signal(end)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 128 + end
    assert errors == ""
    assert not is_running(pid)


@pytest.mark.usefixtures("environment")
def test_server_replaces_the_run_py_process(project: Path):
    process = subprocess.Popen([sys.executable, "run.py"], cwd=project, stderr=subprocess.PIPE)
    while "serve" not in wait_for_text(project / "calls"):
        time.sleep(0.01)

    process.terminate()
    process.communicate(timeout=30)

    assert process.returncode == -signal.SIGTERM


@pytest.mark.parametrize(
    ("arguments", "code", "calls", "said"),
    [
        (
            ["--port", "8123"],
            0,
            ["prepare", "runserver 127.0.0.1:8123"],
            "On Windows this is Django's development server",
        ),
        ([], 0, ["prepare", "runserver 127.0.0.1:8000"], "source documents are not read"),
        (["test"], 1, [], "The tests need Linux or macOS"),
    ],
)
def test_on_windows_it_serves_for_development_and_says_so(
    project: Path, environment: Path, arguments: list[str], code: int, calls: list[str], said: str
):
    """As Windows states itself; its places for programs are those of a Windows environment."""
    (environment / "bin").rename(environment / "Scripts")
    (environment / "Scripts" / "python").rename(environment / "Scripts" / "python.exe")
    pretend = "import subprocess, sys, runpy; sys.platform = 'win32'; runpy.run_path('run.py', run_name='__main__')"

    done = start_with(project, pretend, *arguments)

    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    found = (project / "calls").read_text().splitlines() if calls else []
    assert found == calls


def test_old_python_gets_a_clear_message(project: Path):
    """The check runs with the version that an old Python would state; older interpreters are not on every machine."""
    pretend = "import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path('run.py', run_name='__main__')"

    completed = start_with(project, pretend)

    assert completed.returncode == 1
    assert completed.stderr.startswith("This needs Python 3.11 or newer, and this one is 3.8. Install")
    assert "Traceback" not in completed.stderr


def test_python_without_venv_says_what_to_install(project: Path):
    """As Debian ships it: the module that fills an environment is in a separate package."""
    completed = start_with(
        project,
        "import importlib.util as u; u.find_spec = lambda name: None if name == 'ensurepip' else 1; "
        f"{FORGETS_PIP}; import run; run.main([])",
    )

    assert completed.returncode == 1
    assert completed.stderr.startswith("This Python lacks the module ensurepip")
    assert f"apt install python3.{sys.version_info.minor}-venv" in completed.stderr


def test_runtime_dependencies_have_the_same_versions_in_the_test_lock():
    root = Path(settings.BASE_DIR)
    served, tested = (
        {line for line in (root / name).read_text().splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert served
    assert served <= tested


def wait_for_text(path: Path) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.01)
    raise AssertionError(f"{path} was not written")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
