"""PDF files, hostile ones too, read in a child process: pages, or a sentence."""

import io
import json
import math
import os
from hashlib import shake_256

import pytest
from PIL import Image

from studies.documents.child_limits import MOST_PAGES, ChildLimits
from studies.documents.child_process import ChildFailedError, child_output
from studies.documents.page_stream import PageStreamError, page_readings
from studies.documents.read_pdf import LONGEST_SIDE_PIXELS, write_pages
from tests import pdf

TABLE = pdf.table([["VAS", "3.2 ± 1.1"], ["ODI", "–20,5"]], columns=(60, 200))


def read(data):
    """The pages of a file that was written here, read in this process."""
    out = io.BytesIO()
    write_pages(data, out)
    return list(page_readings(io.BytesIO(out.getvalue()), most_pages=MOST_PAGES))


def read_in_child(data, **limits):
    with child_output("studies.documents.read_pdf", data, ChildLimits(**limits)) as output:
        return list(page_readings(output, most_pages=MOST_PAGES))


def test_a_child_process_reads_words_with_places_and_a_picture():
    pages = read_in_child(pdf.pdf([TABLE, []]))

    first, second = pages
    assert (first.number, first.width, first.height) == (1, 595, 842)
    assert [word.text for word in first.words] == ["VAS", "3.2", "±", "1.1", "ODI", "–20,5"]
    assert first.text == "VAS 3.2 ± 1.1\nODI –20,5"
    [vas, number, *_] = first.words
    assert vas.left == pytest.approx(60, abs=0.1)
    assert number.left == pytest.approx(200, abs=0.1)
    # The baseline is 100 points from the top.
    assert vas.top < 95 < 100 < vas.bottom < 104
    assert Image.open(io.BytesIO(first.picture)).size == (1131, LONGEST_SIDE_PIXELS)
    assert second.words == ()
    assert second.text == ""


TURNED = [
    ("/Rotate 90", (842, 595)),
    ("/Rotate 180", (595, 842)),
    ("/CropBox [50 500 400 800]", (350, 300)),
]


@pytest.mark.parametrize(("entries", "size"), TURNED)
def test_places_are_those_of_the_page_as_it_is_shown(entries, size):
    [page] = read(pdf.pdf([[("3.2", 110, 110)]], entries=entries))

    assert (page.width, page.height) == size
    [word] = page.words
    picture = Image.open(io.BytesIO(page.picture)).convert("L")
    scale = picture.width / page.width
    box = (word.left * scale, word.top * scale, word.right * scale, word.bottom * scale)
    # All ink of the page is in the box of its only word.
    assert picture.crop(tuple(map(round, box))).getextrema()[0] < 100
    picture.paste(255, tuple(map(round, box)))
    assert picture.getextrema()[0] > 200


REFUSED = [
    (pdf.encrypted(), "encrypted"),
    (pdf.many_pages(100_000), "100,000 pages; at most 300"),
    (pdf.many_pages(0), "no pages|damaged"),
    (pdf.pdf([TABLE])[:300], "damaged"),
    (b"%PDF-1.7 and nothing", "damaged"),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_cannot_be_read_is_refused_with_a_sentence(data, words):
    # PDFium keeps the error of the file before, so each is opened in a process of its own, as on the site.
    with pytest.raises(PageStreamError, match=words) as refused:
        read_in_child(data)

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("size", [(1e9, 50), (1e6, 1e6), (14_400, 1), (1, 14_400), (3, 3)])
def test_a_picture_of_a_giant_page_is_no_larger_than_others(size):
    [page] = read(pdf.pdf([[("3.2", 0, 1)]], size=size))

    assert max(Image.open(io.BytesIO(page.picture)).size) <= LONGEST_SIDE_PIXELS


def test_print_is_pictured_without_loss_and_a_photograph_is_not():
    grain = shake_256(b"grain").hexdigest(3 * 400 * 400).encode()
    noise = b"q 200 0 0 200 0 0 cm BI /W 400 /H 400 /CS /RGB /BPC 8 /F /AHx ID " + grain + b"> EI Q"

    [printed] = read(pdf.pdf([TABLE]))
    [photograph] = read(pdf.drawing(noise))

    assert b"VP8L" in printed.picture[:16]
    assert len(printed.picture) < 20_000
    assert b"VP8 " in photograph.picture[:16]


def test_a_form_that_draws_itself_ends():
    inside = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 5 >>"
    form = {5: inside + b"\nstream\n/X Do\nendstream"}

    assert len(read(pdf.drawing(b"/X Do", resources=b"/XObject << /X 5 0 R >>", forms=form))) == 1


STOPPED = [
    ({"memory_megabytes": 200, "seconds": 60}, "page 1. The file needs too much memory or computing"),
    ({"computing_seconds": 1, "seconds": 60}, "page 1. The file needs too much memory or computing"),
    ({"seconds": 0.5}, "It took longer than 0.5 seconds and was stopped"),
]


@pytest.mark.parametrize(("limits", "words"), STOPPED)
def test_endless_work_is_stopped_by_each_limit(limits, words):
    with pytest.raises(ChildFailedError, match=words) as stopped:
        read_in_child(pdf.nested_forms(20), **limits)

    assert str(stopped.value).endswith(".")


def test_system_without_limits_starts_no_child_process(monkeypatch):
    monkeypatch.setattr("studies.documents.child_process.CAN_LIMIT", False)

    with pytest.raises(ChildFailedError, match="cannot limit"):
        read_in_child(pdf.nested_forms(1))


def test_a_child_process_has_no_secret_and_writes_no_file(tmp_path, monkeypatch):
    code = (
        "import json, os, sys\n"
        "from studies.documents.child_limits import limit_this_process\n"
        "limit_this_process(*map(int, sys.argv[1:]))\n"
        "sys.stdin.buffer.read()\n"
        f"try:\n    with open({str(tmp_path / 'written')!r}, 'w') as file:\n        file.write('x')\n"
        "    written = True\n"
        "except OSError:\n    written = False\n"
        "print(json.dumps({'written': written, 'names': sorted(os.environ), 'django': 'django' in sys.modules}))\n"
    )
    (tmp_path / "looking.py").write_text(code)
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    monkeypatch.setattr("studies.documents.child_process._ENVIRONMENT", ("PATH", "PYTHONPATH"))
    monkeypatch.setitem(os.environ, "PYTHONPATH", str(tmp_path))

    with child_output("looking", b"", ChildLimits(seconds=30)) as output:
        seen = json.loads(output.read())

    assert seen["written"] is False
    assert seen["django"] is False
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(seen["names"])


GOOD = {"number": 1, "width": 10, "height": 10, "text": "3.2", "words": [["3.2", 1, 1, 3, 2]], "picture": 4}
MALFORMED = [
    ({"n_pages": 100_000}, GOOD),
    ({"n_pages": "1"}, GOOD),
    ({"n_pages": 1}, GOOD | {"number": 2}),
    ({"n_pages": 1}, GOOD | {"width": "wide"}),
    ({"n_pages": 1}, GOOD | {"height": 0}),
    ({"n_pages": 1}, GOOD | {"words": [["3.2", 1, 1]]}),
    ({"n_pages": 1}, GOOD | {"words": [["3.2", 1, "x", 2, 2]]}),
    ({"n_pages": 1}, GOOD | {"picture": 10**12}),
    ({"n_pages": 1}, GOOD | {"picture": -1}),
    # JSON as Python reads it has numbers that no column holds.
    ({"n_pages": 1}, GOOD | {"picture": math.inf}),
    ({"n_pages": 1}, GOOD | {"width": 10**400}),
    ({"n_pages": 1}, GOOD | {"words": [["3.2", 10**400, 1, 3, 2]]}),
    ({"n_pages": 1}, [GOOD]),
    ({"n_pages": 2}, GOOD),
]


def output_of(first, page, *, picture=b"RIFF", end=b'{"end": true}\n'):
    return io.BytesIO(json.dumps(first).encode() + b"\n" + json.dumps(page).encode() + b"\n" + picture + end)


@pytest.mark.parametrize(("first", "page"), MALFORMED)
def test_output_of_a_child_that_was_taken_over_is_not_believed(first, page):
    with pytest.raises(PageStreamError):
        list(page_readings(output_of(first, page), most_pages=MOST_PAGES))


def test_output_nested_without_end_is_a_sentence():
    with pytest.raises(PageStreamError, match="broke off at page 1"):
        list(page_readings(io.BytesIO(b'{"n_pages": 1}\n' + b"[" * 100_000 + b"\n"), most_pages=1))


def test_output_as_agreed_is_read_and_letters_that_no_database_keeps_are_lost():
    odd = GOOD | {
        "text": "3.2\x00\ud800",
        "words": [["3.2\x00", 1, 1, 3, 2], ["outside", 20, 1, 30, 2], ["\x00", 1, 1, 2, 2]],
    }

    [page] = page_readings(output_of({"n_pages": 1}, odd), most_pages=1)

    assert page.text == "3.2"
    assert [word.text for word in page.words] == ["3.2"]
    for end in (b"", b'{"end": false}\n', b"x"):
        with pytest.raises(PageStreamError):
            list(page_readings(output_of({"n_pages": 1}, GOOD, end=end), most_pages=1))
