"""The flow of records as a page: figure and list show the same numbers, and hidden records stay hidden."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.choices import StudyStatus
from studies.citations.apply import apply_import
from studies.citations.receive import SentFile, SentSearch, read_files, receive_files
from studies.curation.screening.screen import exclude_publication, include_publication
from studies.pages.flow.flow_counts import Box, Place, Removed
from studies.pages.flow.flow_figure import COLUMNS, FlowBox, FlowLine, FlowRow, draw_flow
from studies.pages.flow.flow_page import flow_page
from tests.evidence.pages.html_page import collapse_whitespace, markup_errors, read
from tests.factories import make_publication, make_study, make_user
from tests.studies.citations.import_factories import BROKEN, ONE, now, plan_text

pytestmark = pytest.mark.django_db


def exclude(paper, by, reason="no"):
    exclude_publication(publication=paper, reason=reason, by=by, now=timezone.now())


class TestFigure:
    def test_boxes_hold_their_text_and_do_not_overlap(self):
        figure = flow_page().figure

        for box in figure.boxes:
            assert all(box.y < text.y < box.y + box.height for text in box.texts)
            assert box.x + box.width <= figure.width
            assert box.y + box.height <= figure.height
        for one in figure.boxes:
            for other in figure.boxes:
                apart = one.x + one.width <= other.x or other.x + other.width <= one.x
                above = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert one is other or apart or above

    def test_a_row_is_as_high_as_its_highest_box(self):
        tall = FlowBox(FlowLine("a", 1), tuple(FlowLine("line", number) for number in range(9)))
        figure = draw_flow([FlowRow(FlowBox(FlowLine("b", 1)), out=tall), FlowRow(FlowBox(FlowLine("c", 1)))])

        way, out, below = figure.boxes
        assert way.height == out.height
        assert below.y > out.y + out.height

    def test_long_words_stay_inside_their_column(self):
        figure = draw_flow([FlowRow(FlowBox(FlowLine("a long name of a file " * 9, 1)))])

        assert max(len(text.text) for text in figure.boxes[0].texts) * 7 <= COLUMNS[1][1]

    def test_arrow_ends_at_the_next_box(self):
        figure = draw_flow([FlowRow(FlowBox(FlowLine("a", 1))), FlowRow(FlowBox(FlowLine("b", 1)))])

        tip = figure.arrows[0].head.split(" ")[0]
        assert tip == f"{figure.boxes[1].x + figure.boxes[1].width / 2:.1f},{figure.boxes[1].y:.1f}"


def test_figure_and_list_show_the_same_numbers(client):
    apply_import(batch=plan_text(ONE + BROKEN), by=None, now=now())
    make_publication()

    page = read(client.get(reverse("flow")))
    drawn = collapse_whitespace(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", page.html)))

    assert markup_errors(page) == []
    for row in flow_page().rows:
        for box in filter(None, (row.main, row.side, row.out)):
            for line in (box.head, *box.lines):
                assert collapse_whitespace(line.text) in page.text
                assert collapse_whitespace(line.text) in drawn


def test_every_linked_number_matches_the_length_of_its_list(client):
    batch = plan_text(ONE + BROKEN)
    apply_import(batch=batch, by=None, now=now())
    people = [make_user(role="researcher") for _ in range(2)]
    for number in range(4):
        paper = make_publication(study=None)
        include_publication(publication=paper, reason="", by=people[0], now=timezone.now())
        if number % 2:
            exclude(paper, people[1])
    make_publication()
    client.force_login(people[0])

    for row in flow_page().rows:
        for box in filter(None, (row.main, row.side, row.out)):
            for line in filter(lambda line: line.href.startswith("/flow/"), (box.head, *box.lines)):
                page = client.get(line.href).context["page"]
                assert page.number == line.number
                assert page.records.paginator.count + page.hidden == line.number


def test_reader_sees_counts_and_only_published_records(client):
    paper = make_publication(study=None, title="Not for readers")
    exclude(paper, make_user(role="researcher"), reason="Not for readers either")
    make_publication(study=make_study(standing=StudyStatus.DRAFT), title="Report of a draft")
    open_report = make_publication(title="Open to readers")

    for name in (*Place, *Box, *Removed):
        words = read(client.get(reverse("flow-list", args=[name.value]))).text
        assert "Not for readers" not in words
        assert "Report of a draft" not in words
    assert "Open to readers" in read(client.get(reverse("flow-list", args=["reports"]))).text
    assert open_report.study.label in read(client.get(reverse("flow-list", args=["reports"]))).text


def test_first_decision_stays_hidden_in_the_lists_of_the_flow(client):
    paper = make_publication(study=None, title="Judged by one")
    exclude(paper, make_user(role="researcher"))
    second = make_user(role="researcher")
    client.force_login(second)
    address = reverse("flow-list", args=["title-excluded"])
    assert "Judged by one" not in client.get(address).content.decode()

    exclude(paper, second)

    assert "Judged by one" in client.get(address).content.decode()


def test_list_by_reason_is_shown_and_unknown_list_is_not_found(client):
    client.force_login(make_user(role="researcher"))

    response = client.get(reverse("flow-list", args=["title-excluded"]), {"reason": "not-ozone"})
    assert "not about ozone therapy" in response.content.decode()
    assert markup_errors(read(response)) == []
    assert client.get(reverse("flow-list", args=["nothing"])).status_code == 404


def test_search_is_named_escaped_and_no_file_is(client):
    search = SentSearch("<script>alert(1)</script>", now().date())
    for sent in ({"search": search}, {}):
        files = [SentFile(f"private-{len(sent)}.bib", (ONE if sent else BROKEN).encode())]
        apply_import(batch=read_files(batch=receive_files(files=files, by=None, now=now(), **sent)), by=None, now=now())

    page = client.get(reverse("flow")).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "Citation files without a stated search" in page
    assert "<script>alert" not in page
    assert "private" not in page


def test_number_of_queries_does_not_grow_with_records(client, django_assert_max_num_queries):
    person = make_user(role="researcher")
    for _ in range(20):
        exclude(make_publication(study=None), person)
        make_publication()

    with django_assert_max_num_queries(30):
        client.get(reverse("flow"))
    with django_assert_max_num_queries(30):
        client.get(reverse("flow-list", args=["records"]))
