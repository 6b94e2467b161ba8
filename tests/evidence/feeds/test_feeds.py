"""Feeds: valid Atom, identifiers that stay, dates that are true, and nothing of the time as a draft."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from studies.models import Publication, Study
from studies.revisions.reasons import LOADED, save_with_reason
from tests.evidence.releases.small_release import MADE_AT, make_small_release
from tests.factories import make_condition, make_publication, make_study
from tests.studies.full_site import make_trial

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[!-~]+")


def feed(client: Client, path: str) -> ET.Element:
    """The document, after its rules (RFC 4287) were checked."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314 - our own document
    assert root.tag == f"{ATOM}feed"
    assert len(root.findall(f"{ATOM}author/{ATOM}name")) == 1
    [own] = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == f"http://testserver{path}"
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name, form in (("id", TAG), ("updated", DATE), ("title", re.compile(".+"))):
            [found] = element.findall(f"{ATOM}{name}")
            assert form.fullmatch(found.text or ""), found.text
    for entry in entries:
        [link] = entry.findall(f"{ATOM}link")
        assert client.get((link.get("href") or "").removeprefix("http://testserver")).status_code == 200
        assert all(DATE.fullmatch(each.text or "") for each in entry.findall(f"{ATOM}published"))
    times = [text(entry, "updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert text(root, "updated") == (times[0] if times else "2026-01-01T00:00:00+00:00")
    ids = [text(each, "id") for each in (root, *entries)]
    assert len(set(ids)) == len(ids)
    return root


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def titles(root: ET.Element) -> list[str]:
    return [text(entry, "title") for entry in root.findall(f"{ATOM}entry")]


def change(study: Study, reason: str, at: datetime, **values: Any) -> None:
    for name, value in values.items():
        setattr(study, name, value)
    save_with_reason(study, reason=reason, by=None)
    study.history.filter(history_id=study.history.latest("history_id").history_id).update(history_date=at)


def loaded(label: str, **values: Any) -> Study:
    """A study of the data set, as it was loaded."""
    study = make_study(label=label, **values)
    Study.history.filter(id=study.pk).update(history_change_reason=LOADED)
    return study


@pytest.mark.parametrize("path", ["/changes.atom", "/retractions.atom", "/studies.atom"])
def test_feed_without_an_entry_is_valid(client: Client, path: str) -> None:
    assert titles(feed(client, path)) == []


def test_changes_of_a_study_on_one_day_are_one_entry_with_its_reasons(client: Client) -> None:
    study = loaded("Rossi 2020")
    morning = datetime(2026, 3, 1, 8, tzinfo=UTC)
    change(study, "Typed wrongly", morning, funding="A")
    change(study, "Found on page 3", morning + timedelta(hours=2), funding="B")
    change(study, "Asked the authors", morning + timedelta(days=1), funding="C")
    entries = feed(client, "/changes.atom").findall(f"{ATOM}entry")
    assert [text(entry, "updated")[:16] for entry in entries] == ["2026-03-02T08:00", "2026-03-01T10:00"]
    assert text(entries[1], "summary") == "Changed: study. Typed wrongly. Found on page 3."
    assert text(entries[1], "id") == f"tag:testserver,2026-03-01:changes/{study.slug}"
    before = [text(entry, "id") for entry in entries]
    change(study, "Once more", morning + timedelta(hours=5), funding="D")
    again = feed(client, "/changes.atom").findall(f"{ATOM}entry")
    assert [text(entry, "id") for entry in again] == before
    assert text(again[1], "updated")[:16] == "2026-03-01T13:00"


@override_settings(SITE_URL="https://evidence.example.org")
def test_identifiers_do_not_hang_on_the_host_by_which_the_site_was_asked(client: Client) -> None:
    make_small_release()
    [entry] = feed(client, "/changes.atom").findall(f"{ATOM}entry")
    assert text(entry, "id") == "tag:evidence.example.org,2026-02-01:releases/1"
    assert text(entry, "updated")[:10] == f"{MADE_AT:%Y-%m-%d}"


def test_draft_that_was_published_is_new_and_its_earlier_history_is_not_told(client: Client) -> None:
    draft = make_study(label="Zyxwv 2020", slug="zyxwv", standing="draft")
    Study.history.update(history_date=datetime(2026, 2, 1, tzinfo=UTC))
    change(draft, "Secret reason", datetime(2026, 3, 1, tzinfo=UTC), funding="A")
    for path in ("/changes.atom", "/studies.atom", f"/conditions/{draft.condition.slug}.atom"):
        assert titles(feed(client, path)) == []
    change(draft, "Ready", datetime(2026, 3, 5, tzinfo=UTC), standing="unverified")
    root = feed(client, "/changes.atom")
    assert titles(root) == ["Zyxwv 2020: new"]
    assert b"Secret reason" not in client.get("/changes.atom").content
    [entry] = root.findall(f"{ATOM}entry")
    assert text(entry, "published")[:10] == "2026-03-05"


def test_feed_of_a_condition_holds_studies_of_it_and_below(client: Client) -> None:
    parent = make_condition(slug="spine", name="Spine")
    child = make_condition(slug="disc", name="Disc", parent=parent)
    change(loaded("Rossi 2020", condition=child), "Checked", datetime(2026, 3, 1, tzinfo=UTC), funding="A")
    change(loaded("Verdi 2020"), "Checked", datetime(2026, 3, 1, tzinfo=UTC), funding="A")
    assert titles(feed(client, "/conditions/spine.atom")) == ["Rossi 2020: changed"]
    assert client.get("/conditions/no-such.atom").status_code == 404


def test_retraction_is_an_entry_from_the_day_on_which_it_was_recorded(client: Client) -> None:
    paper = make_publication(study=loaded("Rossi 2020"), title="Ozone & discs", doi="10.1000/x(1)")
    Publication.history.update(history_date=timezone.now() - timedelta(days=9))
    paper.retraction, paper.retraction_checked_on = "retracted", timezone.now().date()
    save_with_reason(paper, reason="Notice", by=None)
    [entry] = feed(client, "/retractions.atom").findall(f"{ATOM}entry")
    assert (text(entry, "title"), text(entry, "summary")) == ("Retracted: Rossi 2020", "Ozone &amp; discs")
    assert text(entry, "updated")[:10] == f"{timezone.now():%Y-%m-%d}"


def test_feed_of_a_list_has_its_filters(client: Client) -> None:
    trial = make_trial(label="Rossi 2020")
    make_study(label="Verdi 2021", design="case-report")
    path = "/studies.atom?design=case-report"
    root = feed(client, path)
    assert titles(root) == ["Verdi 2021"]
    assert "Rossi 2020" in titles(feed(client, "/studies.atom"))
    assert client.get("/studies.atom?design=nothing").status_code == 400
    assert client.get("/studies.atom?page=2").status_code == 400
    html = client.get("/studies/?design=case-report").content.decode()
    assert 'type="application/atom+xml" title="These studies" href="/studies.atom?design=case-report"' in html
    condition = client.get(f"/conditions/{trial.condition.slug}/").content.decode()
    assert f'href="/conditions/{trial.condition.slug}.atom"' in condition
    assert 'title="Retractions" href="/retractions.atom"' in condition


def test_retraction_is_among_the_changes_unless_a_data_set_brought_it(client: Client) -> None:
    study = loaded("Rossi 2020")
    paper = make_publication(study=study, title="Ozone")
    make_publication(study=loaded("Verdi 2021"), retraction="retracted", retraction_checked_on=timezone.now().date())
    Publication.history.update(history_date=timezone.now() - timedelta(days=9), history_change_reason=LOADED)
    paper.retraction, paper.retraction_checked_on = "retracted", timezone.now().date()
    save_with_reason(paper, reason="Notice", by=None)
    assert titles(feed(client, "/changes.atom")) == ["Retracted: Rossi 2020"]
    assert titles(feed(client, f"/conditions/{study.condition.slug}.atom")) == ["Retracted: Rossi 2020"]
    assert sorted(titles(feed(client, "/retractions.atom"))) == ["Retracted: Rossi 2020", "Retracted: Verdi 2021"]
