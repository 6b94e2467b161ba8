"""Child processes that read files of others: without this site's settings and secrets, with limits, killed in time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import IO

from django.conf import settings

from studies.documents.child_limits import CAN_LIMIT, ChildLimits

# What a program needs to start; no address of a database, no key.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")


class ChildFailedError(Exception):
    """A child process that did not end as it should; the message is a sentence."""


@dataclass(slots=True)
class _Clock:
    """Whether the time of a child process is over."""

    is_over: bool = False


@contextmanager
def child_output(module: str, data: bytes, limits: ChildLimits) -> Iterator[IO[bytes]]:
    """What a module writes to standard output when it reads these bytes from standard input.

    The module must read all of its input before it writes. Raises ``ChildFailedError`` when it was ended by a limit,
    crashed, or failed, and on a system without limits. Where the output broke off, its ``ValueError`` says at which
    place.
    """
    if not CAN_LIMIT:
        raise ChildFailedError("This system cannot limit what a program uses, so it opens no files of others.")
    clock = _Clock()
    with _started(module, limits) as process:
        timer = Timer(limits.seconds, _kill, (process, clock))
        timer.start()
        try:
            # A child that has ended takes no more input; why it ended is told below.
            with suppress(BrokenPipeError):
                _pipe(process.stdin).write(data)
            with suppress(BrokenPipeError):
                _pipe(process.stdin).close()
            yield _pipe(process.stdout)
            process.wait()
            _refuse_failure(process, clock, limits)
        except ValueError as broken_off:
            _refuse_failure(process, clock, limits, str(broken_off))
            raise
        finally:
            timer.cancel()
            process.kill()


def _refuse_failure(
    process: subprocess.Popen[bytes], clock: _Clock, limits: ChildLimits, place: str = "Reading broke off."
) -> None:
    """Raise ``ChildFailedError`` when a child process was stopped or failed, not when it still runs or ended well."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    if clock.is_over:
        raise ChildFailedError(f"{place} It took longer than {limits.seconds:g} seconds and was stopped.")
    if process.returncode:
        raise ChildFailedError(f"{place} The file needs too much memory or computing, or it is damaged.")


def _started(module: str, limits: ChildLimits) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # Our own program and module names; the file is only its input.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-B", "-m", module, *limits.arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _kill(process: subprocess.Popen[bytes], clock: _Clock) -> None:
    clock.is_over = True
    process.kill()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ChildFailedError("Reading could not be started.")
    return stream
