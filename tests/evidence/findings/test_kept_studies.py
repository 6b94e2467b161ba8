"""What is kept of studies gives the very same as reading and judging all of them again, whatever changed."""

import gc
import pickle
import weakref
from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from functools import cache, lru_cache
from http import HTTPStatus

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from evidence.exports.dose_records import dose_data
from evidence.findings import condition_answers, every_overview, every_title, kept_studies
from evidence.findings.every_title import keep_missing_titles, read_titles
from evidence.findings.finding import anchor_of
from evidence.findings.finding_titles import kept_titles
from evidence.findings.kept_studies import (
    changed_studies,
    has_kept_studies,
    is_outdated,
    judged_batches,
    keep_studies,
    part_name,
    read_current_studies,
    read_stored_studies,
    store_studies,
    studies_now,
    with_kept_studies,
)
from evidence.pages.condition.condition_page import condition_page
from evidence.pages.condition.condition_studies_page import condition_studies_page
from evidence.pages.condition.findings_form import read_findings_form
from evidence.pages.condition.findings_page import findings_page
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.condition.unused_page import unused_page
from evidence.pages.dose import dose_page
from evidence.pages.home.home_page import home_page
from evidence.pages.metadata.sitemaps import CONDITION_PAGES
from evidence.pages.reviews.reviews_page import reviews_page
from evidence.synthesis.answer_values import derive_values
from evidence.synthesis.answers import Answer, sort_by_question, synthesise
from evidence.synthesis.judged_studies import JudgedStudies, judge_studies
from evidence.synthesis.questions import question_of
from evidence.synthesis.stored_answers import LazyAnswer
from evidence.synthesis.stored_studies import StoredStudies, StudiesNow, WrittenStudies, write_studies
from evidence.warming import keep_conditions as worker
from evidence.warming.keep_conditions import keep_conditions
from studies.choices import StudyStatus
from studies.models import Condition, OutcomeResult, Study
from studies.reported.comparisons import Comparison
from studies.revisions import kept_values
from studies.revisions.kept_store import KeptStore
from studies.revisions.kept_values import KeptValue, find_value, store_value
from studies.selectors import read_evidence, study_versions
from tests.evidence.exports.file_origins import DATA
from tests.evidence.findings.random_changes import RandomChanges, hide_most_studies, scope_of
from tests.shared_records import shared_records
from tests.studies.revisions.versions import Rows, set_by_test

pytestmark = pytest.mark.usefixtures("fewer_studies", "db")

SLUG = "lumbar-disc-disorders"
# Enough for what is kept of any condition.
SMALL = "degenerative-disc-disease"
CHANGES = 12
COMPARED = (Comparison.SHAM, Comparison.STEROID, Comparison.ADD_ON_STEROID)


@pytest.fixture(scope="module")
def fewer_studies(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with shared_records(django_db_blocker, hide_most_studies):
        yield


def kept_now(slugs: list[str], *, gone: Collection[str] = ()) -> KeptValue:
    """Studies as they are now, kept; parts of the kinds that are ``gone`` are of another version."""
    kept_values.forget_values()
    versions = study_versions(slugs)
    store_studies(slugs, 1, versions, written(tuple(slugs), tuple(versions.items())))
    for kind in gone:
        store_value(part_name(slugs, kind, 0), 2, "other")
    kept = find_value(f"judged studies of {' '.join(sorted(slugs))}")
    assert kept is not None
    return kept


@cache
def written(slugs: tuple[str, ...], versions: tuple[tuple[int, int], ...]) -> WrittenStudies:
    """What is stored of studies at these versions, written by the first test that asks for it."""
    return write_studies([judge_studies(read_evidence(slugs))])


@lru_cache(1)
def judged_anew(slugs: tuple[str, ...], versions: tuple[tuple[int, int], ...]) -> tuple[JudgedStudies, list[Answer]]:
    """Studies at these versions as if nothing had been kept, and their answers."""
    plain = judge_studies(read_evidence(slugs))
    return plain, synthesise(plain.judged).answers


def whole(found: Answer) -> Answer:
    """An answer with all its parts, as it is made; two kinds of answers are never equal."""
    return Answer(*(getattr(found, item.name) for item in fields(Answer) if item.init))


def assert_same(now: StudiesNow | None, slugs: list[str]) -> None:
    """The studies are as if nothing had been kept."""
    assert now is not None
    plain, answers = judged_anew(tuple(slugs), tuple(study_versions(slugs).items()))
    # Equal outcomes may have titles that differ in capital letters.
    assert [(item.question, item.question.outcome.title, item.state, item.studies) for item in now.answers] == [
        (item.question, item.question.outcome.title, item.state, item.studies) for item in answers
    ]
    for found, item in zip(now.answers, answers, strict=True):
        derive_values(item)
        derive_values(found)
        assert found.derived == item.derived
    assert [*map(whole, now.answers)] == [*answers]
    assert tuple(now.arms) == plain.evidence.arms
    assert now.facts == plain.facts
    assert now.evidence == plain.evidence
    assert list(now.judged) == plain.judged
    assert list(now.unclassified) == sort_by_question(plain.judged)[1]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 5))])
def test_studies_are_as_if_nothing_had_been_kept(seed: int) -> None:
    slugs, changes, made = scope_of(SLUG), RandomChanges(SLUG, seed), set()
    kept = kept_now(slugs)
    for _ in range(CHANGES // 6):
        made |= {changes.make_one() for _ in range(6)}
        assert_same(studies_now(kept, study_versions(slugs), slugs), slugs)
    assert len(made) > 6


def test_batches_of_studies_are_stored_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = scope_of(SLUG)
    monkeypatch.setattr(kept_studies, "STUDIES_IN_BATCH", 7)
    versions = study_versions(slugs)
    assert len(versions) > 7
    store_studies(slugs, 1, versions, write_studies(judged_batches(slugs, versions)))
    kept = find_value(f"judged studies of {' '.join(sorted(slugs))}")
    assert kept is not None
    assert_same(studies_now(kept, versions, slugs), slugs)


@pytest.mark.parametrize("kind", ["answers", "beside", "rows", "judged"])
def test_where_a_part_is_gone_rows_are_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = scope_of(SLUG)
    kept = kept_now(slugs, gone=[kind])
    assert_same(studies_now(kept, study_versions(slugs), slugs), slugs)
    OutcomeResult.objects.filter(arm__condition__slug__in=slugs, events=None).update(outcome_name="another name")
    monkeypatch.setattr(kept_studies, "MOST_CHANGED", 10_000)
    now = studies_now(kept, study_versions(slugs), slugs)
    assert (now is None) is (kind == "answers")


def test_only_what_a_changed_study_asks_is_answered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = scope_of(SLUG)
    kept, result = kept_now(slugs), RandomChanges(SLUG, 1).result()
    study = result.arm.study_id
    OutcomeResult.objects.filter(pk=result.pk).update(outcome_name="another name")
    versions = study_versions(slugs)
    assert changed_studies(kept.value.versions, versions) == {study}
    now = studies_now(kept, versions, slugs)
    assert now is not None
    asked = {item.question for item in read_stored_studies(kept, slugs).summary.answers if study in item.studies}
    asked |= {question_of(item.contrast) for item in now.now.judged if item.contrast}
    assert now.again
    assert asked.issuperset(now.again)
    assert len(asked) < len(now.answers)


def test_an_answer_is_titled_as_the_first_of_its_studies_prints_it() -> None:
    slugs = scope_of(SLUG)
    results = RandomChanges(SLUG, 0).results.filter(measure__slug="success-other")
    results.update(outcome_name="Improved")
    kept, studies = kept_now(slugs), sorted(set(results.values_list("arm__study", flat=True)))
    assert len(studies) > 1
    for study, name in ((studies[-1], "IMPROVED"), (studies[0], "improved")):
        results.filter(arm__study=study).update(outcome_name=name)
        now = studies_now(kept, study_versions(slugs), slugs)
        assert_same(now, slugs)
    assert now
    assert {"Treatment success: “improved”"} < {item.question.outcome.title for item in now.answers}


def test_answer_is_kept_whole_with_the_page_of_its_finding() -> None:
    now = studies_now(kept_now(scope_of(SLUG)), study_versions(scope_of(SLUG)), scope_of(SLUG))
    assert now
    lazy, answered = now.answers[0], synthesise(judge_studies(read_evidence(scope_of(SLUG))).judged).answers[0]
    again = pickle.loads(pickle.dumps(lazy))  # noqa: S301 - it is ours
    assert type(lazy) is LazyAnswer
    assert (type(again), again) == (Answer, answered)


def test_a_part_of_an_answer_replaced_gives_a_whole_answer() -> None:
    now = studies_now(kept_now(scope_of(SLUG)), study_versions(scope_of(SLUG)), scope_of(SLUG))
    assert now
    for lazy, answered in zip(now.answers[:2], synthesise(now.judged).answers, strict=False):
        derive_values(answered)
        changed = replace(lazy, entries=())
        assert (type(lazy), type(changed)) == (LazyAnswer, Answer)
        assert changed == replace(answered, entries=())
        assert changed.k == 0
        assert pickle.loads(pickle.dumps(changed)) == changed  # noqa: S301 - it is ours


def test_studies_are_freed_with_the_page_that_asked_for_them() -> None:
    slugs = scope_of(SLUG)
    now = studies_now(kept_now(slugs), study_versions(slugs), slugs)
    assert now is not None
    assert all(whole(answer) for answer in now.answers)
    left, loaded = weakref.ref(now), weakref.ref(now.stored)
    gc.disable()
    try:
        del now
        assert (left(), loaded()) == (None, None)
    finally:
        gc.enable()


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


def test_studies_of_which_a_page_missed_a_part_are_kept_again(rows: Rows) -> None:
    slugs = scope_of(SMALL)
    assert keep_studies(slugs)
    assert not is_outdated(slugs, study_versions(slugs))
    for number in range(20):
        store_value(part_name(slugs, "answers", number), 0, "what another process kept")
    OutcomeResult.objects.filter(pk=RandomChanges(SMALL, 1).result().pk).update(outcome_name="another name")
    rows.version = 2
    assert read_current_studies(slugs) is None
    assert is_outdated(slugs, study_versions(slugs))
    assert keep_studies(slugs)
    assert read_current_studies(slugs) is not None
    assert not is_outdated(slugs, study_versions(slugs))


@pytest.mark.parametrize("refused", ["answers", "judged", ""])
def test_a_store_that_refuses_values_is_not_asked_again_for_each_condition(
    refused: str, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Collection[str]] = []

    def judge(slugs: Collection[str], studies: Collection[int]) -> Iterator[JudgedStudies]:
        judged.append(slugs)
        return judged_batches(slugs, studies)

    def store(name: str, version: int | None, value: object) -> bool:
        return bool(refused) and f", {refused}" not in name and store_value(name, version, value)

    monkeypatch.setattr(kept_studies, "judged_batches", judge)
    monkeypatch.setattr(kept_studies, "store_value", store)
    # None is left for the next turn, which would come a few seconds later.
    assert keep_conditions(fewest=1) == 0
    assert len(judged) == 1
    assert not any(has_kept_studies(scope_of(slug)) for slug in Condition.objects.values_list("slug", flat=True))
    assert not keep_studies(scope_of(SMALL))
    monkeypatch.setattr(kept_studies, "is_small_site", lambda fewest: False)
    assert with_kept_studies([scope_of(SMALL), scope_of(SLUG), scope_of("back-pain")]) == []
    assert len(judged) == 3


def test_pages_are_made_of_what_the_worker_keeps(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    conditions = Condition.objects.count()
    keep_conditions(tell=lambda done, expected: told.append((done, expected)))
    assert not told
    assert keep_conditions(fewest=1, most_seconds=-1) == conditions
    for _ in range(2):
        assert keep_conditions(fewest=1, tell=lambda done, expected: told.append((done, expected))) == 0
    assert told == [(done, conditions) for done in range(conditions + 1)]
    assert has_kept_studies(scope_of(SLUG))
    assert keep_missing_titles() == Condition.objects.count()
    assert keep_missing_titles() == 0
    assert kept_titles(SLUG, 1) == read_titles()[SLUG]
    at_first, rows.version = home_page(rows.version), 2
    withdrawn = list(RandomChanges(SLUG, 3).arms.values_list("study", flat=True)[:20])
    Study.objects.filter(pk__in=withdrawn).update(standing=StudyStatus.DRAFT)

    def fail(*arguments: object) -> None:
        raise AssertionError("All evidence was read again.")

    with monkeypatch.context() as without_reading:
        without_reading.setattr(every_overview, "read_shared_evidence", fail)
        without_reading.setattr(every_overview, "is_small_site", lambda: False)
        for module in (condition_answers, dose_page):
            without_reading.setattr(module, "read_evidence", fail)
        home, condition = home_page(rows.version), condition_page(of := synthesise_condition_or_404(SLUG), rows.version)
        reviews, doses = reviews_page(), [dose_page.dose_page(each) for each in COMPARED]
    assert of.read.kept
    assert b"LazyAnswer" not in pickle.dumps((reviews, [replace(page, sections=()) for page in doses]))
    for page in (findings_page(of, read_findings_form(QueryDict())), unused_page(of), condition_studies_page(of)):
        # A page is kept without the answers that it was made of: they would bring all that is kept with them.
        assert b"LazyAnswer" not in pickle.dumps(page)
    kept_values.forget_values()
    assert read_current_studies(scope_of(SLUG)) is None
    assert condition == condition_page(synthesise_condition_or_404(SLUG))
    assert home == home_page()
    assert home != at_first
    assert reviews == reviews_page()
    read = [dose_page.dose_page(each) for each in COMPARED]
    assert [replace(page, sections=()) for page in doses] == [replace(page, sections=()) for page in read]
    assert [dose_data(page, DATA) for page in doses] == [dose_data(page, DATA) for page in read]
    assert any(page.parts for page in read)
    assert any(plot.pools for plot in reviews.plots)


def test_every_page_made_of_kept_studies_can_be_kept(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    assert keep_studies(scope_of(SMALL))
    # A value that cannot be stored is else a line of the log.
    monkeypatch.setattr(KeptStore, "_attempt", lambda self, what, action: action())
    with_value = [item for item in synthesise_condition_or_404(SMALL).answers if item.has_value]
    findings = [reverse(name, args=[SMALL, anchor_of(with_value[0])]) for name in ("finding", "finding-explore")]
    parts = [reverse(name, args=[SMALL]) for name in CONDITION_PAGES]
    for address in (*parts, *findings):
        computed = client.get(address)
        assert computed.status_code == HTTPStatus.OK, address
        assert client.get(address).content == computed.content


def test_pages_load_no_more_than_they_show(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keep_studies(scope_of(SLUG))
    of = synthesise_condition_or_404(SLUG)
    assert of.read.kept

    def fail(*arguments: object) -> None:
        raise AssertionError("More was loaded.")

    for part in ("body", "evidence", "judged"):
        monkeypatch.setattr(StoredStudies, part, fail)
    assert unused_page(of).trials
    assert condition_studies_page(of).lines


def test_nothing_is_kept_inside_a_transaction() -> None:
    kept_values.forget_values()
    assert keep_studies(scope_of(SLUG)) is False
    assert read_current_studies(scope_of(SLUG)) is None
