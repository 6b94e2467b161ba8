"""The text of a BibTeX entry with what it takes from elsewhere in its file, so that it can be read by itself later."""

import re

from studies.citations.parse.bibtex_values import Strings
from studies.citations.parse.entries import Fields, ParsedEntry

# A name outside braces and quotes, as far as one can see without reading the value; a name too many does no harm.
_NAME_IN_VALUE = re.compile(r"[=#]\s*([A-Za-z][\w:.+/-]*)\s*(?=[,#})]|\Z)")
# What an entry takes from elsewhere is kept with each entry: more was written to fill memory.
_MOST_LETTERS = 4_000
_LINKS = ("xdata", "crossref")


def used_strings(entry: ParsedEntry, strings: Strings) -> Fields:
    """The names that the values of an entry use, with their texts. Months need no definition.

    >>> strings = Strings()
    >>> strings.define("spinej", "{The Spine Journal}")
    []
    >>> used_strings(ParsedEntry(1, "a", "article", (), "@article{a, journal = SpineJ, month = jan}"), strings)
    (('spinej', 'The Spine Journal'),)
    """
    names = dict.fromkeys(match[1].lower() for match in _NAME_IN_VALUE.finditer(entry.raw))
    used = tuple((name, strings.texts[name]) for name in names if strings.texts.get(name, name) != name)
    return used if _is_short(used) else ()


def self_contained(entry: ParsedEntry) -> str:
    """The text of an entry of any format; before it the strings that it uses, after it the fields that it inherits."""
    strings = "".join(f"@string{{{name} = {{{text}}}}}\n" for name, text in entry.strings)
    link = next(filter(None, (entry.first(name) for name in _LINKS)), "").split(",")[0].strip()
    if not (link and entry.inherited and _is_short(entry.inherited)):
        return strings + entry.raw
    fields = "".join(f",\n  {name} = {{{value}}}" for name, value in entry.inherited)
    return f"{strings}{entry.raw}\n@xdata{{{link}{fields}\n}}"


def _is_short(fields: Fields) -> bool:
    return sum(len(value) for _, value in fields) <= _MOST_LETTERS
