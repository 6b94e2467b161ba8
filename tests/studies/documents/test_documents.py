"""Documents of a study: attached, read, shown to curators, removed with their marks' quotes kept."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studies.curation.source_marks import NewMark, RowField, marks_of, new_mark, write_marks
from studies.documents.attach import attach_document, remove_document
from studies.documents.child_limits import ChildLimits
from studies.documents.read_document import read_again, read_document, save_pages
from studies.documents.stored_bytes import PIECE_BYTES, stored_bytes
from studies.documents.viewer_page import viewer_page
from studies.models import DocumentContent, SourceMark
from studies.permissions import CURATOR
from studies.revisions.record_change import ActionRefusedError
from tests import pdf
from tests.factories import make_arm, make_reported_contrast, make_result, make_study, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
PAPER = pdf.pdf(
    [
        [("A trial of ozone", 60, 60)],
        pdf.table([["", "Ozone", "Sham"], ["VAS", "3,2 (1,1)", "4.5"]], columns=(60, 160, 260)),
    ],
    # A picture of a small page is small.
    size=(300, 150),
)
PAGE = "<html><script>steal()</script><table><tr><td>VAS<td>3.2</table></html>"


def attach(*, study=None, name="paper.pdf", data=PAPER, by=None):
    return attach_document(study=study or make_study(), name=name, data=data, by=by or make_user(), now=NOW)


def test_a_pdf_is_kept_in_pieces_read_once_and_shared_by_studies():
    large = PAPER + b"%" * PIECE_BYTES
    document = attach(data=large)
    content = document.content

    assert content.state == "waiting"
    assert content.pieces.count() == 2
    assert stored_bytes(content) == large
    assert read_document.call(content_id=content.pk) == "done"
    assert read_document.call(content_id=content.pk) == "nothing to do"
    content.refresh_from_db()
    assert (content.state, content.n_pages, content.error) == ("ready", 2, "")
    assert bytes(content.pages.get(number=2).picture).startswith(b"RIFF")

    other = attach(data=large, name="the same.pdf")
    assert other.content == content
    with pytest.raises(ActionRefusedError, match="attached to the study already"):
        attach(study=document.study, data=large)
    remove_document(document=document)
    assert DocumentContent.objects.filter(pk=content.pk).exists()
    other.study.delete()
    attach(name="next.txt", data=b"3.2")
    assert not DocumentContent.objects.filter(pk=content.pk).exists()


def test_what_goes_wrong_is_a_sentence_and_can_be_tried_again():
    content = attach(data=pdf.encrypted()).content

    assert "encrypted" in read_document.call(content_id=content.pk)
    content.refresh_from_db()
    assert content.state == "failed"
    read_again(content=content, now=NOW)
    content.refresh_from_db()
    assert (content.state, content.error) == ("waiting", "")
    assert "longer than 0.01 seconds" in save_pages(content, ChildLimits(seconds=0.01))


def test_a_web_page_is_kept_as_text_alone():
    document = attach(name="trial.html", data=PAGE.encode())

    assert document.content.kind == "html"
    assert stored_bytes(document.content) == b"VAS\t3.2"
    assert document.content.pages.get().text == "VAS\t3.2"
    with pytest.raises(ActionRefusedError, match="no text"):
        attach(data=b"<html><script>x</script></html>")


@pytest.mark.one_database
def test_a_web_page_for_which_a_parser_needs_minutes_is_refused(monkeypatch):
    monkeypatch.setattr("studies.documents.attach.HTML_LIMITS", ChildLimits(seconds=0.2))
    with pytest.raises(ActionRefusedError, match=r"longer than 0\.2 seconds"):
        attach(data=b"<html>" + b"<a b='" * 200_000)


def test_a_curator_attaches_looks_finds_downloads_and_removes(client, django_assert_max_num_queries):
    study = make_study()
    client.force_login(make_user(role=CURATOR))
    address = reverse("documents", args=[study.slug])
    assert (
        "neither" in client.post(address, {"document_file": SimpleUploadedFile("a.pdf", b"\x00\x01")}).content.decode()
    )
    assert client.post(address, {}).status_code == 400
    sent = client.post(address, {"document_file": SimpleUploadedFile("../Bonetti.PDF", PAPER, "text/html")})
    assert sent.status_code == 302
    document = study.documents.get()
    first = reverse("document-page", args=[document.pk, 1])
    assert "waiting to be read" in client.get(first).content.decode()
    read_document.call(content_id=document.content_id)

    with django_assert_max_num_queries(13):
        shown = client.get(f"{first}?find=3.2+(1.1)").content.decode()
    assert "page 2</a>" in shown
    page = client.get(reverse("document-page", args=[document.pk, 2]) + "?find=3.2&fragment=&table=")
    text = page.content.decode()
    assert "<html" not in text
    assert "Found: 3,2" in text
    assert "VAS\t3,2 (1,1)\t4.5" in text
    assert page["Cache-Control"] == "private, no-store"
    assert client.get(reverse("document-page", args=[document.pk, 3])).status_code == 404

    words = client.get(reverse("document-words", args=[document.pk, 2])).json()
    assert [word[0] for word in words["words"]] == ["Ozone", "Sham", "VAS", "3,2", "(1,1)", "4.5"]
    cells = client.get(
        reverse("document-cells", args=[document.pk, 2]), {"left": 150, "top": 0, "right": 230, "bottom": 200}
    )
    assert cells.json() == {"text": "Ozone\n3,2 (1,1)", "quote": "Ozone 3,2 (1,1)"}
    picture = client.get(reverse("document-picture", args=[document.pk, 2]))
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "no-store" in picture["Cache-Control"]
    assert "sandbox" in picture["Content-Security-Policy"]

    file = client.get(reverse("document-download", args=[document.pk]))
    assert file.content == PAPER
    assert file["Content-Disposition"] == 'attachment; filename="Bonetti.PDF"'
    assert file["Content-Type"] == "application/octet-stream"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    client.post(reverse("document-remove", args=[document.pk]))
    assert not study.documents.exists()


def test_pasted_text_is_a_document_with_lines(client):
    study = make_study()
    client.force_login(make_user(role=CURATOR))

    client.post(reverse("documents", args=[study.slug]), {"pasted": "VAS\t3.2\n<b>ODI</b>\t30", "name": "Letter"})

    document = study.documents.get()
    shown = client.get(reverse("document-page", args=[document.pk, 1])).content.decode()
    assert '<li data-start="8">&lt;b&gt;ODI&lt;/b&gt;\t30</li>' in shown
    found = client.get(reverse("document-page", args=[document.pk, 1]), {"find": "3,20"}).content.decode()
    assert '<li data-start="0">VAS\t<mark>3.2</mark></li>' in found
    assert "part 1</a>" in found
    cells = client.get(reverse("document-cells", args=[document.pk, 1]), {"start": 0, "end": 7})
    assert cells.json() == {"text": "VAS\t3.2", "quote": "VAS 3.2"}


def box(document, **values):
    plain = {
        "document": document.pk,
        "page": 1,
        "left": 10,
        "top": 10.5,
        "right": 20,
        "bottom": "20",
        "quote": " 3.2\n(1.1) ",
    }
    return plain | values


def test_marks_are_written_replaced_and_outlive_their_document(django_assert_num_queries):
    result = make_result()
    study = result.arm.study
    document = attach(study=study, name="a.txt", data=b"VAS 3.2 (1.1)")
    first, second = make_user(), make_user()
    mean, sd = RowField("result", result.pk, "mean"), RowField("result", result.pk, "sd")
    contrast = RowField("contrast", make_reported_contrast(study=study).pk, "estimate")

    write_marks(study=study, marks=[new_mark(mean, box(document)), new_mark(sd, box(document))], by=first, now=NOW)
    letters = {"document": document.pk, "page": 1, "start": "4", "end": "7", "quote": "3.2"}
    again = [new_mark(mean, letters), new_mark(contrast, letters), new_mark(RowField(field="n_randomised"), letters)]
    with django_assert_num_queries(8):
        write_marks(study=study, marks=again, by=first, now=NOW)
    write_marks(study=study, marks=[new_mark(sd, box(document, page="1", quote="x" * 500))], by=second, now=NOW)

    with django_assert_num_queries(1):
        marks = marks_of(study)
    assert marks.keys() == {mean, sd, contrast, RowField(field="n_randomised")}
    assert (marks[mean].start, marks[mean].end, marks[mean].quote) == (4, 7, "3.2")
    assert (marks[sd].made_by, len(marks[sd].quote)) == (second, 400)
    assert SourceMark.objects.filter(study=study).count() == 5
    viewer = viewer_page(document.pk, 1, by=document.added_by, mark=marks[mean].pk)
    assert viewer.lines[0].pieces == (("VAS ", False), ("3.2", True), (" (1.1)", False))
    viewer = viewer_page(document.pk, 1, by=document.added_by, mark=marks[sd].pk)
    assert [(box.is_current, box.quote[:3]) for box in viewer.marks] == [(False, "3.2"), (True, "xxx")]
    remove_document(document=document)
    assert marks_of(study)[mean].quote == "3.2"
    assert marks_of(study)[mean].document is None
    assert study.revision == 0


UNUSABLE = [
    {"left": "x"},
    {"left": "nan"},
    {"left": 30},
    {"page": 0},
    {"page": "2" * 30},
    {"left": "", "start": 3, "end": 3},
    {"left": None},
    {"bottom": "inf"},
]


@pytest.mark.parametrize("values", UNUSABLE, ids=json.dumps)
def test_a_place_that_is_none_is_refused(values):
    with pytest.raises(ActionRefusedError, match="select it again"):
        new_mark(
            RowField(), {"document": 1, "page": 1, "left": 1, "top": 1, "right": 2, "bottom": 2, "quote": "x"} | values
        )


def test_marks_name_what_is_in_the_study():
    arm, other = make_arm(), make_result()
    document = attach(study=arm.study, name="a.txt", data=b"VAS 3.2 (1.1)")
    foreign = attach(name="b.txt", data=b"VAS 4.5")
    at = RowField("arm", arm.pk, "n_randomised")
    refused = {
        "no longer attached": NewMark(at, foreign.pk, 1, "x", letters=(0, 1)),
        "has no page 2": NewMark(at, document.pk, 2, "x", letters=(0, 1)),
        "nothing was selected": NewMark(at, document.pk, 1, " \x00 \ud800", letters=(0, 1)),
        "no field “password”": NewMark(RowField("arm", arm.pk, "password"), document.pk, 1, "x", letters=(0, 1)),
        "no longer in this study": NewMark(RowField("result", other.pk, "mean"), document.pk, 1, "x", letters=(0, 1)),
    }

    for words, mark in refused.items():
        with pytest.raises(ActionRefusedError, match=words):
            write_marks(study=arm.study, marks=[mark], by=make_user(), now=NOW)
    assert not SourceMark.objects.filter(study=arm.study).exists()
