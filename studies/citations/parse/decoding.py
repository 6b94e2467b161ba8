"""Bytes into text, with the encoding named.

Nothing is replaced without a note: a byte that is valid in no encoding tried is read as Latin-1, in which every byte is
a character, and replacement characters that an earlier program left in the file are counted.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Never part of a citation: C0 and C1 controls but tab and newlines, and byte order marks inside the text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# Any of these within the text is a byte that CP1252 leaves undefined.
_UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SAMPLE = 4096
# Archives, documents and databases have NULs too and are in no encoding.
_COMPRESSED = b"\x1f\x8b"
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", _COMPRESSED, b"SQLite format", b"%PDF")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with newlines as \\n, the encoding it was read in, and sentences on what was unusual."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes) -> Decoded:
    """The text of any bytes; never raises."""
    encoding, body = _encoding_of(data)
    text, encoding = _text_of(body, encoding)
    has_other_newlines = "\r" in text or "\x85" in text
    newlines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n") if has_other_newlines else text
    # The second byte of a compressed file is a control character in some encodings, and shows what it is.
    clean = newlines if data.startswith(_COMPRESSED) else _CONTROLS.sub("", newlines)
    return Decoded(clean, encoding, tuple(_notes(data, body, newlines, clean, encoding)))


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    """The encoding that a byte order mark or the pattern of NULs shows ('' for neither), and the bytes after it."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    if data.startswith(_NO_TEXT):
        return "", data
    sample = data[:_SAMPLE]
    # In UTF-16 every second byte of Latin text is NUL.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 4 and odd > 4 * even:
        return "utf-16-le", data
    if even > len(sample) // 4 and even > 4 * odd:
        return "utf-16-be", data
    return "", data


def _text_of(body: bytes, encoding: str) -> tuple[str, str]:
    if encoding.startswith(("utf-16", "utf-32")):
        return body.decode(encoding, errors="replace"), encoding
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_line_by_line(body)


def _decode_line_by_line(body: bytes) -> tuple[str, str]:
    """Line by line UTF-8 or Windows' Western encoding: files joined from several sources have both."""
    lines = body.split(b"\n")
    texts, mixed = [], False
    for line in lines:
        if line.isascii():
            texts.append(line.decode("ascii"))
            continue
        try:
            texts.append(line.decode("utf-8"))
            mixed = True
        except UnicodeDecodeError:
            texts.append(_western(line))
    western = "latin-1" if _UNDEFINED_IN_CP1252.search(body) else "cp1252"
    return "\n".join(texts), f"utf-8 and {western}" if mixed else western


def _western(line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _notes(data: bytes, body: bytes, newlines: str, clean: str, encoding: str) -> list[str]:
    notes = []
    if len(body) < len(data):
        notes.append("A byte order mark at the start was left out.")
    if " and " in encoding:
        notes.append("Some lines are UTF-8 and some are not: each was read in its own encoding.")
    dropped = len(newlines) - len(clean)
    if dropped:
        notes.append(f"{dropped} control characters were left out.")
    replaced = clean.count("\ufffd")
    if replaced:
        notes.append(f"{replaced} characters were lost before this file was made: they appear as U+FFFD.")
    return notes
