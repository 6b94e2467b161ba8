"""How large a file can be: checked before any work is done on it."""

import re

from studies.citations.parse.entries import FileRejectedError, Format

MOST_MEGABYTES = 60
MOST_ENTRIES = 150_000
_ENTRY_STARTS = {
    Format.BIBTEX: re.compile(r"(?im)^[ \t]*@[ \t]*(?!comment|string|preamble)[a-z]"),
    Format.RIS: re.compile(r"(?m)^(?:TY  ?-)"),
    Format.MEDLINE: re.compile(r"(?m)^PMID ?-"),
}


def check_size(size: int) -> None:
    """Raise ``FileRejectedError`` with the limit when a file has too many bytes."""
    if size > MOST_MEGABYTES * 1024 * 1024:
        raise FileRejectedError(
            f"The file has {size / 1024 / 1024:.0f} MB; the limit is {MOST_MEGABYTES} MB. "
            "Split it, or leave out the abstracts when you export it."
        )


def expected_entries(text: str, format_: Format) -> int:
    """About how many entries a text has. Raises ``FileRejectedError`` when they are too many."""
    number = sum(1 for _ in _ENTRY_STARTS[format_].finditer(text))
    if number > MOST_ENTRIES:
        raise FileRejectedError(
            f"The file has about {number:,} entries; the limit is {MOST_ENTRIES:,}. Split it into several."
        )
    return number
