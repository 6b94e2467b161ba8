"""Sign-off of a study: a second person, no open error, and the effect of a later change."""

from datetime import UTC, datetime, timedelta

import pytest

from studies.choices import QueryState, ReadAs, Severity, StudyStatus
from studies.curation.query_answers import answer_query, raise_query, reopen_query, resolve_query
from studies.curation.sign_off.sign_off import make_draft, obstacles, publish_study, sign_off_study, verify_study
from studies.models import DataQuery, Study
from studies.permissions import CURATOR
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError, record_change
from tests.factories import make_arm, make_measure, make_query, make_result, make_study, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def typist():
    return make_user(role=CURATOR)


@pytest.fixture
def reader():
    return make_user(role=CURATOR)


@pytest.fixture
def study(typist):
    """Entered by one person, not verified by another."""
    study = make_study()
    record_change(study=study, by=typist, now=NOW, reason="Typed in from the paper")
    return study


def sign_off(study, by, **values):
    return sign_off_study(study=study, by=by, now=NOW, read_as=ReadAs.FULL_TEXT, **values)


class TestSigningOff:
    def test_by_another_person_records_user_time_and_source(self, study, reader):
        signed = sign_off(study, reader, note="Tables 2 and 3")

        study.refresh_from_db()
        assert signed == study
        assert (study.standing, study.signed_off_by, study.signed_off_at) == (StudyStatus.SIGNED_OFF, reader, NOW)
        word = study.verifications.get()
        assert (word.by, word.at, word.read_as, word.note) == (reader, NOW, "full-text", "Tables 2 and 3")
        line = study.history.first()
        assert (line.standing, line.history_user) == ("signed-off", reader)
        assert line.history_change_reason == "Signed off, read as: full text"

    def test_by_the_last_editor_of_the_numbers_is_refused(self, study, typist):
        with pytest.raises(ActionRefusedError, match="another person must compare them"):
            sign_off(study, typist)
        with pytest.raises(ActionRefusedError, match="another person must compare them"):
            verify_study(study=study, by=typist, now=NOW, read_as=ReadAs.FULL_TEXT)
        assert not study.verifications.exists()

    def test_of_loaded_numbers_needs_two_verifiers(self, typist, reader):
        study = make_study()
        with pytest.raises(ActionRefusedError, match="1 more of 2 people"):
            sign_off(study, reader)

        verify_study(study=study, by=typist, now=NOW, read_as=ReadAs.ABSTRACT)

        assert sign_off(study, reader).standing == StudyStatus.SIGNED_OFF
        assert study.verifications.count() == 2

    def test_one_person_is_counted_once(self, reader):
        study = make_study()
        verify_study(study=study, by=reader, now=NOW, read_as=ReadAs.ABSTRACT)
        with pytest.raises(ActionRefusedError, match="already"):
            verify_study(study=study, by=reader, now=NOW, read_as=ReadAs.ABSTRACT)
        with pytest.raises(ActionRefusedError, match="1 more of 2 people"):
            sign_off(study, reader)

    def test_team_of_one_may_sign_off_the_numbers_it_entered(self, study, typist, settings):
        settings.EVIDENCE_SIGN_OFF_PEOPLE = 1

        assert sign_off(study, typist).signed_off_by == typist

    def test_team_may_require_three_verifiers(self, study, reader, settings):
        settings.EVIDENCE_SIGN_OFF_PEOPLE = 3
        with pytest.raises(ActionRefusedError, match="1 more of 3 people"):
            sign_off(study, reader)

    def test_of_a_draft_is_refused(self, study, reader, typist):
        make_draft(study=study, by=typist, now=NOW, reason="Not yet complete")

        with pytest.raises(ActionRefusedError, match="is a draft"):
            sign_off(study, reader)

    def test_twice_is_refused(self, study, reader):
        sign_off(study, reader)

        with pytest.raises(ActionRefusedError, match="signed off already"):
            sign_off(study, make_user(role=CURATOR))

    def test_of_numbers_changed_since_the_page_was_loaded_is_refused(self, study, reader, typist):
        seen = study.revision
        record_change(study=study, by=typist, now=LATER, reason="A misprint")

        with pytest.raises(StaleRevisionError) as error:
            sign_off(study, reader, expected_revision=seen)
        assert error.value.study.revision == seen + 1
        assert Study.objects.get().standing == StudyStatus.UNVERIFIED


class TestOpenErrors:
    def test_open_errors_block_until_answered(self, study, reader, typist):
        query = make_query(study=study, severity=Severity.ERROR, problem="more people than randomised")
        with pytest.raises(ActionRefusedError, match="An open error: more people than randomised"):
            sign_off(study, reader)

        answer_query(query=query, by=typist, now=NOW, text="Table 1 counts procedures, not people.")

        assert sign_off(study, reader).standing == StudyStatus.SIGNED_OFF

    def test_a_doubt_does_not_block(self, study, reader):
        make_query(study=study, severity=Severity.DOUBT)

        assert obstacles(study=study, by=reader) == []

    def test_unrecorded_error_of_a_check_blocks(self, study, reader):
        make_result(arm=make_arm(study=study), measure=make_measure(range_min=0, range_max=10), mean=72.0)

        assert [sentence[:24] for sentence in obstacles(study=study, by=reader)] == ["A check finds an error: "]


class TestALaterChange:
    def test_withdraws_the_sign_off_and_keeps_the_study_visible(self, study, reader, typist):
        sign_off(study, reader)

        record_change(study=study, by=typist, now=LATER, reason="Table 2 says 2.3")

        study.refresh_from_db()
        assert (study.standing, study.signed_off_by, study.signed_off_at) == (StudyStatus.UNVERIFIED, None, None)
        assert study in Study.objects.visible()
        word = study.verifications.get()
        assert (word.withdrawn_at, word.withdrawn_because) == (LATER, "Table 2 says 2.3")
        line = study.history.first()
        assert (line.standing, line.history_user, line.history_change_reason) == (
            "unverified",
            typist,
            "Table 2 says 2.3",
        )

    def test_withdraws_earlier_verifications(self, reader):
        study = make_study()
        verify_study(study=study, by=reader, now=NOW, read_as=ReadAs.ABSTRACT)

        record_change(study=study, by=None, now=LATER, reason="Loaded from the data set")

        assert study.verifications.get().withdrawn_because == "Loaded from the data set"
        verify_study(study=study, by=reader, now=LATER, read_as=ReadAs.ABSTRACT)
        assert study.verifications.count() == 2

    def test_is_not_overwritten_by_a_stale_instance(self, study, reader, typist):
        sign_off(study, reader)
        in_hand = Study.objects.get()

        record_change(study=in_hand, by=typist, now=LATER, reason="Country")
        in_hand.country = "Italy"
        in_hand.save()

        study.refresh_from_db()
        assert (study.standing, study.country, study.revision) == (StudyStatus.UNVERIFIED, "Italy", in_hand.revision)

    def test_is_counted_and_a_second_concurrent_change_is_refused(self, study, typist, reader):
        seen = study.revision
        record_change(study=study, by=typist, now=NOW, reason="First", expected_revision=seen)

        with pytest.raises(StaleRevisionError, match="Another person changed"):
            record_change(study=study, by=reader, now=NOW, reason="Second", expected_revision=seen)
        study.refresh_from_db()
        assert (study.revision, study.extracted_by) == (seen + 1, typist)

    def test_of_an_unverified_study_adds_no_study_history(self, study, typist):
        before = study.history.count()

        record_change(study=study, by=typist, now=NOW, reason="A result")

        assert study.history.count() == before

    def test_without_a_reason_or_with_a_long_one_is_saved(self, study, reader, typist):
        sign_off(study, reader)
        record_change(study=study, by=typist, now=NOW, reason="")
        assert study.verifications.get().withdrawn_because == "Changed, without a reason"

        sign_off(study, reader)
        record_change(study=study, by=typist, now=NOW, reason="x" * 300)
        assert study.verifications.filter(withdrawn_because__endswith="x…").count() == 1
        assert len(study.history.first().history_change_reason) == 100


class TestDrafts:
    def test_a_draft_is_published_unverified(self, typist):
        study = make_study(standing=StudyStatus.DRAFT)

        publish_study(study=study, by=typist, now=NOW)

        study.refresh_from_db()
        assert (study.standing, study.revision) == (StudyStatus.UNVERIFIED, 1)
        with pytest.raises(ActionRefusedError, match="not a draft"):
            publish_study(study=study, by=typist, now=NOW)

    def test_a_signed_off_study_is_hidden_with_a_reason(self, study, reader, typist):
        sign_off(study, reader)
        with pytest.raises(ActionRefusedError, match="Give a reason"):
            make_draft(study=study, by=typist, now=NOW, reason=" ")

        make_draft(study=study, by=typist, now=NOW, reason="The wrong paper")

        study.refresh_from_db()
        assert (study.standing, study.signed_off_by) == (StudyStatus.DRAFT, None)
        assert study.history.first().history_change_reason == "The wrong paper"
        assert study.verifications.get().withdrawn_because == "The wrong paper"
        with pytest.raises(ActionRefusedError, match="already"):
            make_draft(study=study, by=typist, now=NOW, reason="Again")

    def test_publishing_does_not_count_as_a_change(self, study, reader, typist):
        make_draft(study=study, by=reader, now=NOW, reason="Not yet")
        publish_study(study=study, by=reader, now=NOW)

        study.refresh_from_db()
        assert study.extracted_by == typist
        assert obstacles(study=study, by=reader) == []


class TestQueries:
    def test_person_raises_a_query(self, study, reader):
        query = raise_query(
            study=study,
            by=reader,
            severity=Severity.DOUBT,
            field="sd",
            problem="looks like a standard error",
            detail="1.2 with 60 people; other trials print 2.5",
            measure=make_measure(),
        )

        assert (query.state, query.detected_how) == (QueryState.OPEN, f"raised by {reader.username}")
        assert query.history.get().history_user == reader

    def test_error_without_an_outcome_is_refused(self, study, reader):
        with pytest.raises(ActionRefusedError, match="needs the outcome"):
            raise_query(
                study=study, by=reader, severity=Severity.ERROR, field="n", problem="no", detail="none", measure=None
            )
        assert not DataQuery.objects.exists()

    def test_is_answered_resolved_and_reopened_with_text(self, reader):
        query = make_query()

        answer_query(query=query, by=reader, now=NOW, text="Page 4 says so.")
        resolve_query(query=query, by=reader, now=NOW, text="The journal printed a correction.")
        reopen_query(query=query, by=reader, now=LATER, text="The correction is of another table.")

        query.refresh_from_db()
        assert query.state == QueryState.OPEN
        assert list(query.replies.values_list("state", "by", "at")) == [
            ("answered", reader.pk, NOW),
            ("resolved", reader.pk, NOW),
            ("open", reader.pk, LATER),
        ]
        assert query.history.count() == 4

    @pytest.mark.parametrize("act", [answer_query, resolve_query, reopen_query])
    def test_empty_text_changes_nothing(self, reader, act):
        query = make_query(state=QueryState.ANSWERED)

        with pytest.raises(ActionRefusedError, match="reply is empty"):
            act(query=query, by=reader, now=NOW, text=" \n")
        assert not query.replies.exists()

    def test_resolved_query_cannot_be_answered_nor_open_one_reopened(self, reader):
        query = make_query(state=QueryState.RESOLVED)

        for act in (answer_query, resolve_query):
            with pytest.raises(ActionRefusedError, match="resolved already"):
                act(query=query, by=reader, now=NOW, text="Once more")
        with pytest.raises(ActionRefusedError, match="open already"):
            reopen_query(query=make_query(), by=reader, now=NOW, text="Once more")

    def test_query_without_an_outcome_cannot_be_reopened(self, reader):
        query = make_query(measure=None, severity=Severity.ERROR, state=QueryState.RESOLVED)

        with pytest.raises(ActionRefusedError, match="needs the outcome"):
            reopen_query(query=query, by=reader, now=NOW, text="Not settled")
        query.refresh_from_db()
        assert query.state == QueryState.RESOLVED
