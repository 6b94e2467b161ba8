"""The page on which a study is signed off, and what readers see of it; replies to doubts."""

import pytest
from django.urls import reverse

from studies.choices import QueryState, ReadAs, Severity, StudyStatus
from studies.curation.sign_off.sign_off import sign_off_study
from studies.models import Study
from studies.permissions import CURATOR, RESEARCHER
from studies.revisions.record_change import record_change
from tests.evidence.pages.html_page import markup_errors, messages_of, read
from tests.factories import make_query, make_study, make_user
from tests.studies.curation.sign_off.test_sign_off import LATER, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def typist():
    return make_user(role=CURATOR, first_name="Ada", last_name="Typist")


@pytest.fixture
def curator(client):
    user = make_user(role=CURATOR, first_name="Bo", last_name="Reader")
    client.force_login(user)
    return user


@pytest.fixture
def study(typist):
    study = make_study()
    record_change(study=study, by=typist, now=NOW, reason="Typed in")
    return study


def page_of(study):
    return reverse("sign-off", args=[study.slug])


def form_data(study, **sent):
    study.refresh_from_db()
    return {"expected_revision": study.revision, **sent}


class TestThePage:
    def test_lists_what_is_missing(self, client, curator):
        page = read(client.get(page_of(make_study())))

        assert markup_errors(page) == []
        assert "1 more of 2 people must compare" in page.text
        assert "Sign off" not in [attributes.get("value") for _, attributes in page.elements]
        assert "without signing off" in page.text

    def test_signs_off_and_the_study_shows_user_time_and_source(self, client, curator, study):
        sent = form_data(study, read_as="full-text", note="Tables 2 and 3")
        response = client.post(page_of(study), sent)

        assert (response["Location"], messages_of(response)) == (page_of(study), "Signed off.")
        study.refresh_from_db()
        assert (study.standing, study.signed_off_by) == (StudyStatus.SIGNED_OFF, curator)
        client.logout()
        text = read(client.get(study.get_absolute_url())).text
        assert "Signed off by Bo Reader on " in text
        assert "Bo Reader compared its numbers with the full text on " in text
        assert "Tables 2 and 3" in text

    def test_refused_form_keeps_the_input(self, client, curator, study):
        record_change(study=study, by=curator, now=NOW, reason="A misprint")

        response = client.post(page_of(study), form_data(study, read_as="full-text", note="Table 7"))

        assert response.status_code == 400
        page = read(response)
        assert "You changed these numbers last" in page.text
        assert "Table 7" in page.html
        assert 'value="full-text" selected' in page.html

    def test_stale_page_explains_what_changed(self, client, curator, study, typist):
        sent = form_data(study, read_as="full-text")
        record_change(study=study, by=typist, now=NOW, reason="Meanwhile")

        page = read(client.post(page_of(study), sent))

        assert "Another person changed" in page.text
        study.refresh_from_db()
        assert study.standing == StudyStatus.UNVERIFIED
        assert f'name="expected_revision" value="{study.revision}"' in page.html

    def test_asks_which_source_was_read(self, client, curator, study):
        response = client.post(page_of(study), form_data(study))

        assert response.status_code == 400
        assert "This field is required" in read(response).text

    def test_open_error_is_answered_on_the_page(self, client, curator, study):
        query = make_query(study=study, severity=Severity.ERROR, problem="more events than people")
        page = read(client.get(page_of(study)))
        assert "An open error: more events than people" in page.text
        assert markup_errors(page) == []

        sent = {"text": "Table 1 counts discs.", "next": page_of(study)}
        page = read(client.post(reverse("query-answer", args=[query.pk]), sent, follow=True))

        assert "Nothing prevents the sign-off" in page.text

    def test_a_draft_is_shown_and_hidden_again(self, client, curator):
        study = make_study(standing=StudyStatus.DRAFT)
        page = read(client.get(page_of(study)))
        assert "This study is a draft: show it to readers first." in page.text
        assert markup_errors(page) == []

        client.post(reverse("study-publish", args=[study.slug]), form_data(study))
        assert client.get(study.get_absolute_url()).status_code == 200
        assert client.post(reverse("study-hide", args=[study.slug]), form_data(study, reason="")).status_code == 400
        client.post(reverse("study-hide", args=[study.slug]), form_data(study, reason="The wrong paper"))

        assert client.get(study.get_absolute_url()).status_code == 404
        assert study.history.first().history_user == curator

    def test_verification_without_sign_off_is_recorded(self, client, curator):
        study = make_study()

        client.post(reverse("study-verify", args=[study.slug]), form_data(study, read_as="abstract", note="All of it"))

        study.refresh_from_db()
        assert study.standing == StudyStatus.UNVERIFIED
        assert study.verifications.get().by == curator
        assert "Bo Reader compared its numbers with the abstract" in read(client.get(study.get_absolute_url())).text


def test_study_changed_after_sign_off_says_so_and_stays_visible(client, curator, study):
    sign_off_study(study=study, by=curator, now=NOW, read_as=ReadAs.FULL_TEXT)
    record_change(study=study, by=curator, now=LATER, reason="Table 2 says 2.3")
    client.logout()

    text = read(client.get(study.get_absolute_url())).text

    assert "Was signed off by Bo Reader on 5 January 2026, but changed on 6 January 2026: Table 2 says 2.3" in text
    assert "unverified" in text
    assert "compared its numbers" not in text
    assert study.label in read(client.get(reverse("study-list"))).text


class TestReplies:
    @pytest.mark.parametrize(
        ("name", "before", "after"),
        [
            ("query-answer", QueryState.OPEN, QueryState.ANSWERED),
            ("query-resolve", QueryState.ANSWERED, QueryState.RESOLVED),
            ("query-reopen", QueryState.RESOLVED, QueryState.OPEN),
        ],
    )
    def test_are_listed_under_the_query_with_author_and_time(self, client, curator, name, before, after):
        query = make_query(state=before)

        response = client.post(reverse(name, args=[query.pk]), {"text": "Page 4 says <so>."})

        assert response["Location"] == f"{query.study.get_absolute_url()}#doubt-{query.address}"
        query.refresh_from_db()
        assert query.state == after
        page = read(client.get(query.study.get_absolute_url()))
        assert f"Bo Reader ({after.label}): Page 4 says <so>." in page.text
        assert "<so>" not in page.html
        assert markup_errors(page) == []

    def test_answered_doubt_is_still_shown_next_to_its_number(self, client, curator):
        query = make_query(state=QueryState.ANSWERED)

        text = read(client.get(query.study.get_absolute_url())).text

        assert "doubt, answered" in text
        assert "Consequence: shown next to the answers, in no headline and no pool." in text

    @pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
    def test_never_redirect_to_another_site(self, client, curator, elsewhere):
        query = make_query()

        response = client.post(reverse("query-answer", args=[query.pk]), {"text": "Yes", "next": elsewhere})

        assert response["Location"].startswith(query.study.get_absolute_url())

    def test_without_text_are_refused_with_a_message(self, client, curator):
        query = make_query()

        response = client.post(
            reverse("query-answer", args=[query.pk]), {"text": " ", "next": "/glossary/"}, follow=True
        )

        assert response.redirect_chain == [("/glossary/", 302)]
        assert "the reply is empty" in read(response).text

    @pytest.mark.parametrize("text", ["a\x00b", "x" * 5001])
    def test_too_long_or_with_invalid_characters_are_refused_with_a_message(self, client, curator, text):
        query = make_query()

        response = client.post(
            reverse("query-answer", args=[query.pk]), {"text": text, "next": "/glossary/"}, follow=True
        )

        assert response.status_code == 200
        assert "haracters" in read(response).text
        assert not query.replies.exists()

    def test_are_offered_only_to_curators(self, client, curator):
        query = make_query()
        assert "Reply to" in read(client.get(query.study.get_absolute_url())).text
        client.force_login(make_user(role=RESEARCHER))
        assert "Reply to" not in read(client.get(query.study.get_absolute_url())).text


def test_number_of_queries_of_a_study_page_does_not_grow_with_replies(client, django_assert_max_num_queries):
    study = make_study()
    for number in range(4):
        study.verifications.create(by=make_user(), at=NOW, read_as="abstract", note=f"Word {number}")
        query = make_query(study=study)
        for _ in range(3):
            query.replies.create(state="answered", text="So", by=make_user(), at=NOW)
    with django_assert_max_num_queries(40):
        client.get(study.get_absolute_url())
    assert Study.objects.count() == 1
