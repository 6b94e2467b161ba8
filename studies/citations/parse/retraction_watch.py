"""The Retraction Watch database as Crossref publishes it: a CSV file of notices about papers.

A *notice* says that a paper was retracted, corrected, doubted or reinstated. It names the paper by its DOI and its
PubMed number; either may be missing. Lines are read one after the other, so that the size of the file does not matter.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studies.choices import NoticeKind, Retraction
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.identifiers import doi_of, pmid_of

# The columns that are read; the file has more.
COLUMNS = (
    "Record ID",
    "RetractionDate",
    "RetractionDOI",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
    "Reason",
)
# A longer cell is a quotation mark that was never closed.
LONGEST_CELL = 100_000
_KINDS = {kind.label: kind for kind in NoticeKind}


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the file. ``doi`` and ``pmid`` are the paper's, in canonical form, '' where not given.

    ``kind`` is None for a kind that this site does not know; ``nature`` has the word of the file.
    """

    record_id: str
    kind: NoticeKind | None
    nature: str
    doi: str
    pmid: str
    noticed_on: date | None = None
    notice_doi: str = ""
    reasons: str = ""


def read_notices(lines: Iterable[bytes]) -> Iterator[Notice]:
    """Every notice of a file, given as its lines.

    Raises ``FileRejectedError`` with a sentence when it is not such a file.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_texts(lines), strict=True)
    try:
        places = _places(next(reader, []))
        for row in reader:
            if len(row) < places.width:
                raise FileRejectedError(
                    f"Line {reader.line_num} has {len(row)} columns instead of {places.width}: the file is incomplete."
                )
            yield _notice(places.of(row))
    except csv.Error as error:
        raise FileRejectedError(f"Line {reader.line_num} cannot be read as CSV: {error}.") from error


def retraction_status(notices: Iterable[Notice]) -> Retraction:
    """The status that all notices about one paper give: the last retraction or reinstatement, else a concern.

    A correction changes nothing. Without a date a notice counts as older than those with one.
    """
    status = Retraction.NOT_RETRACTED
    for each in sorted(notices, key=lambda notice: (notice.noticed_on or date.min, notice.record_id.zfill(12))):
        if each.kind is NoticeKind.RETRACTION:
            status = Retraction.RETRACTED
        elif each.kind is NoticeKind.REINSTATEMENT:
            status = Retraction.NOT_RETRACTED
        elif each.kind is NoticeKind.CONCERN and status is not Retraction.RETRACTED:
            status = Retraction.CONCERN
    return status


@dataclass(frozen=True, slots=True)
class _Places:
    """The positions of the columns that are read, and the number of columns of a line."""

    indices: tuple[int, ...]
    width: int

    def of(self, row: Sequence[str]) -> list[str]:
        """The cells of a line that are read, in the order of ``COLUMNS``."""
        return [row[index].strip() for index in self.indices]


def _places(header: Sequence[str]) -> _Places:
    names = [name.strip() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise FileRejectedError(
            f"This is not the Retraction Watch file: its first line has no column {', '.join(missing)}."
        )
    indices = tuple(names.index(name) for name in COLUMNS)
    return _Places(indices, len(names))


def _notice(cells: Sequence[str]) -> Notice:
    record, day, notice_doi, doi, pmid, nature, reasons = cells
    kind = _KINDS.get(nature.lower())
    return Notice(
        record_id=record[:40],
        kind=kind,
        nature=nature,
        doi=doi_of(doi),
        # Zero means "none".
        pmid=pmid_of(pmid) if pmid else "",
        noticed_on=_day(day),
        notice_doi=doi_of(notice_doi)[:200],
        reasons="; ".join(part.strip("+ ") for part in reasons.split(";") if part.strip("+ ")),
    )


def _day(text: str) -> date | None:
    """The day of a date as the file writes it, month first; None where it is none.

    >>> _day("10/29/2023 0:00"), _day("2023-10-29"), _day("unknown")
    (datetime.date(2023, 10, 29), datetime.date(2023, 10, 29), None)
    """
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.partition(" ")[0], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _texts(lines: Iterable[bytes]) -> Iterator[str]:
    """Lines as text: UTF-8, and Latin-1, in which every byte is a letter, for a line that is not."""
    for number, line in enumerate(lines):
        try:
            text = line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            text = line.decode("latin-1")
        yield text
