"""A web page becomes text; whatever could run in it is lost, and no number is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.documents.html_text import html_text

PAGES = [
    ("<p>Pain <b>fell</b>\n by&nbsp;half.</p><p>So did ODI.", "Pain fell by half.\nSo did ODI."),
    ("a<script>alert(1)</script>b<style>p{}</style>c<noscript>d</noscript>", "abc"),
    ("<script>if (a < b) { '</p>' }</script>after", "after"),
    ("<svg><text>chart</text></svg>x<template><p>y</p></template>", "x"),
    ("&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"),
    ("<h1>A</h1>b<br>c<ul><li>d<li>e</ul>", "A\nb\nc\nd\ne"),
    ("<table><tr><th><th>Ozone<th>Sham<tr><td>VAS<td>3,2<td>4</table>", "\tOzone\tSham\nVAS\t3,2\t4"),
    ("<table><tr><td colspan=2>Ozone</td><td>P</td></tr></table>", "Ozone\t\tP"),
    ("<table><tr><td colspan='9e9'>a<td colspan=99999>b<td>c</table>", "a\tb\tc"),
    ("<table><tr><td><p>3.2</p><p>(1.1)</p></td><td>4</td></tr></table>", "3.2 (1.1)\t4"),
    ("<table><caption>Table 2</caption><tr><td>1<td></tr><tr><td></tr></table>after", "Table 2\n1\t\nafter"),
    ("<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>f", "a\nb\tc\nd\te\nf"),
    ("<td>not in a table</td> 3.2", "not in a table 3.2"),
    ("<head><title>A trial</title><meta charset=utf-8></head><body>x", "A trial\nx"),
    ("", ""),
]


@pytest.mark.parametrize(("page", "text"), PAGES, ids=[page[:30] for page, _ in PAGES])
def test_a_page_becomes_its_text(page, text):
    assert html_text(page) == text


TAGS = st.sampled_from(
    ["<table>", "<tr>", "<td>", "<td colspan=3>", "</td>", "</tr>", "</table>", "<p>", "</p>", "<br>"]
)


@given(st.lists(TAGS | st.integers(1000, 9999).map(lambda number: f" n{number} "), max_size=40))
def test_no_number_is_lost_whatever_the_tags(parts):
    numbers = [part.strip() for part in parts if part.startswith(" n")]

    assert sorted(html_text("".join(parts)).replace("n", " n").split()) == sorted(numbers)
