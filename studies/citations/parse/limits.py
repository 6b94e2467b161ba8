"""How large a file can be: checked before any work is done on it."""

from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.formats import FORMATS, Format

MOST_MEGABYTES = 60
MOST_ENTRIES = 150_000


def check_size(size: int) -> None:
    """Raise ``FileRejectedError`` with the limit when a file has too many bytes."""
    if size > MOST_MEGABYTES * 1024 * 1024:
        raise FileRejectedError(
            f"The file has {size / 1024 / 1024:.0f} MB; the limit is {MOST_MEGABYTES} MB. "
            "Split it, or leave out the abstracts when you export it."
        )


def expected_entries(text: str, format_: Format) -> int:
    """About how many entries a text has. Raises ``FileRejectedError`` when they are too many."""
    number = sum(1 for _ in FORMATS[format_].entry_start.finditer(text))
    if number > MOST_ENTRIES:
        raise _too_many(f"about {number:,}")
    return number


def check_index(index: int) -> None:
    """Raise ``FileRejectedError`` for the index of an entry beyond the limit, where none of so many was expected."""
    if index > MOST_ENTRIES:
        raise _too_many(f"more than {MOST_ENTRIES:,}")


def _too_many(number: str) -> FileRejectedError:
    return FileRejectedError(f"The file has {number} entries; the limit is {MOST_ENTRIES:,}. Split it into several.")
