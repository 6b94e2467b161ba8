"""HTML of the rows of long tables: a template takes many times as long to write each of a hundred cells."""

import re
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

# Few values have such a character, and ``escape`` looks for each of them by itself.
_has_marks = re.compile("[&<>\"']").search


def filled(pattern: str, *values: str) -> SafeString:
    """HTML with values in its places, each escaped unless it is HTML already.

    Django's ``format_html`` does the same, and first asks of each value what else it could be than a text.

    >>> filled("<b>{}</b>{}", "2 < 3", filled("<i>{}</i>", "so"))
    '<b>2 &lt; 3</b><i>so</i>'
    """
    escaped = [each if isinstance(each, SafeString) or not _has_marks(each) else escape(each) for each in values]
    return SafeString(pattern.format(*escaped))


def filled_if(pattern: str, value: str) -> SafeString:
    """HTML with a value in its place; none where the value is empty.

    >>> filled_if("<b>{}</b>", "more"), filled_if("<b>{}</b>", "")
    ('<b>more</b>', '')
    """
    return filled(pattern, value) if value else SafeString()


def lines_of(parts: Iterable[str]) -> SafeString:
    """Pieces of HTML under each other.

    >>> lines_of(filled("<b>{}</b>", word) for word in ("one", "two"))
    '<b>one</b>\\n<b>two</b>'
    """
    return SafeString("\n".join(parts))
