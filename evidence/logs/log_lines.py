"""How a record of the log is written: as a line to read, or as a line of JSON for programs.

Errors come with their frames and the first line of what they say, which never holds what somebody typed: a database
writes the row that it refuses, with its abstract, on a later line.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from evidence.logs.request_id import current_request_id
from evidence.logs.secret_addresses import mask_secrets
from studies.error_chain import error_chain

ExceptionInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]
LONGEST_SAYING = 300
# What would end a line, move the cursor of a terminal, or turn the direction of a text around.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class TextFormatter(logging.Formatter):
    """A line with time, level, logger and the id of the request, where there is one; errors on lines below."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}{of_request}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        request_id = current_request_id()
        # Not `request`: Django puts the request itself there, which other handlers read.
        record.of_request = f" [request {request_id}]" if request_id else ""
        record.message = on_one_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return describe_exception(ei)

    def format(self, record: logging.LogRecord) -> str:
        return mask_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """One line of JSON: time (UTC), level, logger, message, the id of the request, and the fields of the record.

    A record has fields of its own in ``extra={"fields": {...}}``.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": current_request_id(),
            **getattr(record, "fields", {}),
            "exception": describe_exception(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: _masked(value) for name, value in line.items() if value not in ("", None)})


def on_one_line(text: str) -> str:
    """A text that cannot imitate another line of the log: somebody else may have written a part of it.

    >>> on_one_line("/a\\nERROR \\x1b[2J")
    '/a\\\\nERROR \\\\x1b[2J'
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def _masked(value: object) -> object:
    return mask_secrets(value) if isinstance(value, str) else value


def describe_exception(info: ExceptionInfo) -> str:
    """The frames of an error and of those that led to it, oldest first, each with the first line of what it says."""
    chain = list(error_chain(info[1], with_hidden=False))
    return mask_secrets("\n".join(_describe(error) for error in reversed(chain)))


def _describe(error: BaseException) -> str:
    saying = str(error).strip().partition("\n")[0][:LONGEST_SAYING]
    return f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}: {on_one_line(saying)}"
