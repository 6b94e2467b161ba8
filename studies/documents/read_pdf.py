"""Child process: a PDF on standard input becomes its pages on standard output.

The first line is a JSON object with ``n_pages``. Each page is a line with a JSON object (its number, its size in
points, its text and words, and the bytes of its picture), and the picture. The last line is ``{"end": true}``, or
says with ``error`` why the file is not read. Nothing of Django and no secret is in this process.
"""

import ctypes
import io
import json
import math
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2
from PIL.Image import Image
from pypdfium2 import raw

from studies.documents.child_limits import MOST_PAGES, limit_this_process
from studies.documents.page_words import Letter, join_words

# A page in A4 at 137 dots an inch: the small print of a table is legible.
LONGEST_SIDE_PIXELS = 1600
# A page smaller than a postcard is not blown up to the size of a sheet.
_LARGEST_SCALE = 4.0
# A densely printed page has about 10,000.
MOST_LETTERS = 100_000
# Places are read on a grid this many times finer than points.
_GRID = 20
# Print is sharper without loss, and takes half the bytes; a photograph or a scan takes many times more.
_MOST_BYTES_WITHOUT_LOSS = 300_000
_QUALITY = 75
# PDFium marks a hyphen at the end of a line, and letters that no alphabet has, with these.
_UNPRINTED = frozenset("\x00\x02\ufffe\uffff")


class PageRefusedError(ValueError):
    """A document that is not read; the message is a sentence."""


def write_pages(data: bytes, out: BinaryIO) -> None:
    """Write the pages of a PDF, or why there are none."""
    try:
        document = _opened(data)
        _write_line(out, {"n_pages": len(document)})
        for index in range(len(document)):
            header, picture = read_page(document, index)
            _write_line(out, header | {"picture": len(picture)})
            out.write(picture)
        _write_line(out, {"end": True})
    except PageRefusedError as refused:
        _write_line(out, {"error": str(refused)})
    except MemoryError:
        _write_line(out, {"error": "Reading this file needs more memory than is allowed."})


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise PageRefusedError(_ENCRYPTED) from error
        raise PageRefusedError("This file begins like a PDF and is none, or it is damaged.") from error
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise PageRefusedError(_ENCRYPTED)
    n_pages = len(document)
    if n_pages > MOST_PAGES:
        raise PageRefusedError(
            f"This PDF has {n_pages:,} pages; at most {MOST_PAGES} are read. Attach the pages that you need."
        )
    if not n_pages:
        raise PageRefusedError("This PDF has no pages.")
    return document


_ENCRYPTED = "This PDF is encrypted. Save a copy without a password and without restrictions, and attach that."


def read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[dict[str, Any], bytes]:
    """One page: what is known of it, and its picture."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise PageRefusedError(f"Page {index + 1} is damaged.") from error
    width, height = page.get_size()
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise PageRefusedError(f"Page {index + 1} has no size.")
    try:
        letters = list(_letters(page, index, width, height))
        header = {
            "number": index + 1,
            "width": round(width, 2),
            "height": round(height, 2),
            "text": "".join(letter.text for letter in letters),
            "words": join_words(letters),
        }
        return header, _picture(page, max(width, height))
    finally:
        page.close()


def _letters(page: pypdfium2.PdfPage, index: int, width: float, height: float) -> Iterator[Letter]:
    """The letters of a page in the order of its text, with their places as the page is shown (turned, cropped)."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    if count > MOST_LETTERS:
        raise PageRefusedError(f"Page {index + 1} has {count:,} letters; at most {MOST_LETTERS:,} are read.")
    box = raw.FS_RECTF()
    for position in range(count):
        code = raw.FPDFText_GetUnicode(text_page, position)
        text = chr(code)
        if text in _UNPRINTED or 0xD800 <= code < 0xE000 or text == "\r":
            continue
        if text.isspace():
            yield Letter("\n" if text == "\n" else " ", 0, 0, 0, 0)
            continue
        if raw.FPDFText_GetLooseCharBox(text_page, position, box):
            yield Letter(text, *_shown(page, box, width, height))
    text_page.close()


def _shown(page: pypdfium2.PdfPage, box: raw.FS_RECTF, width: float, height: float) -> tuple[float, ...]:
    """A box of the page's own system, in points from the top left of the page as it is shown."""
    size = min(round(width * _GRID), 2**24), min(round(height * _GRID), 2**24)
    across, down = ctypes.c_int(), ctypes.c_int()
    corners = []
    for x, y in ((box.left, box.top), (box.right, box.bottom)):
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value * width / size[0], down.value * height / size[1]))
    (x1, y1), (x2, y2) = corners
    return tuple(round(each, 2) for each in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))


def _picture(page: pypdfium2.PdfPage, longest: float) -> bytes:
    """The page as WebP. A page of any size has the same number of pixels at most."""
    bitmap = page.render(scale=min(LONGEST_SIDE_PIXELS / longest, _LARGEST_SCALE))
    picture = bitmap.to_pil()
    exact = _webp(picture, lossless=True, quality=30)
    return exact if len(exact) <= _MOST_BYTES_WITHOUT_LOSS else _webp(picture, lossless=False, quality=_QUALITY)


def _webp(picture: Image, *, lossless: bool, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="WEBP", lossless=lossless, quality=quality, method=2)
    return out.getvalue()


def _write_line(out: BinaryIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, allow_nan=False).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    limit_this_process(*map(int, sys.argv[1:]))
    write_pages(sys.stdin.buffer.read(), sys.stdout.buffer)
