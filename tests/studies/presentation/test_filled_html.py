"""HTML with values in its places: safe for whatever a record has, as Django's own."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from studies.presentation.confirmed_share import confirmed
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.study_sources import SourceLink
from studies.reported.reported_numbers import NumberShare

texts = st.text() | st.text(alphabet="<>&\"'{}%/ a")


@given(st.lists(texts | texts.map(mark_safe), min_size=2, max_size=2))
def test_values_are_escaped_as_django_escapes_them(values: list[str]) -> None:
    html = filled('<a href="{}">{}</a>', *values)
    assert html == format_html('<a href="{}">{}</a>', *values)
    assert isinstance(html, SafeString)
    assert filled("<p>{}</p>", html) == f"<p>{html}</p>"


def test_an_empty_value_leaves_nothing_of_what_stands_around_it() -> None:
    assert (filled_if("<b>{}</b>", ""), filled_if("<b>{}</b>", "<")) == ("", "<b>&lt;</b>")
    assert isinstance(lines_of([filled_if("<b>{}</b>", "")]), SafeString)


def test_a_source_is_linked_where_it_is_on_the_web() -> None:
    linked = SourceLink("https://example.org/?a=1&b", "Table <2>", "abstract", "note")
    assert linked.html == (
        '<a href="https://example.org/?a=1&amp;b" rel="noreferrer external">Table &lt;2&gt;</a>\n'
        '<span class="soft">(abstract)</span>'
    )
    assert SourceLink("https://example.org/", "", "", "").html.strip().endswith(">source</a>")
    assert SourceLink("", "", "", "note").html.strip() == "place not recorded"
    assert SourceLink("", "Table <2>", "", "").html.strip() == "Table &lt;2&gt;"


def test_a_row_is_marked_where_a_number_of_it_is_confirmed() -> None:
    assert confirmed(NumberShare(0, 3)) == ""
    assert "1 of 3 numbers confirmed" in confirmed(NumberShare(1, 3))
    assert "✓" in confirmed(NumberShare(3, 3))
