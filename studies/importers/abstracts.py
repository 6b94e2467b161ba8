"""The abstract that an entry of a citation file carries, read anew from its original text for whoever screens it."""

from studies.importers.cleaning import plain_text
from studies.importers.opening import open_file
from studies.importers.records import Format, ParseFailure, Refused

_TAGS = ("abstract", "AB", "N2")


def abstract_in(original: str) -> str:
    """The abstract of one entry as plain text; '' when it has none, or cannot be read any more.

    >>> abstract_in("@article{a, title = {T}, abstract = {Pain fell \\\\emph{less}.}}")
    'Pain fell less.'
    >>> abstract_in("TY  - JOUR\\nTI  - T\\nAB  - Pain fell.\\nER  - ")
    'Pain fell.'
    """
    try:
        opened = open_file(original.encode())
    except Refused:
        return ""
    for parsed in opened.reader.entries():
        if not isinstance(parsed, ParseFailure):
            said = parsed.first(*_TAGS)
            return plain_text(said, latex=opened.format is Format.BIBTEX)[0]
    return ""
