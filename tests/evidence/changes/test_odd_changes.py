"""Odd changes between two states: each is told as what it is, with its own day and reason, and nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from evidence.changes.change_history import change_reasons, reason_of
from evidence.changes.changes_page import of_condition
from evidence.changes.changes_since_day import changes_since
from evidence.changes.differences import RecordChange, RecordEvent, StateDifferences
from evidence.changes.public_state import compare, current_state
from studies.models import Arm, BiasAssessment, Condition, OutcomeMeasure, OutcomeResult, Publication, Study
from studies.revisions.reasons import save_with_reason
from tests.evidence.changes.read_state import read_state
from tests.evidence.releases.small_release import date_history
from tests.factories import (
    make_arm,
    make_condition,
    make_measure,
    make_publication,
    make_query,
    make_result,
    make_study,
    make_user,
)
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
CELL, ROW_IN, ROW_OUT = RecordEvent.CELL, RecordEvent.ROW_IN, RecordEvent.ROW_OUT


def make_trials(*slugs: str) -> list[Study]:
    """Trials of a sore back, each with a measure of its own."""
    condition = make_condition(slug="sore-back", name="Sore back")
    make_condition(slug="sore-neck", name="Sore neck")
    studies = [make_study(slug=slug, label=slug.title(), condition=condition) for slug in slugs]
    for study in studies:
        measure = make_measure(slug=f"pain-of-{study.slug}", name=f"Pain of {study.slug}")
        for label, mean in (("ozone", 3.0), ("sham", 4.0)):
            arm = make_arm(study=study, label=label, condition=condition)
            make_result(arm=arm, measure=measure, n=30, mean=mean, sd=2)
        make_publication(study=study, title="Ozone", doi=f"10.1000/{study.slug}")
        make_query(study=study, measure=measure, problem="Odd SD", severity="error")
    date_history(LONG_AGO)
    return studies


@pytest.fixture
def trial() -> Study:
    [study] = make_trials("rossi")
    return study


def save(record: object, reason: str = "Table 2", **values: object) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    save_with_reason(record, reason=reason, by=None)


def swap(study: Study) -> None:
    first, second = OutcomeResult.objects.filter(arm__study=study).order_by("pk")
    save(first, mean=4.0, printed={})
    save(second, mean=3.0, printed={})


def add_again(study: Study) -> None:
    """Delete a result and type the same in again."""
    result = OutcomeResult.objects.filter(arm__study=study).latest("pk")
    values = {name: getattr(result, name) for name in ("arm", "measure", "n", "mean", "sd", "weeks", "timepoint_label")}
    result.delete()
    make_result(**values)


def assess(study: Study) -> None:
    now = timezone.now()
    common = {"study": study, "tool": "rob-2", "started_at": now}
    BiasAssessment.objects.create(**common, assessed_by=make_user(username="open"))
    done = BiasAssessment.objects.create(**common, assessed_by=make_user(username="blind"), finished_at=now)
    done.judgements.create(domain="D1", proposed="low", judgement="low", reason="SECRET OPINION")


def reinstate(study: Study) -> None:
    paper = Publication.objects.get(study=study)
    for retraction in ("retracted", "not-retracted"):
        save(paper, retraction=retraction, retraction_checked_on=LONG_AGO.date())


CHANGES: dict[str, tuple[Callable[[Study], object], list[tuple[str, str, str]]]] = {
    "values of two arms swapped": (swap, [(CELL, "result", "mean"), (CELL, "result", "mean")]),
    "the same result again": (add_again, []),
    "condition of an arm": (
        lambda study: save(study.arms.earliest("pk"), condition=Condition.objects.get(slug="sore-neck")),
        [(CELL, "arm", "condition")],
    ),
    "DOI of a publication": (
        lambda study: save(Publication.objects.get(study=study), doi="10.1000/new"),
        [(CELL, "publication", "doi")],
    ),
    "resolved error": (
        lambda study: save(study.queries.get(), state="resolved"),
        [(CELL, "query", "state")],
    ),
    "range of a measure": (
        lambda study: save(OutcomeMeasure.objects.get(slug=f"pain-of-{study.slug}"), range_max=12),
        [(CELL, "measure", "range_max")],
    ),
    "finished assessment of bias": (assess, [(ROW_IN, "assessment", "")]),
    "retracted and reinstated": (reinstate, [(CELL, "publication", "retraction")]),
    "arm with its result deleted": (
        lambda study: study.arms.latest("pk").delete(),
        [(ROW_OUT, "arm", ""), (ROW_OUT, "result", "")],
    ),
}


SLUGS = {name: f"trial-{place}" for place, name in enumerate(CHANGES)}
Told = tuple[list[RecordChange], list[RecordChange]]


def make_changes() -> Told:
    """Every odd change, each in a trial of its own: what two states tell of them, and what the history tells."""
    trials = make_trials(*SLUGS.values())
    before, start = read_state(), timezone.now()
    for (make, _), study in zip(CHANGES.values(), trials, strict=True):
        make(study)
    return list(compare(before, current_state()).records), changes_since(start)


@pytest.fixture(scope="class")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    with shared_records(django_db_blocker, make_changes) as told:
        yield told


class TestOddChange:
    @pytest.mark.parametrize("name", CHANGES)
    def test_it_is_told_as_what_it_is(self, told: Told, name: str) -> None:
        # A measure is of no study, and the history is asked for changes of studies.
        study = "" if name == "range of a measure" else SLUGS[name]
        by_states, by_history = (
            sorted((each.event, each.kind, each.field) for each in changes if each.study == study) for changes in told
        )
        assert by_states == sorted(CHANGES[name][1])
        assert by_history == (by_states if study else [])

    def test_nothing_else_is_told(self, told: Told) -> None:
        by_states, by_history = told
        assert len(by_states) == sum(len(expected) for _, expected in CHANGES.values())
        assert len(by_history) == len(by_states) - 1
        assert "SECRET OPINION" not in str(told)
        assert "blind" not in str(told)


def test_each_cell_has_the_reason_of_its_own_change(trial: Study) -> None:
    before, start = read_state(), timezone.now()
    result = OutcomeResult.objects.earliest("pk")
    save(result, reason="Table 2 prints another mean", mean=2.5, printed={})
    save(result, reason="Eleven did not come back", n=19)
    save(result, reason="Only looked at")
    save(Publication.objects.get(), reason="Resolved by the register", doi="10.1000/new")
    added = make_result(arm=trial.arms.earliest("pk"), measure=result.measure, weeks=52, timepoint_label="1 year")
    save(added, reason="Later corrected", n=7)
    records = compare(before, current_state()).records
    reasons = change_reasons(records, since=start)
    given = {(each.kind, each.field): found.why for each in records if (found := reason_of(each, reasons))}
    assert given == {
        ("result", "mean"): "Table 2 prints another mean",
        ("result", "n"): "Eleven did not come back",
        ("publication", "doi"): "Resolved by the register",
        ("result", ""): "",
    }


def test_page_of_a_condition_tells_studies_that_left_it_without_a_release(trial: Study) -> None:
    neck = Condition.objects.get(slug="sore-neck")
    hidden = make_study(slug="verdi", condition=neck)
    for model in (Study, Arm):
        model.history.update(history_date=LONG_AGO)
    start = timezone.now()
    save(trial.arms.earliest("pk"), condition=neck)
    save(hidden, standing="draft")
    make_arm(study=make_study(slug="new", condition=trial.condition), condition=neck)
    found = StateDifferences(tuple(changes_since(start - timedelta(seconds=1))), (), ())
    studies = {
        slug: sorted((str(each.event), each.study) for each in of_condition(found, condition).records)
        for slug, condition in (("sore-neck", neck), ("sore-back", trial.condition))
    }
    assert studies == {
        "sore-neck": [("cell", "rossi"), ("study-in", "new"), ("study-out", "verdi")],
        "sore-back": [("cell", "rossi"), ("study-in", "new")],
    }


def test_study_with_another_short_name_is_one_change(trial: Study) -> None:
    make_study(slug="verdi", condition=trial.condition)
    before = read_state()
    save(trial, slug="rossi-2020", label="Rossi 2020")
    Study.objects.get(slug="verdi").delete()
    make_study(slug="new", condition=trial.condition)
    records = compare(before, current_state()).records
    assert sorted((str(each.event), each.study, each.field, each.before, each.after) for each in records) == [
        ("cell", "rossi-2020", "label", "Rossi", "Rossi 2020"),
        ("cell", "rossi-2020", "slug", "rossi", "rossi-2020"),
        ("study-in", "new", "", "", ""),
        ("study-out", "verdi", "", "", ""),
    ]
