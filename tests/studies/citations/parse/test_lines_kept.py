"""Of a file with tags each line is in the raw text of an entry, is named as not read, or is a banner."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.citations.parse.formats import FORMATS, Format
from studies.citations.parse.tagged_lines import BANNER
from studies.citations.parse.text_chunks import pages_of

TAGGED = (
    Format.RIS,
    Format.MEDLINE,
    Format.ENDNOTE_TAGGED,
    Format.WEB_OF_SCIENCE_TAGGED,
    Format.CENTRAL_TEXT,
    Format.OVID_TEXT,
)
_LINES = st.sampled_from(
    [
        *("TY  - JOUR", "ty  - jour", "TY - JOUR", "TI  - Ozone", "ti  - Ozone", "AU  - A, B", "ER  -", "er  -", "ER"),
        *("KW  - a", "DB  - Embase", "PMID- 1", "UI  - 2", "OWN - NLM", "      more", "%0 Journal Article", "%T Ozone"),
        *("%A A, B", "%K a", "PT J", "TI Ozone", "   more", "FN Clarivate", "EF", "Record #1 of 2", "ID: CN-1"),
        *(
            "TI: Ozone",
            "AB: Pain",
            "<1>",
            "2.",
            "Title",
            "  Ozone",
            "Database: Embase",
            "some words",
            "",
            "Provider: x",
        ),
    ]
)
# Lines that frame a file or end a record a second time have nothing to read.
_FRAME = re.compile(r"(?:ER|er)  -|ER|EF|FN Clarivate|Database: Embase")


def content(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip() and not BANNER.fullmatch(line.strip())]


@pytest.mark.parametrize("format_", TAGGED)
@given(st.lists(_LINES, max_size=30))
def test_no_line_is_lost_without_a_word(format_, lines):
    reader = FORMATS[format_].reader(pages_of("\n".join(lines)))

    entries = list(reader.entries())

    kept = Counter(line for entry in entries for line in content(entry.raw.split("\n")))
    not_read = sum(int(match[1]) for note in reader.notes if (match := re.match(r"Not read: (\d+) line", note)))
    lost = len(content(lines)) - kept.total() - not_read
    assert kept <= Counter(content(lines))
    assert 0 <= lost <= sum(bool(_FRAME.fullmatch(line)) for line in lines)
    assert [entry.line for entry in entries] == sorted({entry.line for entry in entries})
