"""The flow of records as a page: figure and list show the same numbers, and hidden records stay hidden."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import combinations, pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from studies.choices import ScreeningStage, SearchMethod, StudyStatus
from studies.citations.apply import apply_import
from studies.citations.receive import SentFile, SentSearch, read_files, receive_files
from studies.curation.screening.screen import exclude_publication, include_publication
from studies.models import Publication
from studies.pages.flow.flow_boxes import chart_of
from studies.pages.flow.flow_chart import FlowLine
from studies.pages.flow.flow_counts import Box, Flow, FlowSource, Place, Removed
from studies.pages.flow.flow_figure import draw_flow
from studies.pages.flow.flow_lists import FlowQuery, flow_list
from studies.pages.flow.flow_page import flow_page
from studies.pages.flow.flow_records import FlowData
from tests.evidence.pages.html_page import collapse_whitespace, markup_errors, read
from tests.factories import make_publication, make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import BROKEN, ONE, now

pytestmark = pytest.mark.django_db
FULL = ScreeningStage.FULL_TEXT


def exclude(paper, by, reason="no"):
    exclude_publication(publication=paper, reason=reason, by=by, now=timezone.now())


class TestFigure:
    def test_boxes_hold_their_text_and_do_not_overlap(self):
        figure = flow_page().figure

        for box in figure.boxes:
            assert all(box.y < text.y < box.bottom for text in box.texts)
            assert box.right <= figure.width
            assert box.bottom <= figure.height
        for one, other in combinations(figure.boxes, 2):
            apart = one.right <= other.x or other.right <= one.x
            assert apart or one.bottom <= other.y or other.bottom <= one.y

    def test_long_words_stay_inside_their_column(self):
        chart = chart_of(Flow(sources=(FlowSource("a long name of a database " * 9 + "x" * 99, 1, "database"),)))
        figure = draw_flow(chart)

        for box in figure.boxes:
            assert max(len(text.text) for text in box.texts) * 7 <= box.width

    def test_each_arrow_ends_at_a_box_and_crosses_none(self):
        figure = flow_page().figure

        for arrow in figure.arrows:
            x, y = map(float, arrow.head.split(" ")[0].split(","))
            # Points are written with one decimal.
            reached = [
                box
                for box in figure.boxes
                if box.x - 0.1 <= x <= box.right + 0.1 and box.y - 0.1 <= y <= box.bottom + 0.1
            ]
            assert len(reached) == 1
            points = [tuple(map(float, point.split(","))) for point in arrow.line.split(" ")]
            for (x0, y0), (x1, y1) in pairwise(points):
                for box in figure.boxes:
                    across = min(x0, x1) < box.right - 1 and max(x0, x1) > box.x + 1
                    assert not (across and min(y0, y1) < box.bottom - 1 and max(y0, y1) > box.y + 1)


@pytest.fixture(scope="class")
def busy_flow(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """A person who screens in a flow with records at nearly every place: made once."""
    with shared_records(django_db_blocker, made_busy_flow) as screener:
        yield screener


def made_busy_flow() -> User:
    """Searches of three kinds, files without one, studies with and without an assessment; returns a screener."""
    people = [make_user(role="researcher") for _ in range(2)]
    for number, method in enumerate((None, "database", "register", "citation", "previous")):
        search = SentSearch(f"Source {number}", now().date(), method=SearchMethod(method)) if method else None
        texts = [ONE, BROKEN] if method is None else [one_more(number), ONE]
        batch = receive_files(
            files=[SentFile("a.bib", text.encode()) for text in texts], search=search, by=None, now=now()
        )
        apply_import(batch=read_files(batch=batch), by=None, now=now())
    for number, paper in enumerate(Publication.objects.order_by("pk")):
        include_publication(publication=paper, reason="", by=people[0], now=now())
        if number % 2:
            exclude(paper, people[1])
        elif number:
            include_publication(publication=paper, reason="", by=people[1], now=now(), stage=FULL)
            Publication.objects.filter(pk=paper.pk).update(study=make_study())
    make_publication()
    return people[0]


def one_more(number: int) -> str:
    author, title = f"Verdi, {chr(65 + number)}.", f"Spine {number} under ozone"
    return f"@article{{k{number}, author = {{{author}}}, title = {{{title}}}, year = 201{number}}}"


def parameters(line: FlowLine) -> dict[str, str]:
    """What the address of a number asks for beside the name of its list."""
    return dict(parse_qsl(urlsplit(line.href).query))


def name_of(line: FlowLine) -> str:
    """The name of its list."""
    return resolve(urlsplit(line.href).path).kwargs["name"]


# Lists whose pages a reader asks for: of publications, of studies, of what was excluded, of a box.
READ_BY_ALL = ("total-reports", "total-studies", Place.TITLE_EXCLUDED.value, "records")


class TestBusyFlow:
    def test_figure_and_text_show_the_same_numbers(self, client, busy_flow):
        page = read(client.get(reverse("flow")))
        drawn = collapse_whitespace(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", page.html)))

        assert markup_errors(page) == []
        chart = flow_page().chart
        rows = list(csv.reader(StringIO(client.get(reverse("flow-csv")).content.decode("utf-8-sig"))))
        assert [row[:3] for row in rows[1:]] == [
            [column.title, line.label, str(line.number)] for column, line in chart.lines()
        ]
        for column in chart.columns[:4]:
            assert collapse_whitespace(column.title) in drawn
        for _, line in chart.lines():
            assert collapse_whitespace(line.text) in page.text
            assert collapse_whitespace(line.text) in drawn

    def test_every_number_leads_to_a_list_of_its_length(self, client, busy_flow):
        client.force_login(busy_flow)
        lines, data = [line for _, line in flow_page().chart.lines()], FlowData()

        assert sum(line.number > 0 for line in lines) > 30
        for line in lines:
            found = flow_list(data, name_of(line), FlowQuery(**parameters(line)), busy_flow, None)
            assert found.number == line.number, line.text
            assert found.records.paginator.count + found.hidden == line.number
        # Of the addresses with the same parameters, the page of the longest list.
        for line in {tuple(parameters(line)): line for line in sorted(lines, key=lambda line: line.number)}.values():
            assert client.get(line.href).context["page"].number == line.number


def test_reader_sees_counts_and_only_published_records(client):
    paper = make_publication(study=None, title="Not for readers")
    exclude(paper, make_user(role="researcher"), reason="Not for readers either")
    draft = make_publication(study=make_study(standing=StudyStatus.DRAFT), title="Report of a draft")
    open_report = make_publication(title="Open to readers")

    data = FlowData()
    lines = [line for _, line in chart_of(data.flow()).lines()]
    lists = [(name_of(line), FlowQuery(**parameters(line))) for line in lines]
    lists += [(name.value, FlowQuery()) for name in (*Place, *Box, *Removed)]
    found = [flow_list(data, name, query, AnonymousUser(), None) for name, query in dict.fromkeys(lists)]
    shown = [record for each in found if each for record in each.records]
    assert {open_report, open_report.study} <= set(shown)
    assert not {paper, draft, draft.study} & set(shown)
    pages = [client.get(reverse("flow-list", args=[name])).content.decode() for name in READ_BY_ALL]
    for words in pages:
        assert "Not for readers" not in words
        assert "Report of a draft" not in words
    assert "Open to readers" in pages[0]
    assert open_report.study.label in pages[1]


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

    response = client.get(reverse("flow-list", args=["title-excluded"]), {"reason": "not-ozone", "via": "databases"})
    assert "not about ozone therapy" in response.content.decode()
    assert markup_errors(read(response)) == []
    for name in ("nothing", "new", "identified-records"):
        assert client.get(reverse("flow-list", args=[name])).status_code == 404


def test_search_is_named_escaped_and_no_file_is(client):
    search = SentSearch("<script>alert(1)</script>", now().date())
    for sent in ({"search": search}, {}):
        files = [SentFile(f"private-{len(sent)}.bib", (ONE if sent else BROKEN).encode())]
        apply_import(batch=read_files(batch=receive_files(files=files, by=None, now=now(), **sent)), by=None, now=now())

    page = client.get(reverse("flow")).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "files without a stated search" in page
    assert "<script>alert" not in page
    assert "private" not in page


def test_number_of_queries_does_not_grow_with_records(client):
    person, counts = make_user(role="researcher"), []
    for _ in range(2):
        exclude(make_publication(study=None), person)
        make_publication()
        for address in (reverse("flow"), reverse("flow-list", args=["records"])):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
