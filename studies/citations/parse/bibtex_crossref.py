"""What an entry takes from another: ``crossref`` (a chapter from its book) and ``xdata`` (fields shared by many).

A *parent* is an entry that another names, before or after it; so the parents of a file are found before its entries are
read. A *container* is a parent that is no publication of its own, such as the proceedings that its papers name. An
entry inherits only what it has not, and from a crossref only what is true of the part as of the whole: not its
DOI, its pages or its abstract. ``inherited`` fields stand apart from those that the entry itself has.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from studies.citations.parse.entries import ParsedEntry

# More were written to fill memory; the longest chain of parents that a person follows.
_MOST_KEYS = 20_000
_MOST_LETTERS = 5_000_000
_MOST_PARENTS = 20
# What all entries of a file can take together, in letters: each takes its parents whole, however large they are.
_MOST_GIVEN = 100_000_000
_LETTERS_OF_A_NAME = 20

_REFERENCE = re.compile(rb"(?i)\b(?:crossref|xdata)\s{0,20}=[\s{\"]{0,20}([^{}\"=]{1,500})")
_KEY = re.compile(r"@\s{0,20}[^\s{}()@,\"]+\s{0,20}[{(]\s{0,20}([^\s,]+)\s{0,20},")
# A reference can be continued on the next page.
_OVERLAP = 600

_CONTAINER_TYPES = """
book collection mvbook mvcollection mvproceedings mvreference periodical proceedings reference
"""
_CONTAINERS = frozenset(_CONTAINER_TYPES.split())
# Never a publication of their own; the members of a set stand in the file too.
_NO_PUBLICATIONS = frozenset({"xdata", "set"})
_WHOLE_BOOKS = frozenset({"book", "collection", "proceedings", "reference"})
# In the order of preference: xdata belongs to the entry itself.
_LINKS = ("xdata", "crossref")
_GIVEN_FIELDS = """
address booktitle chair date edition editor editora editorb editortype eventdate eventtitle howpublished
institution isbn issn issue journal journaltitle langid language location maintitle month number organization
publisher school series venue volume volumes year
"""
_GIVEN = frozenset(_GIVEN_FIELDS.split())
# Of the names of one thing, an entry that has one needs none of the others.
_SAME = (
    frozenset({"year", "date", "month"}),
    frozenset({"journal", "journaltitle"}),
    frozenset({"address", "location"}),
    frozenset({"language", "langid"}),
)

TOO_MUCH_GIVEN = "It takes nothing from the entry that it names: the entries of this file take too much from others."


def parent_keys(pages: Iterable[bytes]) -> set[str]:
    """The keys that entries of a text name as their parents, in small letters; the text comes in pages, in order."""
    keys: set[str] = set()
    before = b""
    for page in pages:
        text = before + page
        before = page[-_OVERLAP:]
        lowered = text.lower()
        # Hardly any file has one, and this is much faster than the search for its place.
        if b"crossref" not in lowered and b"xdata" not in lowered:
            continue
        for match in _REFERENCE.finditer(text):
            line_start = text.rfind(b"\n", 0, match.start()) + 1
            if not text[line_start : match.start()].lstrip().startswith(b"%") and len(keys) < _MOST_KEYS:
                keys.update(_keys_in(match[1].decode(errors="replace")))
    return keys


def _keys_in(value: str) -> Iterator[str]:
    return (key for each in value.split(",") if (key := each.strip(' {}"\n\t').lower()))


@dataclass(slots=True)
class ParentEntries:
    """The parents of a file by their key in small letters. ``keys`` are all that entries name, found or not."""

    keys: set[str] = field(default_factory=set)
    entries: dict[str, ParsedEntry] = field(default_factory=dict)
    room: int = _MOST_LETTERS
    # How many letters each entry gives, and how many all of them still can.
    sizes: dict[str, int] = field(default_factory=dict)
    allowance: int = _MOST_GIVEN

    def are_in(self, text: str) -> bool:
        """Whether an entry in a text can be a parent."""
        return any(key.lower() in self.keys for key in _KEY.findall(text))

    def add(self, entry: ParsedEntry) -> None:
        """Remember an entry if it is a parent; of several with one key, the first."""
        key = entry.key.lower()
        if key not in self.keys or key in self.entries:
            return
        size = sum(len(value) + _LETTERS_OF_A_NAME for _, value in entry.fields)
        self.room -= size
        if self.room > 0:
            self.entries[key], self.sizes[key] = replace(entry, raw=""), size

    def is_container(self, entry: ParsedEntry) -> bool:
        """Whether an entry only holds fields of others, or names them."""
        kind = entry.entry_type.lower()
        return kind in _NO_PUBLICATIONS or (kind in _CONTAINERS and entry.key.lower() in self.keys)

    def completed(self, entry: ParsedEntry) -> ParsedEntry:
        """An entry with what it inherits; a warning for each parent that is not in the file."""
        if not any(name in _LINKS for name, _ in entry.fields):
            return entry
        if self.allowance < 0:
            return replace(entry, warnings=(*entry.warnings, TOO_MUCH_GIVEN))
        missing: list[str] = []
        inherited = self._inherited(entry, {entry.key.lower()}, missing)
        return replace(
            entry,
            inherited=tuple(inherited.items()),
            warnings=entry.warnings
            + tuple(f"It refers to {key[:60]!r}, which is not in this file." for key in missing),
        )

    def _inherited(self, entry: ParsedEntry, seen: set[str], missing: list[str]) -> dict[str, str]:
        """Fields that an entry lacks, of its parents and of theirs. ``seen`` ends cycles."""
        own = entry.first_values()
        inherited: dict[str, str] = {}
        for link in _LINKS:
            for key in _keys_in(own.get(link, "")):
                parent = self.entries.get(key)
                if parent is None:
                    missing.append(key)
                elif key not in seen and len(seen) <= _MOST_PARENTS:
                    seen.add(key)
                    self.allowance -= self.sizes[key]
                    values = self._inherited(parent, seen, missing) | parent.first_values()
                    given = values if link == "xdata" else dict(_given(entry, values))
                    inherited |= {
                        name: value
                        for name, value in given.items()
                        if name not in inherited and name not in _LINKS and not _has(own, name)
                    }
        return inherited


def _given(child: ParsedEntry, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What a crossref to an entry with these values gives to a child."""
    child_type = child.entry_type.lower()
    yield from ((name, value) for name, value in values.items() if name in _GIVEN)
    title = ": ".join(filter(None, (values.get("title"), values.get("subtitle"))))
    if title and child_type == "article":
        yield "journaltitle", title
    elif title and child_type in _WHOLE_BOOKS:
        yield "maintitle", title
    elif title and "booktitle" not in values:
        yield "booktitle", title
    if title and not child.first("title"):
        # As in BibTeX: a chapter that has only a number is named by its book.
        yield "title", title
    if child_type == "inbook" and "author" in values:
        yield "author", values["author"]


def _has(values: dict[str, str], name: str) -> bool:
    return name in values or any(name in same and not same.isdisjoint(values) for same in _SAME)
