"""XML files cut at the tags of their records, each record parsed by itself.

A file need not be well-formed: a record that cannot be parsed becomes a failure, and its neighbours are read. A
document type is never followed, so no entity of a file's own and no address in it takes effect.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from studies.citations.parse.entries import Parsed, ParseFailure
from studies.citations.parse.error_guard import guarded
from studies.citations.parse.text_chunks import Pages

# What comes before the first element: declarations, comments, the line of the document type. No group is possessive:
# Python before 3.11.5 goes on at the wrong place where the last round of such a group fails (CPython issue 106052).
PROLOG = r"\A\s*+(?:(?:<\?(?:[^?]++|\?(?!>))*\?>|<!--(?:[^-]++|-(?!->))*-->|<!DOCTYPE[^<>\[]*+>)\s*+)*"
# No citation nests deeper, or has more elements.
DEEPEST = 100
MOST_ELEMENTS = 100_000
_ENTITY = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,30});)?")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]*:(?=[A-Za-z])")
_SKIPPED = {"<!--": "-->", "<![CDATA[": "]]>"}


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """The text of one record, whole unless ``fault`` says what is missing."""

    line: int
    text: str
    fault: str = ""


class XmlSizeError(ValueError):
    """A record has too many elements, or they are nested too deep; the message is a sentence."""


@dataclass(slots=True)
class XmlReader:
    """Reads one text of XML. ``notes`` are about the file as a whole, complete once all is read."""

    pages: Pages
    # Matches the names of the elements that are records.
    tags: str
    read: Callable[[XmlRecord, Element, tuple[str, ...]], Parsed]
    # Finds the key in the text of a record that cannot be parsed.
    key: re.Pattern[str]
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[Parsed]:
        """Every record in the order of the file, read or failed."""
        cutter = _Cutter(self.pages, self.tags)
        for record in cutter.records():
            yield from guarded(partial(self._read_record, record), line=record.line, raw=record.text)
        if cutter.commented:
            self.notes.append(_skipped(cutter.commented))

    def _read_record(self, record: XmlRecord) -> list[Parsed]:
        parsed = record_failure(record, record.fault) if record.fault else self._entry(record)
        if isinstance(parsed, ParseFailure) and (key := self.key.search(record.text)):
            return [replace(parsed, key=key[1])]
        return [parsed]

    def _entry(self, record: XmlRecord) -> Parsed:
        text = record.text
        warnings: tuple[str, ...] = ()
        try:
            try:
                root = element_of(text)
            except ParseError:
                text, warnings = with_known_entities(text)
                root = element_of(text)
            return self.read(record, root, warnings)
        except ParseError as error:
            line, column = error.position
            fault = str(error.msg).partition(":")[0]
            return record_failure(record, f"The XML is not valid: {fault}.", line - 1, column + 1)
        except XmlSizeError as error:
            return record_failure(record, str(error))
        except DefusedXmlException:
            return record_failure(record, "The record declares entities or a document type, which is refused.")


def _skipped(commented: int) -> str:
    many = f"{commented} records inside comments were" if commented > 1 else "1 record inside a comment was"
    return f"{many} skipped."


def record_failure(record: XmlRecord, reason: str, lines_after: int = 0, column: int = 0) -> ParseFailure:
    """The failure of a record, at a place in it."""
    hint = "Correct the record at this line, or export it again."
    return ParseFailure(record.line + lines_after, column, "", record.text, reason, hint)


class _BoundedBuilder(TreeBuilder):
    """Builds the elements of one record, to a size that no citation has."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.number = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        self.number += 1
        if self.depth > DEEPEST:
            raise XmlSizeError(f"The elements of the record are nested more than {DEEPEST} deep.")
        if self.number > MOST_ELEMENTS:
            raise XmlSizeError(f"The record has more than {MOST_ELEMENTS:,} elements.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def element_of(text: str) -> Element:
    """The element that a text is. Raises ``ParseError``, ``XmlSizeError`` or a ``DefusedXmlException``."""
    parser = DefusedXMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    parser.feed(text)
    element: Element = parser.close()
    return element


def text_of(element: Element | None) -> str:
    """All text inside an element, whatever is marked up in it, with single blanks; '' without an element.

    >>> text_of(element_of("<t>Effect of <i>O<sub>3</sub></i>\\n on pain</t>"))
    'Effect of O3 on pain'
    """
    return "" if element is None else " ".join("".join(element.itertext()).split())


def with_known_entities(text: str) -> tuple[str, tuple[str, ...]]:
    """XML in which entities of HTML are characters, other ampersands text and prefixes left out; with warnings.

    >>> with_known_entities("<t>A&nbsp;B & C &lt; D&#2;</t>")[0]
    '<t>A\\xa0B &amp; C &lt; D</t>'
    """
    warnings: dict[str, None] = {}

    def known(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if decimal or hexadecimal:
            if _is_character(int(decimal or hexadecimal, 10 if decimal else 16)):
                return match[0]
            warnings["Characters that XML does not allow were left out."] = None
            return ""
        if name in _XML_ENTITIES:
            return match[0]
        character = html.unescape(match[0]) if name else match[0]
        if character == match[0]:
            warnings["The sign & was not written as XML asks; it was taken as text."] = None
            return f"&amp;{match[0][1:]}"
        return html.escape(character)

    return _PREFIX.sub(r"\1", _ENTITY.sub(known, text)), tuple(warnings)


def _is_character(number: int) -> bool:
    """Whether XML 1.0 allows a character."""
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000


class _Cutter:
    """Cuts a text at the tags of its records. ``commented`` counts the records inside comments."""

    def __init__(self, pages: Pages, tags: str) -> None:
        self.pages = pages
        self.tag = re.compile(rf"<!--|<!\[CDATA\[|(</(?:{tags})\s*>)|<(?:{tags})(?=[\s/>])([^<>]*/>)?")
        self.start = re.compile(rf"<(?:{tags})(?=[\s/>])")
        self.commented = 0
        # The text since the last cut, of earlier pages, its first line, and whether a record is open in it.
        self.parts: list[str] = []
        self.line = 1
        self.is_open = False
        # Ends of comments and the like that the page does not have, from some place on.
        self.without_end: set[str] = set()

    def records(self) -> Iterator[XmlRecord]:
        """Every record in the order of the text."""
        for page in self.pages:
            yield from self._of_page(page)
        rest = self._cut("")
        if self.is_open:
            yield XmlRecord(self.line, rest, "The record has no end: the file stops here.")

    def _of_page(self, page: str) -> Iterator[XmlRecord]:
        at = cut = 0
        self.without_end.clear()
        while match := self.tag.search(page, at):
            at = match.end()
            if end := _SKIPPED.get(match[0]):
                at = self._after(page, match, end)
            elif match[1]:
                text = self._cut(page[cut:at])
                fault = "" if self.is_open else "The record has no start tag."
                yield self._record(text, fault)
                cut, self.is_open = at, False
            else:
                before = self._cut(page[cut : match.start()])
                if self.is_open:
                    yield self._record(before, "The record has no end tag before the next record starts.")
                else:
                    self.line += before.count("\n")
                cut, self.is_open = match.start(), True
                if match[2]:
                    yield self._record(page[cut:at], "")
                    cut, self.is_open = at, False
        self.parts.append(page[cut:])

    def _after(self, page: str, match: re.Match[str], end: str) -> int:
        """Where a comment or a section of plain characters ends; one that has no end on its page is no such thing."""
        closing = -1 if end in self.without_end else page.find(end, match.end())
        if closing < 0:
            self.without_end.add(end)
            return match.end()
        if end == "-->" and not self.is_open:
            self.commented += len(self.start.findall(page, match.end(), closing))
        return closing + len(end)

    def _cut(self, text: str) -> str:
        """The text since the last cut, which ends here."""
        whole = "".join([*self.parts, text])
        self.parts.clear()
        return whole

    def _record(self, text: str, fault: str) -> XmlRecord:
        """A record, and the line where the next text starts."""
        blank_lines = text[: len(text) - len(text.lstrip())].count("\n")
        record = XmlRecord(self.line + blank_lines, text.strip(), fault)
        self.line += text.count("\n")
        return record
