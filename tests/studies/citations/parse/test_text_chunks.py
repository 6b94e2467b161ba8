"""A text is read in chunks, and the result does not depend on where chunks end."""

from pathlib import Path

import pytest

from studies.citations.parse import text_chunks
from studies.citations.parse.read_file import open_file

FILES = Path(__file__).parent / "files"
A_COMMENT = "@comment{\n" + "@article{dead, title = {Never}}\n" * 200 + "}\n"


def everything_of(extension: str) -> str:
    """All test files with an extension in one text, much longer than the look-ahead of the splitter."""
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in sorted(FILES.glob(f"*{extension}"))]
    return "\n\n".join(texts * 4)


def read(text: str):
    opened = open_file(text.encode())
    return [(entry.index, entry.parsed) for entry in opened.entries()], opened.notes


EXTENSIONS = [".bib", ".ris", ".nbib", ".json", ".xml", ".enw", ".ciw", ".txt", ".csv"]


@pytest.fixture(scope="module", params=EXTENSIONS)
def text_and_whole(request):
    """A text, and what is read in it as one chunk."""
    text = everything_of(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_chunks, "LETTERS_A_PAGE", len(text))
        return text, read(text)


@pytest.mark.parametrize("letters", [1, 500, 7_001])
def test_result_does_not_depend_on_the_chunk_length(text_and_whole, letters, monkeypatch):
    text, whole = text_and_whole
    monkeypatch.setattr(text_chunks, "LETTERS_A_PAGE", letters)

    assert len(whole[0]) >= 6
    assert read(text) == whole


def test_comment_across_many_chunks_is_skipped_and_its_lines_are_counted(monkeypatch):
    monkeypatch.setattr(text_chunks, "LETTERS_A_PAGE", 300)

    entries, notes = read(f"@article{{one, title = {{One}}}}\n{A_COMMENT}@article{{two, title = {{Two}}}}\n")

    assert [(parsed.key, parsed.line) for _, parsed in entries] == [("one", 1), ("two", 204)]
    assert notes == ("200 entries inside @comment were skipped: lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, and more.",)


def test_parsed_chunks_are_released(monkeypatch):
    monkeypatch.setattr(text_chunks, "LETTERS_A_PAGE", 1_000)
    text = "".join(f"@article{{k{n}, title = {{Ozone {n}}}}}\n" for n in range(2_000))

    opened = open_file(text.encode())
    before = len(opened.reader.pages.left)
    next(opened.entries())

    assert before > 50
    assert len(opened.reader.pages.left) < before
    assert "".join(text_chunks.pages_of(text)) == text
