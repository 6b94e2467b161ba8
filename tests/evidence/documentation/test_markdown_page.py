"""Markdown as the parts of a page."""

import pytest
from django.http import HttpResponse

from evidence.documentation.markdown_page import DocumentHeading, heading_anchors, link_targets, read_markdown
from tests.evidence.pages.html_page import markup_errors, read

TEXT = """# A *good* title

The first
paragraph.

## How it `runs`

| a | b |
|---|--:|
| 1 | 2 |

### How it runs

```
one < two
```

| c |
|---|
| 3 |
"""


def page_html(text: str) -> str:
    return "".join(section.html for section in read_markdown(text, lambda target: target).sections)


def test_title_description_sections_and_headings_are_told_apart() -> None:
    page = read_markdown(TEXT, str)

    assert (page.title, page.description) == ("A good title", "The first paragraph.")
    assert page.headings == (
        DocumentHeading(2, "How it runs", "how-it-runs"),
        DocumentHeading(3, "How it runs", "how-it-runs-1"),
    )
    assert [section.heading for section in page.sections] == [None, page.headings[0]]
    assert "<h1" not in page_html(TEXT)
    assert heading_anchors(TEXT) == {"a-good-title", "how-it-runs", "how-it-runs-1"}


def test_long_description_is_cut_at_a_word() -> None:
    page = read_markdown("# T\n\n" + "word " * 100, str)

    assert len(page.description) <= 200
    assert page.description.endswith("word …")


def test_each_table_and_example_scrolls_in_a_box_with_a_name_of_its_own() -> None:
    html = page_html(TEXT)

    assert markup_errors(read(HttpResponse(f'<html lang="en"><main><h1>T</h1>{html}</main></html>'))) == []
    labels = [part.partition('"')[0] for part in html.split('aria-label="')[1:]]
    assert labels == ["Table 1: How it runs", "Example 1: How it runs", "Table 2: How it runs"]
    assert html.count('<div class="scroll" tabindex="0" role="region"') == html.count("</div>") == 3


def test_html_and_inline_style_do_not_reach_the_page() -> None:
    html = page_html(
        "# T\n\n<script>alert(1)</script> <b style='x'>\n\n[x](javascript:alert(1))\n\n| a |\n|--:|\n| 1 |\n"
    )

    assert "<script" not in html
    assert "<b" not in html
    assert "&lt;script&gt;" in html
    assert "style=" not in html.replace("style='x'", "")
    assert 'href="javascript' not in html
    assert '<th class="num" scope="col">' in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[here](b.md#x)", '<a href="/docs/b/#x">here</a>'),
        ("[**not** here](c.md) and [here](b.md)", '<strong>not</strong> here and <a href="/docs/b/">here</a>'),
        ("![picture](c.png) text", " text"),
        ("[out](https://example.org/)", '<a href="https://example.org/" rel="noreferrer external">out</a>'),
    ],
)
def test_link_leads_to_a_page_or_is_only_its_words(text: str, html: str) -> None:
    addresses = {"b.md#x": "/docs/b/#x", "b.md": "/docs/b/", "https://example.org/": "https://example.org/"}
    page = read_markdown(f"# T\n\n{text}", lambda target: addresses.get(target, ""))

    assert page.sections[0].html == f"<p>{html}</p>\n"


def test_targets_of_links_and_pictures_are_listed_as_they_are_written() -> None:
    assert link_targets("[a](b.md#c) ![d](e.png)\n\n- [f](/g/)\n\n`[h](i)`") == ["b.md#c", "e.png", "/g/"]
