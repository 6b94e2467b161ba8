"""The pages that the child process writes, read and checked: a file of others may have taken the child over."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from studies.documents.page_words import Word

# A line holds the words of a page; a picture of a page in colour is far smaller.
MOST_LINE_BYTES = 16 * 1024 * 1024
MOST_PICTURE_BYTES = 8 * 1024 * 1024
_WEBP = b"RIFF"
# Letters that a database cannot keep.
_UNKEPT = {0: None} | dict.fromkeys(range(0xD800, 0xE000))


class PageStreamError(ValueError):
    """A document that could not be read, or output that is not as agreed; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as it was read: its size in points, its text, its words with places, and its picture as WebP."""

    number: int
    width: float
    height: float
    text: str
    words: tuple[Word, ...]
    picture: bytes


def page_readings(stream: IO[bytes], *, most_pages: int) -> Iterator[PageReading]:
    """The pages in their order. Raises ``PageStreamError`` when they end too early, are refused, or are malformed."""
    first = _line(stream)
    n_pages = first.get("n_pages")
    if not isinstance(n_pages, int) or not 0 < n_pages <= most_pages:
        raise PageStreamError("The number of pages could not be read.")
    for number in range(1, n_pages + 1):
        yield _page(_line(stream, f"page {number}"), number, stream)
    if _line(stream, "the end") != {"end": True}:
        raise PageStreamError("The file did not end after its last page.")


def _line(stream: IO[bytes], what: str = "the file") -> dict[str, Any]:
    line = stream.readline(MOST_LINE_BYTES)
    if not line.endswith(b"\n"):
        raise PageStreamError(f"Reading broke off at {what}.")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PageStreamError(f"Reading broke off at {what}.") from error
    if not isinstance(value, dict):
        raise PageStreamError(f"Reading broke off at {what}.")
    if "error" in value:
        raise PageStreamError(kept_letters(str(value["error"]))[:500])
    return value


def _page(header: Mapping[str, Any], number: int, stream: IO[bytes]) -> PageReading:
    try:
        size = int(header["picture"])
        width, height = _length(header["width"]), _length(header["height"])
        words = tuple(_words(header["words"], width, height))
        text = kept_letters(str(header["text"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise PageStreamError(f"Page {number} could not be read.") from error
    picture = stream.read(size) if 0 < size <= MOST_PICTURE_BYTES else b""
    if header.get("number") != number or len(picture) != size or not picture.startswith(_WEBP):
        raise PageStreamError(f"The picture of page {number} could not be read.")
    return PageReading(number, width, height, text, words, picture)


def _length(value: Any) -> float:
    length = float(value)
    if not 0 < length < math.inf:
        raise ValueError(value)
    return length


def _words(values: Any, width: float, height: float) -> Iterator[Word]:
    """The words that are on the page; what lies outside it is not seen, and hidden there at times."""
    for text, *place in values:
        left, top, right, bottom = map(float, place)
        word = Word(kept_letters(str(text)), left, top, right, bottom)
        across, down = word.middle
        if 0 <= across <= width and 0 <= down <= height and word.text:
            yield word


def kept_letters(text: str) -> str:
    """A text without the letters that a database cannot keep."""
    return text.translate(_UNKEPT)
