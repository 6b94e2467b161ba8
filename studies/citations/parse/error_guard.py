"""The last guard of a reader: an error of this program in one entry becomes the failure of that entry.

What can be wrong with a file is found by the readers, who say what it is. This guard is for what they did not foresee:
it is logged, and the entries around it are read.
"""

import logging
from collections.abc import Callable, Iterable, Iterator

from studies.citations.parse.entries import FileRejectedError, Parsed, ParseFailure

logger = logging.getLogger(__name__)


def guarded(read: Callable[[], Iterable[Parsed]], *, line: int, raw: str) -> Iterator[Parsed]:
    """What a function reads of one piece of a file, whose text is ``raw``; after an error, a failure ends it."""
    try:
        yield from read()
    except FileRejectedError:
        raise
    except Exception as error:
        logger.exception("An entry could not be read: line %d", line)
        yield unexpected_failure(error, line=line, key="", raw=raw)


def guarded_reader(entries: Iterable[Parsed]) -> Iterator[Parsed]:
    """The entries of a whole file; where its reader breaks off, a failure says from which line on nothing was read."""
    line = 1
    try:
        for parsed in entries:
            line = parsed.line
            yield parsed
    except FileRejectedError:
        raise
    except Exception as error:
        logger.exception("A reader broke off after line %d", line)
        reason = (
            f"What follows the entry on line {line} could not be read: error of this site ({type(error).__name__})."
        )
        yield ParseFailure(line, 0, "", "", reason, "Send the part of the file after this line as a separate file.")


def unexpected_failure(error: Exception, *, line: int, key: str, raw: str) -> ParseFailure:
    """The failure of an entry for which no reason but an error of this program is known."""
    reason = f"The entry could not be read because of an error of this site ({type(error).__name__})."
    return ParseFailure(line, 0, key, raw, reason, "Correct what is unusual in it; the error was logged.")
