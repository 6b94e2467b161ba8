"""What a file is follows from its bytes."""

import pytest

from studies.choices import DocumentKind
from studies.documents.content_kind import MOST_BYTES, ContentRefusedError, content_kind, decoded_text
from tests import pdf

KINDS = [
    (pdf.pdf([[("Pain", 10, 10)]]), DocumentKind.PDF),
    (b"\n\n%PDF-1.4 rest", DocumentKind.PDF),
    (b"\x00\x01 from a mail \x02\n%PDF-1.4 rest", DocumentKind.PDF),
    (b"The file begins with %PDF-1.7, says the manual.", DocumentKind.TEXT),
    (b"<!doctype HTML><title>A trial</title>", DocumentKind.HTML),
    ("\ufeff<html><body>Schmerz ± 1</body></html>".encode(), DocumentKind.HTML),
    ("<table><tr><td>3,2".encode("utf-16"), DocumentKind.HTML),
    (b"VAS\t3.2\t4.5\r\nODI\t30\t35", DocumentKind.TEXT),
    (b"p < 0.05 and n > 30", DocumentKind.TEXT),
    ("VAS 3,2 ± 1,1".encode("windows-1252"), DocumentKind.TEXT),
]
REFUSED = [
    (b"", "empty"),
    (b" \n\t", "empty"),
    (b"PK\x03\x04 word/document.xml", "Word or Excel"),
    (b"\xd0\xcf\x11\xe0 old", "old Word"),
    (b"{\\rtf1 text}", "rich text"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff\xe0", "picture"),
    (b"\x1f\x8b\x08", "compressed"),
    (b"MZ\x00\x01\x02\x03", "neither"),
    (b"%PDF-" + b"0" * MOST_BYTES, "25 MB; the limit is 25 MB"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS)
def test_the_content_says_what_a_file_is(data, kind):
    assert content_kind(data) == kind


@pytest.mark.parametrize(("data", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_other_files_are_refused_with_a_sentence(data, words):
    with pytest.raises(ContentRefusedError, match=words) as refused:
        content_kind(data)

    assert str(refused.value).endswith(".")


def test_text_of_any_system_is_decoded():
    assert decoded_text("a\r\nb\rc".encode("utf-16")) == "a\nb\nc"
    assert decoded_text("±\ufeff".encode()) == "±\ufeff"
    assert decoded_text("\ufeff3,2 ± 1".encode()) == "3,2 ± 1"
    assert decoded_text("3,2 ± 1".encode("windows-1252")) == "3,2 ± 1"
