"""Bytes into text, with the encoding named.

Nothing is replaced without a note: bytes that are valid in no encoding tried are counted, and so are the replacement
characters that an earlier program left in the file.
"""

import codecs
import re
from dataclasses import dataclass

from studies.numerics.number_formatting import plural

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Never part of a citation: C0 and C1 controls but tab and newlines, and byte order marks inside the text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_SAMPLE = 4096
# Archives, documents and databases have NULs too and are in no encoding.
# Of archives the control characters show what they are: an empty one has other numbers, and so has one in parts.
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NO_TEXT = (*_COMPRESSED, b"\xd0\xcf\x11\xe0", b"SQLite format", b"%PDF")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with newlines as \\n, the encoding it was read in, and sentences on what was unusual."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes) -> Decoded:
    """The text of any bytes; never raises."""
    encoding, body = _encoding_of(data)
    text, encoding, in_none = _text_of(body, encoding)
    has_other_newlines = "\r" in text or "\x85" in text
    newlines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n") if has_other_newlines else text
    clean = newlines if data.startswith(_COMPRESSED) else _CONTROLS.sub("", newlines)
    notes = _notes(clean, encoding, in_none, has_mark=len(body) < len(data), dropped=len(newlines) - len(clean))
    return Decoded(clean, encoding, tuple(notes))


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


def _text_of(body: bytes, encoding: str) -> tuple[str, str, int]:
    """The text, its encoding, and how many bytes were in none."""
    if encoding.startswith(("utf-16", "utf-32")):
        return body.decode(encoding, errors="replace"), encoding, 0
    try:
        return body.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        return _decode_line_by_line(body)


def _decode_line_by_line(body: bytes) -> tuple[str, str, int]:
    """Line by line UTF-8 or Windows' Western encoding: files joined from several sources have both.

    A byte that neither has becomes U+FFFD. Latin-1 differs only in bytes that are no letters.
    """
    lines = body.split(b"\n")
    texts, mixed, in_none = [], False, 0
    for line in lines:
        if line.isascii():
            texts.append(line.decode("ascii"))
            continue
        try:
            texts.append(line.decode("utf-8"))
            mixed = True
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", errors="replace"))
            in_none += texts[-1].count("\ufffd")
    return "\n".join(texts), "utf-8 and cp1252" if mixed else "cp1252", in_none


def _notes(clean: str, encoding: str, in_none: int, *, has_mark: bool, dropped: int) -> list[str]:
    """What was unusual. ``in_none``: bytes in no encoding; ``dropped``: control characters left out."""
    notes = []
    if has_mark:
        notes.append("A byte order mark at the start was left out.")
    if " and " in encoding:
        notes.append("Some lines are UTF-8 and some are not: each was read in its own encoding.")
    if dropped:
        notes.append(f"Left out: {plural(dropped, 'control character')}.")
    if in_none:
        notes.append(
            f"The encoding of this file is not known: {plural(in_none, 'character')} could not be read, shown as "
            "U+FFFD; other letters with accents can be wrong. Export it again as UTF-8."
        )
    lost_before = clean.count("\ufffd") - in_none
    if lost_before:
        notes.append(f"{plural(lost_before, 'character')} lost before this file was made, shown as U+FFFD.")
    return notes
