"""The code of an earlier commit, so that today's code can be compared with it in one run."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness.programs import ProgramMissingError, require_program

ROOT = Path(__file__).resolve().parents[2]


class EarlierCodeMissingError(Exception):
    """The commit is not at hand, as in a downloaded archive or a shallow clone; the message says why."""


@contextmanager
def code_of(commit: str) -> Iterator[Path]:
    """The files of that commit in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="code-") as folder:
        with zipfile.ZipFile(io.BytesIO(_archive(commit))) as files:
            files.extractall(folder)
        yield Path(folder)


def _archive(commit: str) -> bytes:
    try:
        command = [str(require_program("git")), "archive", "--format=zip", commit]
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except ProgramMissingError as error:
        raise EarlierCodeMissingError(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise EarlierCodeMissingError(f"git has no commit {commit} here: {error.stderr.decode().strip()}") from error
