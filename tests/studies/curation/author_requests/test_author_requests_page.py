"""Requests to authors: the pages, the steps of a letter, and what readers see of them."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import RequestState
from studies.curation.author_requests.write_requests import NEXT_STATES, change_letter, change_state, draft_request
from studies.revisions.record_change import ActionRefusedError
from tests.factories import make_arm, make_measure, make_result, make_study, make_user

TODAY = date(2026, 3, 1)


def make_lacking_trial(**values):
    study, pain = make_study(**values), make_measure(name="Pain scale")
    for components in (("ozone",), ("sham",)):
        arm = make_arm(study=study, components=components)
        make_result(arm=arm, measure=pain, n=30, mean=3.0, sd=None, timepoint_label="4 weeks", weeks=4)
    return study


@pytest.fixture
def curator(db):
    return make_user(role="curator")


@pytest.fixture
def client(curator):
    logged_in = Client()
    logged_in.force_login(curator)
    return logged_in


@pytest.fixture
def asked(curator):
    at = datetime(2026, 2, 1, tzinfo=UTC)
    return draft_request(study=make_lacking_trial(), addressee="A. Author", letter="Dear", by=curator, now=at)


def test_a_letter_is_written_from_the_record_and_kept(client):
    study = make_lacking_trial(label="Lacking 2001")
    address = reverse("study-requests", args=[study.slug])
    html = client.get(address).content.decode()
    assert "means are printed without standard deviation" in html

    sent = client.post(address, {"addressee": "Ann, ann@example.org", "letter": "Dear Ann"}, follow=True)

    request = study.author_requests.get()
    assert (request.state, request.sent_on, request.addressee) == ("drafted", None, "Ann, ann@example.org")
    assert "Table as CSV" in sent.content.decode()
    table = client.get(reverse("author-request-table", args=[request.pk])).content.decode("utf-8-sig")
    assert table.splitlines()[0] == "Arm,Outcome,Time,Number of people,Mean,Standard deviation"
    assert len(table.splitlines()) == 3


def test_the_list_names_trials_without_a_usable_figure_and_its_queries_do_not_grow(
    client, asked, django_assert_max_num_queries
):
    for number in range(4):
        make_lacking_trial(label=f"Lacking {number}")
    with django_assert_max_num_queries(19):
        html = client.get(reverse("author-requests")).content.decode()
    assert "5 in all" in html
    assert html.count("No comparison of this trial can be used.") == 5
    assert "written, not sent" in html


def test_readers_see_only_that_figures_were_asked_for_and_when(client, asked, curator):
    page = reverse("study", args=[asked.study.slug])
    assert "asked for figures" not in Client().get(page).content.decode()

    client.post(reverse("author-request", args=[asked.pk]), {"step": "state", "state": "sent", "on": "2026-02-03"})

    html = Client().get(page).content.decode()
    assert "asked for figures that are not printed, on" in html
    assert "3 February 2026." in html
    assert "A. Author" not in html


def test_each_step_is_in_the_history_with_its_day_and_person(client, asked, curator):
    steps = [("sent", date(2026, 2, 3)), ("reminded", date(2026, 2, 20)), ("answered", TODAY)]
    for state, on in steps:
        change_state(request=asked, state=RequestState(state), on=on, note="", by=curator, today=TODAY)

    asked.refresh_from_db()
    assert (asked.sent_on, asked.answered_on) == (date(2026, 2, 3), TODAY)
    workbench = client.get(reverse("workbench", args=[asked.study.slug])).content.decode()
    assert "answered with numbers, first sent 3 February 2026" in " ".join(workbench.split())
    html = client.get(reverse("author-request", args=[asked.pk])).content.decode()
    for words in ("Letter written", "Sent, 2026-02-03", "Sent again, 2026-02-20", "Answered with numbers, 2026-03-01"):
        assert f"{words} ({curator.username})" in html


@pytest.mark.parametrize(
    ("state", "on", "words"),
    [
        (RequestState.ANSWERED, TODAY, "cannot become: answered with numbers"),
        (RequestState.SENT, date(2026, 3, 2), "has not come yet"),
    ],
)
def test_an_impossible_step_is_refused(asked, curator, state, on, words):
    with pytest.raises(ActionRefusedError, match=words):
        change_state(request=asked, state=state, on=on, note="", by=curator, today=TODAY)


def test_a_sent_letter_stays_as_it_was(asked, curator):
    change_state(request=asked, state=RequestState.SENT, on=TODAY, note="", by=curator, today=TODAY)

    with pytest.raises(ActionRefusedError, match="has been sent"):
        change_letter(request=asked, addressee="B", letter="Other", by=curator)
    with pytest.raises(ActionRefusedError, match="a day before that"):
        change_state(request=asked, state=RequestState.REMINDED, on=date(2026, 2, 1), note="", by=curator, today=TODAY)


def test_every_state_but_the_first_can_be_reached():
    reached = {state for states in NEXT_STATES.values() for state in states}

    assert set(NEXT_STATES) == set(RequestState)
    assert reached == set(RequestState) - {RequestState.DRAFTED}
