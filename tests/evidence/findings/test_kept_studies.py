"""What is kept of studies gives the very same as reading and judging all of them again, whatever changed."""

from collections.abc import Sequence

import pytest

from evidence.findings import every_overview, every_title, kept_studies
from evidence.findings.every_title import keep_missing_titles, read_titles
from evidence.findings.finding_titles import kept_titles
from evidence.findings.kept_studies import (
    KeptStudies,
    changed_studies,
    has_kept_studies,
    keep_studies,
    read_current_studies,
    studies_now,
    write_studies,
)
from evidence.pages.condition.condition_page import condition_page
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.home.home_page import home_page
from evidence.synthesis import answers
from evidence.synthesis.answers import Answer, answer, synthesise
from evidence.synthesis.eligibility import Judged
from evidence.synthesis.judged_studies import judge_studies
from evidence.synthesis.options import PoolingOptions
from evidence.synthesis.questions import Question, question_of
from evidence.warming import keep_conditions as worker
from evidence.warming.keep_conditions import keep_conditions
from studies.choices import StudyStatus
from studies.models import Condition, OutcomeResult, Study
from studies.revisions import kept_values
from studies.selectors import read_evidence, study_versions
from tests.evidence.findings.random_changes import RandomChanges, scope_of
from tests.studies.revisions.versions import Rows, set_by_test

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

SLUG = "lumbar-disc-disorders"
CHANGES = 24


def kept_now(slugs: list[str]) -> KeptStudies:
    return write_studies(judge_studies(read_evidence(slugs)), study_versions(slugs))


# What is kept is compared in Python: one seed on both databases proves the reading.
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.one_database)])
def test_studies_are_as_if_nothing_had_been_kept(seed: int) -> None:
    slugs, changes, made = scope_of(SLUG), RandomChanges(SLUG, seed), set()
    kept = kept_now(slugs)
    for _ in range(CHANGES):
        made.add(changes.make_one())
        now, plain = studies_now(kept, study_versions(slugs), slugs), judge_studies(read_evidence(slugs))
        assert now is not None
        assert now.evidence == plain.evidence, made
        assert list(now.judged) == plain.judged, made
        assert now.facts == plain.facts, made
        assert synthesise(now.judged, known=now.known) == synthesise(plain.judged), made
    assert len(made) > 8


def test_only_what_a_changed_study_asks_is_answered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = scope_of(SLUG)
    kept, result = kept_now(slugs), RandomChanges(SLUG, 1).result()
    study = result.arm.study_id
    OutcomeResult.objects.filter(pk=result.pk).update(outcome_name="another name")
    digests = study_versions(slugs)
    assert changed_studies(kept.digests, digests) == {study}
    now = studies_now(kept, digests, slugs)
    assert now is not None
    answered = []

    def note(question: Question, judged: Sequence[Judged], options: PoolingOptions) -> Answer:
        answered.append(question)
        return answer(question, judged, options)

    monkeypatch.setattr(answers, "answer", note)
    synthesise(now.judged, known=now.known)
    asked = {question_of(item.contrast) for item in now.judged if item.contrast and item.pair.ozone.study.id == study}
    assert answered
    assert asked.issuperset(answered)


def test_with_many_changes_all_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = scope_of(SLUG)
    kept = kept_now(slugs)
    monkeypatch.setattr(kept_studies, "MOST_CHANGED", 1)
    OutcomeResult.objects.filter(arm__condition__slug__in=slugs, events=None).update(n=97)
    assert studies_now(kept, study_versions(slugs), slugs) is None


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Versions as a test sets them, at which values are kept."""
    rows = set_by_test(monkeypatch)
    for module in (kept_studies, worker, every_title):
        monkeypatch.setattr(module, "read_snapshot", kept_values.read_snapshot)
    kept_values.forget_values()
    return rows


def test_pages_are_made_of_what_the_worker_keeps(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_conditions() == 0
    assert keep_conditions(fewest=1) == Condition.objects.count()
    assert keep_conditions(fewest=1) == 0
    assert has_kept_studies(scope_of(SLUG))
    assert keep_missing_titles() == Condition.objects.count()
    assert keep_missing_titles() == 0
    assert kept_titles(SLUG, 1) == read_titles()[SLUG]
    at_first, rows.version = home_page(rows.version), 2
    withdrawn = list(RandomChanges(SLUG, 3).arms.values_list("study", flat=True)[:60])
    Study.objects.filter(pk__in=withdrawn).update(standing=StudyStatus.DRAFT)

    def fail() -> None:
        raise AssertionError("All evidence was read again.")

    with monkeypatch.context() as without_reading:
        without_reading.setattr(every_overview, "read_shared_evidence", fail)
        home, condition = home_page(rows.version), condition_page(of := synthesise_condition_or_404(SLUG), rows.version)
    assert of.read.kept
    kept_values.forget_values()
    assert read_current_studies(scope_of(SLUG)) is None
    assert condition == condition_page(synthesise_condition_or_404(SLUG))
    assert home == home_page()
    assert home != at_first


def test_nothing_is_kept_inside_a_transaction() -> None:
    kept_values.forget_values()
    assert keep_studies(scope_of(SLUG)) is False
    assert read_current_studies(scope_of(SLUG)) is None
