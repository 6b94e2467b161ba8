"""Findings recorded as queries: opened once, kept when answered, closed when the numbers change; and the command."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from studies.checks.run import check_everything, check_study
from studies.choices import QueryState, Severity
from studies.curation.checks.record import NUMBERS_CHANGED, RecordingCounts, findings_to_record, record_findings
from studies.curation.query_answers import answer_query
from studies.models import DataQuery, OutcomeResult, Study
from tests.factories import make_arm, make_measure, make_query, make_result, make_study, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 2, tzinfo=UTC)
SOURCE = {"source_url": "https://example.org/paper", "locator": "table 2"}
NONE = RecordingCounts(opened=0, known=0, reopened=0, closed=0)


@pytest.fixture
def wrong_percent() -> OutcomeResult:
    """103 of 176 printed as 80.5 percent."""
    arm = make_arm(study=make_study(slug="bonetti"), label="Steroid")
    return make_result(arm=arm, measure=make_measure(domain="success"), events=103, n=176, percent=80.5, **SOURCE)


def record(study: Study) -> RecordingCounts:
    return record_findings(findings=check_study(study), by=None, now=NOW, studies={study.slug})


def correct(result: OutcomeResult, **values: object) -> None:
    OutcomeResult.objects.filter(pk=result.pk).update(**values)


def test_finding_becomes_one_open_query_with_rows_and_arithmetic(wrong_percent: OutcomeResult) -> None:
    study = wrong_percent.arm.study
    assert record(study) == RecordingCounts(opened=1, known=0, reopened=0, closed=0)
    assert record(study) == RecordingCounts(opened=0, known=1, reopened=0, closed=0)
    query = DataQuery.objects.get()
    assert (query.arm, query.measure, query.timepoint_label) == (
        wrong_percent.arm,
        wrong_percent.measure,
        "1 month",
    )
    assert (query.severity, query.state, query.field) == (Severity.ERROR, QueryState.OPEN, "events")
    assert query.problem == "103 of 176 is not 80.5%."
    assert query.detail.startswith("Steroid, ")
    assert "fits 128 people" in query.detail
    assert query.detected_how == "check: percent-against-events"


@pytest.mark.parametrize("state", [QueryState.ANSWERED, QueryState.RESOLVED])
def test_resolved_query_stays_resolved_while_the_numbers_are_unchanged(
    wrong_percent: OutcomeResult, state: QueryState
) -> None:
    study = wrong_percent.arm.study
    record(study)
    DataQuery.objects.update(state=state)
    assert record(study) == RecordingCounts(opened=0, known=1, reopened=0, closed=0)
    assert DataQuery.objects.get().state == state


def test_changed_numbers_open_a_new_query_and_close_the_old_one(wrong_percent: OutcomeResult) -> None:
    study = wrong_percent.arm.study
    record(study)
    answer_query(query=DataQuery.objects.get(), by=make_user(), now=NOW, text="As printed in table 2.")
    correct(wrong_percent, n=170)
    assert record(study) == RecordingCounts(opened=1, known=0, reopened=0, closed=1)
    old, new = DataQuery.objects.order_by("pk")
    assert (old.state, old.replies.last().text) == (QueryState.RESOLVED, NUMBERS_CHANGED)
    assert new.state == QueryState.OPEN


def test_fixed_cause_closes_its_query_and_a_revert_reopens_it(wrong_percent: OutcomeResult) -> None:
    study = wrong_percent.arm.study
    record(study)
    correct(wrong_percent, n=128)
    assert record(study) == RecordingCounts(opened=0, known=0, reopened=0, closed=1)
    assert record(study) == NONE
    correct(wrong_percent, n=176)
    assert record(study) == RecordingCounts(opened=0, known=0, reopened=1, closed=0)
    query = DataQuery.objects.get()
    assert query.state == QueryState.OPEN
    assert [line.history_change_reason for line in query.history.order_by("history_id")] == [
        "Found by a check",
        "The numbers have changed",
        "The numbers are as they were",
    ]


def test_other_studies_keep_their_queries(wrong_percent: OutcomeResult) -> None:
    record(wrong_percent.arm.study)
    correct(wrong_percent, n=128)
    assert record(make_study()) == NONE
    assert DataQuery.objects.get().state == QueryState.OPEN


def test_queries_that_people_raised_are_never_closed(wrong_percent: OutcomeResult) -> None:
    query = make_query(study=wrong_percent.arm.study, measure=wrong_percent.measure)
    correct(wrong_percent, n=128)
    record(wrong_percent.arm.study)
    query.refresh_from_db()
    assert query.state == QueryState.OPEN


def test_only_selected_findings_are_opened(wrong_percent: OutcomeResult) -> None:
    found = check_study(wrong_percent.arm.study)
    assert record_findings(findings=found, by=None, now=NOW, chosen=set()) == NONE
    chosen = {found[0].fingerprint}
    assert record_findings(findings=found * 2, by=None, now=NOW, chosen=chosen).opened == 1


@pytest.mark.parametrize(("field", "same_figure"), [("n", True), ("percent", True), ("sd", False), ("p", False)])
def test_figure_with_a_query_from_a_person_gets_no_second_query(
    wrong_percent: OutcomeResult, field: str, same_figure: bool
) -> None:
    make_query(study=wrong_percent.arm.study, measure=wrong_percent.measure, field=field)
    queries = DataQuery.objects.select_related("study", "measure")
    assert bool(findings_to_record(check_everything(), queries)) is not same_figure


def test_notes_are_never_opened_as_queries() -> None:
    make_result(sd=None, **SOURCE)
    found = check_everything()
    assert {each.severity for each in found} == {Severity.NOTE}
    assert findings_to_record(found, []) == []


def run(*arguments: str) -> tuple[str, int]:
    """The output of the command and its exit code."""
    out = StringIO()
    try:
        call_command("check_evidence", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


class TestCommand:
    def test_report_writes_nothing(self, wrong_percent: OutcomeResult) -> None:
        output, code = run()
        assert code == 1
        assert "error: 1\n  bonetti: Steroid" in output
        assert "103/176 = 58.52%" in output
        assert not DataQuery.objects.exists()

    def test_records_with_the_option_and_succeeds_once_errors_are_answered(self, wrong_percent: OutcomeResult) -> None:
        output, code = run("--record")
        assert (code, "1 query opened" in output) == (1, True)
        answer_query(query=DataQuery.objects.get(), by=make_user(), now=NOW, text="As printed.")
        assert run("--record")[1] == 0
        assert DataQuery.objects.count() == 1

    def test_json_has_the_documented_keys(self, wrong_percent: OutcomeResult) -> None:
        run("--record")
        rows = json.loads(run("--json")[0])
        assert rows[0]["study"] == "bonetti"
        assert rows[0]["result"] == wrong_percent.pk
        assert rows[0]["query"] == "open"
        promised = "check severity study where sentence arithmetic field measure timepoint_label part arm result"
        assert rows[0].keys() == {*promised.split(), "fingerprint", "query"}

    def test_one_study_can_be_checked(self, wrong_percent: OutcomeResult) -> None:
        other = make_study(slug="other")
        assert run("--study", other.slug) == ("Nothing was found.\n", 0)
        assert run("--study", "bonetti")[1] == 1
        assert run("--study", "nobody")[1] == 2
