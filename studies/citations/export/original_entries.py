"""The entries of citation files that a publication came from, read again from the text that is kept of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from studies.citations.parse.entries import CandidatePublication, FileRejectedError, ParsedEntry, ParseFailure
from studies.citations.parse.formats import FORMATS, Format
from studies.citations.parse.read_file import guarded_candidate, recognise_format
from studies.citations.parse.text_chunks import pages_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = re.compile(rf"(?i)\b({'|'.join(_MONTHS)})[a-z]*\b")
_DATE = re.compile(r"(?<!\d)(\d{4})(?:[-/. ]+(\d{1,2}|[A-Za-z]{3,9})\b(?:[-/. ]+(\d{1,2})\b)?)?")
# Where the formats write the day of publication.
_DATE_FIELDS = ("date", "issued", "DA", "DP", "PY", "Y1", "year")


@dataclass(frozen=True, slots=True)
class OriginalEntry:
    """One entry as its file had it, and what an import reads in it."""

    format: Format
    parsed: ParsedEntry
    candidate: CandidatePublication


@dataclass(frozen=True, slots=True)
class WorkDate:
    """When a work came out, as far as its entries say. Months and days count from 1 and are 0 when not known."""

    month: int = 0
    day: int = 0


def original_entries(texts: Iterable[str]) -> tuple[OriginalEntry, ...]:
    """The entries of these texts in their order; one that cannot be read is left out."""
    return tuple(entry for text in texts if (entry := _original_entry(text)))


def _original_entry(text: str) -> OriginalEntry | None:
    try:
        format_ = recognise_format(text)
        row = FORMATS[format_]
        parsed = next(row.reader(pages_of(text)).entries(), None)
    except FileRejectedError:
        return None
    if parsed is None or isinstance(parsed, ParseFailure):
        return None
    candidate = guarded_candidate(parsed, row)
    return None if isinstance(candidate, ParseFailure) else OriginalEntry(format_, parsed, candidate)


def date_of(entries: Iterable[OriginalEntry], year: int | None) -> WorkDate:
    """Month and day in the first entry that has them in this year."""
    for entry in entries:
        date = _date_in(entry.parsed)
        if date.month and entry.candidate.year == year:
            return date
    return WorkDate()


def _date_in(entry: ParsedEntry) -> WorkDate:
    month = _month(entry.first("month"))
    if month:
        return WorkDate(month, _day(entry.first("day")))
    for name in _DATE_FIELDS:
        date = _DATE.match(entry.first(name).strip())
        if date and (month := _month(date[2] or "")):
            return WorkDate(month, _day(date[3] or ""))
    return WorkDate()


def _day(text: str) -> int:
    return int(text) if text.isdigit() and 1 <= int(text) <= 31 else 0


def _month(text: str) -> int:
    """A month by number or name, 1 to 12; 0 for anything else, such as two months.

    >>> _month("jul"), _month("September"), _month("07"), _month("Jul-Aug"), _month("13")
    (7, 9, 7, 0, 0)
    """
    if text.strip().isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    words = _MONTH_WORD.findall(text)
    return _MONTHS.index(words[0].lower()) + 1 if len(words) == 1 else 0
