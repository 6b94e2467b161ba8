"""Values without an interval next to a finding: each with its source, folded where the page says that they are many."""

from types import SimpleNamespace

from django.template.loader import render_to_string

from evidence.findings.finding import FindingNote

NOTES = [FindingNote(f"Trial {place}: 1 v 2 of 10", f"/studies/trial-{place}/") for place in range(3)]


def html_of(notes: list[FindingNote], *, folded: bool) -> str:
    finding = SimpleNamespace(value_notes=notes)
    return render_to_string("evidence/findings/_value_notes.html", {"finding": finding, "folded": folded})


def test_every_value_links_to_its_source_folded_or_not() -> None:
    for folded in (False, True):
        html = html_of(NOTES, folded=folded)
        assert [f'<a href="{note.href}">{note.text}</a>' in html for note in NOTES] == [True] * len(NOTES)
        assert ("<details" in html) is folded


def test_without_values_nothing_is_said() -> None:
    assert html_of([], folded=True).strip() == html_of([], folded=False).strip() == ""
