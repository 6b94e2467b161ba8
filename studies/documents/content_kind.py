"""What a file is, by its bytes: a PDF, a web page or plain text. Names and declared types are not believed."""

import re

from studies.choices import DocumentKind

# The largest paper with its supplement is far smaller.
MOST_MEGABYTES = 25
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
# A reader of PDF files looks for the header in the first kilobyte.
_HEAD = 1024
_PDF_HEADER = b"%PDF-"
_TAG = re.compile(r"<!doctype\s+html|<(html|head|body|table|p|div)[\s>]", re.IGNORECASE)
# Letters that no text has: all control characters but tab, line and page breaks.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# What often is sent instead, by its first bytes.
_OTHERS = (
    (b"PK\x03\x04", "a Word or Excel file, or another archive: save it as PDF, or copy its text and paste it"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file: save it as PDF, or copy its text and paste it"),
    (b"{\\rtf", "a rich text file: save it as PDF, or copy its text and paste it"),
    (b"\x89PNG", "a picture: print it to a PDF"),
    (b"\xff\xd8\xff", "a picture: print it to a PDF"),
    (b"GIF8", "a picture: print it to a PDF"),
    (b"II*\x00", "a picture: print it to a PDF"),
    (b"MM\x00*", "a picture: print it to a PDF"),
    (b"\x1f\x8b", "a compressed file: unpack it first"),
)


class ContentRefusedError(ValueError):
    """A file that is not kept; the message is a sentence that says why."""


def content_kind(data: bytes) -> DocumentKind:
    """The kind of a file. Raises ``ContentRefusedError`` for one that is empty, too large, or of no known kind.

    >>> content_kind(b"%PDF-1.7 ...").label, content_kind(b"<!DOCTYPE html><p>VAS 3.2").label
    ('PDF', 'web page')
    """
    if not data.strip():
        raise ContentRefusedError("The file is empty.")
    if len(data) > MOST_BYTES:
        raise ContentRefusedError(f"The file has {len(data) / 2**20:.0f} MB; the limit is {MOST_MEGABYTES} MB.")
    if data.lstrip().startswith(_PDF_HEADER):
        return DocumentKind.PDF
    for start, what in _OTHERS:
        if data.startswith(start):
            raise ContentRefusedError(f"This is {what}.")
    try:
        text = decoded_text(data)
    except ContentRefusedError:
        if _PDF_HEADER in data[:_HEAD]:
            return DocumentKind.PDF
        raise
    return DocumentKind.HTML if _TAG.search(text[:20_000]) else DocumentKind.TEXT


def decoded_text(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or else Windows-1252, with one kind of line end.

    Raises ``ContentRefusedError`` for bytes that are no text.
    """
    text = _decode(data)
    if _CONTROL.search(text):
        raise ContentRefusedError("This is neither a PDF nor a web page nor text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="replace")
