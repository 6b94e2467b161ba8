"""Digests of studies that are kept: after any change the same as if all were made anew, by few documents."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from evidence.changes import study_states
from evidence.changes.public_state import CurrentState
from evidence.changes.study_states import DigestedStudies, states_now
from evidence.releases.state_names import RECORD_STATE
from studies.models import Condition, OutcomeMeasure, OutcomeResult, Publication, Study
from studies.revisions.reasons import save_with_reason
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_inclusion,
    make_measure,
    make_publication,
    make_query,
    make_registration,
    make_result,
    make_review,
    make_study,
)
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db


def make_site() -> None:
    """Two trials, one of which names the other in a doubt, and a review that includes the first with its paper."""
    back, measure = make_condition(slug="sore-back"), make_measure(slug="pain-vas")
    for slug in ("rossi", "verdi", "bianchi"):
        study = make_study(slug=slug, label=slug.title(), condition=back, row_key=f"{slug}2020")
        make_result(arm=make_arm(study=study), measure=measure, n=30, mean=3.0, sd=2.0)
        make_publication(study=study, title=f"Ozone by {slug}")
    make_query(study=study_of("verdi"), problem="The same patients as rossi2020")
    make_query(study=study_of("bianchi"), problem="Continued in new2021")
    review = make_review(slug="review", label="Review", condition=back)
    make_inclusion(review=review, study=study_of("rossi"), publication=Publication.objects.get(study__slug="rossi"))


def study_of(slug: str) -> Study:
    return Study.objects.get(slug=slug)


def save(record: object, **values: object) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    save_with_reason(record, reason="", by=None)


class Change(NamedTuple):
    """A change, and the studies of which the documents are made again."""

    make: Callable[[], object]
    made: set[str]


ALL = {"rossi", "verdi", "bianchi", "review"}
CHANGES = {
    "nothing": Change(lambda: None, set()),
    "a result": Change(lambda: OutcomeResult.objects.filter(arm__study__slug="bianchi").update(mean=1), {"bianchi"}),
    "a label": Change(lambda: save(study_of("rossi"), label="Rossi 2020"), {"rossi", "verdi", "review"}),
    "a draft again": Change(lambda: save(study_of("rossi"), standing="draft"), {"verdi", "review"}),
    "a title": Change(
        lambda: Publication.objects.filter(study__slug="rossi").update(title="Another"), {"rossi", "review"}
    ),
    "a paper without its study": Change(
        lambda: Publication.objects.filter(study__slug="rossi").update(study=None), {"rossi", "review"}
    ),
    "a study gone": Change(lambda: delete("bianchi"), set()),
    "a study named before it came": Change(
        lambda: make_study(slug="new", row_key="new2021", condition=Condition.objects.get()), {"new", "bianchi"}
    ),
    "a measure": Change(lambda: OutcomeMeasure.objects.update(name="Pain now"), ALL),
}


def delete(slug: str) -> None:
    Publication.objects.filter(study__slug=slug).delete()
    study_of(slug).delete()


def states_of_site() -> DigestedStudies:
    make_site()
    return states_now(None)


@pytest.fixture(scope="module")
def before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DigestedStudies]:
    """The states before any change."""
    with shared_records(django_db_blocker, states_of_site) as before:
        yield before


@pytest.mark.parametrize("name", CHANGES)
def test_kept_digests_are_those_of_documents_made_anew(
    before: DigestedStudies, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made: set[str] = set()
    documents = study_states.documents_of_studies

    def noted(numbers: list[int], names: object) -> object:
        made.update(Study.objects.filter(pk__in=numbers).values_list("slug", flat=True))
        return documents(numbers, names)

    CHANGES[name].make()
    anew = states_now(None).states
    monkeypatch.setattr(study_states, "documents_of_studies", noted)
    assert states_now(before).states == anew
    assert made == CHANGES[name].made


def test_after_many_other_names_all_are_made_anew(before: DigestedStudies, monkeypatch: pytest.MonkeyPatch) -> None:
    Study.objects.filter(slug="rossi").update(label="Rossi 2020")
    monkeypatch.setattr(study_states, "MOST_RENAMED", 0)
    assert states_now(before) == states_now(None)


def test_of_records_without_a_study_only_those_that_differ_are_read() -> None:
    make_claim()
    make_registration()
    with CaptureQueriesContext(connection) as asked:
        read = CurrentState({}).documents([f"{RECORD_STATE}claim"])
    tables = "".join(query["sql"] for query in asked)
    assert len(read) == 1
    assert ('FROM "studies_claim"' in tables, 'FROM "studies_registration"' in tables) == (True, False)
