"""A row moves to another study while another transaction changes its own rows: the change counts for the new study."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import Model

from studies.models import Arm, OutcomeMeasure, Publication, PublicationAbstract, Study
from studies.selectors import study_versions
from tests.factories import make_publication, make_result
from tests.studies.full_site import make_trial
from tests.studies.revisions.changed_studies import changed_since
from tests.studies.revisions.test_data_version import by_another
from tests.studies.revisions.test_merged_notes import notes_of_studies

pytestmark = pytest.mark.django_db(transaction=True)


def move(row: Arm | Publication, study: Study) -> None:
    """Move a row to another study."""
    type(row).objects.filter(pk=row.pk).update(study=study)


def add_abstract(paper: Publication) -> PublicationAbstract:
    return PublicationAbstract.objects.create(publication=paper, text="An abstract")


Write = Callable[[], object]
# By the kind of the row: a row of a study, and what adds to it.
CASES: dict[str, Callable[[Study], tuple[Arm | Publication, Callable[..., Model]]]] = {
    # A new instrument would count for all studies.
    "arm": lambda study: (
        study.arms.earliest("pk"),
        lambda arm: make_result(arm=arm, measure=OutcomeMeasure.objects.earliest("pk")),
    ),
    "paper": lambda study: (make_publication(study=study), add_abstract),
}


@contextmanager
def beside(write: Write) -> Iterator[Callable[[], None]]:
    """A block in which another writes: it has committed, or waits for this transaction, and then commits at the end.

    SQLite has one writer at a time: there, the other one follows.
    """
    if connection.vendor == "sqlite":
        yield lambda: None
        by_another(write)
        return
    other = Thread(target=lambda: by_another(write))

    def start() -> None:
        other.start()
        while other.is_alive() and not is_waited_for():
            time.sleep(0.01)

    yield start
    other.join(timeout=30)
    assert not other.is_alive()


def is_waited_for() -> bool:
    """Whether another transaction waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


@pytest.mark.parametrize("kind", CASES)
def test_what_is_added_while_a_row_moves_counts_for_its_new_study(kind: str) -> None:
    one, two = make_trial(), make_trial()
    row, add = CASES[kind](one)
    before = notes_of_studies()[two.pk]
    with beside(lambda: add(type(row).objects.get(pk=row.pk))) as start, transaction.atomic():
        move(row, two)
        start()
    notes = 2 if connection.vendor == "postgresql" else 0
    assert notes_of_studies()[two.pk] == before + notes


@pytest.mark.parametrize("kind", CASES)
def test_a_row_moves_when_what_was_added_to_it_is_there(kind: str) -> None:
    one, two = make_trial(), make_trial()
    row, add = CASES[kind](one)
    between: list[dict[int, int]] = []
    with beside(lambda: move(row, two)) as start, transaction.atomic():
        add(row)
        start()
        by_another(lambda: between.append(study_versions()))
    assert changed_since(between[0], among={two.pk}) == {two.pk}


def test_another_change_of_an_arm_waits_for_nobody() -> None:
    one = make_trial()
    arm = one.arms.earliest("pk")
    before = study_versions()
    with transaction.atomic():
        make_result(arm=arm)
        if connection.vendor == "postgresql":
            by_another(lambda: Arm.objects.filter(pk=arm.pk).update(label="Renamed"))
    assert changed_since(before) == {one.pk}
