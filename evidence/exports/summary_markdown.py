"""The summary of findings in Markdown: a table for each comparison, with footnotes."""

import re
from collections.abc import Iterator

from evidence.exports.summary_of_findings import COLUMNS, NO_ROWS, SummaryOfFindings, SummaryRow

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_LINE_ENDS = re.compile(r"\s+")


def summary_markdown(summary: SummaryOfFindings) -> bytes:
    """The document as UTF-8."""
    return ("\n".join(_lines(summary)) + "\n").encode()


def plain(text: str) -> str:
    r"""A text in which Markdown sees no mark.

    >>> print(plain("a|b <i>*x*</i>\n# y"))
    a\|b \<i\>\*x\*\</i\> \# y
    """
    return _MARKS.sub(r"\\\1", _LINE_ENDS.sub(" ", text).strip())


def _lines(summary: SummaryOfFindings) -> Iterator[str]:
    yield f"# {plain(summary.title)}"
    for text in (*summary.answer, summary.selection):
        if text:
            yield from ("", plain(text))
    for group in summary.groups:
        yield from ("", f"## {plain(group.comparison)}", "")
        yield f"| {' | '.join(COLUMNS)} |"
        yield "|" + " --- |" * len(COLUMNS)
        yield from (_row(row) for row in group.rows)
    if not summary.groups:
        yield from ("", NO_ROWS)
    yield from _list("Footnotes", [f"**{letter}** {plain(text)}" for letter, text in summary.footnotes])
    yield from _list("Without a row", [plain(text) for text in summary.beside])
    yield from _list("About", [f"**{name}**: {plain(text)}" for name, text in summary.facts])


def _row(row: SummaryRow) -> str:
    first, *others = (" <br> ".join(map(plain, lines)) for lines in row.cells)
    letters = f" ({', '.join(row.letters)})" if row.letters else ""
    return f"| [{first}](<{row.address}>){letters} | {' | '.join(others)} |"


def _list(heading: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", f"## {heading}", "")
        yield from (f"- {item}" for item in items)
