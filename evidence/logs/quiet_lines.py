"""Lines that would come with every request while one thing is wrong: each is written once a minute, by each process."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from evidence.logs.database_loss import is_database_lost
from studies.revisions.single_flight import StillComputingError

SECONDS_BETWEEN_LINES = 60


class OnceAMinuteFilter(logging.Filter):
    """Lets a record of one kind pass once a minute, as one line without a traceback; others pass unchanged.

    ``line`` takes what the error says; ``recognise`` tells the kind by the error of a record, or None without one.
    """

    def __init__(self, line: str, recognise: Callable[[BaseException | None], bool]) -> None:
        super().__init__()
        self._line, self._recognise = line, recognise
        self._next_line = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not self._recognise(error):
            return True
        # A monotonic clock: one that is put back must not silence the log.
        now = time.monotonic()
        if now < self._next_line:
            return False
        self._next_line = now + SECONDS_BETWEEN_LINES
        record.msg, record.args = self._line, (" ".join(str(error or record.getMessage()).split()),)
        record.exc_info = record.exc_text = None
        return True


class DatabaseLossFilter(OnceAMinuteFilter):
    """Every request fails because the database is lost."""

    def __init__(self) -> None:
        super().__init__("The database cannot be reached (said once a minute): %s", is_database_lost)


class UnknownHostFilter(OnceAMinuteFilter):
    """Somebody asks for a host that is not ours, as programs that try every address do; for a logger of its own."""

    def __init__(self) -> None:
        super().__init__("A request was refused (said once a minute): %s", lambda error: True)

    def filter(self, record: logging.LogRecord) -> bool:
        passes = super().filter(record)
        # An error is sent to the operators; this is none.
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return passes


class SilenceFilter(OnceAMinuteFilter):
    """A client fell silent in the middle of a request (``WebWorker``); gunicorn would write a traceback for each."""

    def __init__(self) -> None:
        line = "A client fell silent in the middle of a request, and was cut off (said once a minute): %s"
        super().__init__(line, lambda error: isinstance(error, BlockingIOError))

    def filter(self, record: logging.LogRecord) -> bool:
        was_error = record.exc_info
        passes = super().filter(record)
        if was_error and not record.exc_info:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return passes


class IntendedOutageFilter(logging.Filter):
    """Drops what Django says of an answer with 503 that was meant, and is in the access log.

    It is meant where no error led to it, and where a page takes longer to compute than a reader may wait.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        is_meant = error is None or isinstance(error, StillComputingError)
        return not is_meant or getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE
