"""Notes of changes: writers do not wait for each other, and putting notes together changes no version."""

from collections import Counter

import pytest
from django.db import connection, transaction

from studies.models import Arm, StudyChange
from studies.revisions.merge_notes import merge_notes
from studies.selectors import study_versions
from tests.studies.full_site import make_trial
from tests.studies.revisions.changed_studies import changed_since
from tests.studies.revisions.test_data_version import by_another


def notes_of_studies() -> Counter[int]:
    return Counter(StudyChange.objects.values_list("study_id", flat=True))


@pytest.mark.django_db
def test_merging_leaves_one_note_a_study_and_every_version() -> None:
    one, two = make_trial(), make_trial()
    Arm.objects.update(label="changed")
    before, notes = study_versions(), notes_of_studies()
    assert notes.keys() == {0, one.pk, two.pk}
    on_postgresql = connection.vendor == "postgresql"
    assert (max(notes.values()) > 1) == on_postgresql

    assert merge_notes() == (3 if on_postgresql else 0)

    assert set(notes_of_studies().values()) == {1}
    assert study_versions() == before
    assert merge_notes() == 0
    Arm.objects.filter(study=one).update(label="again")
    assert changed_since(before) == {one.pk}


@pytest.mark.django_db(transaction=True)
def test_two_that_write_at_the_same_time_count_both_and_neither_waits() -> None:
    """SQLite has one writer at a time: there, the other one follows."""
    one, two = make_trial(), make_trial()
    start = study_versions()

    def rename() -> None:
        Arm.objects.filter(study=one).update(label="of the other")

    if connection.vendor == "sqlite":
        by_another(rename)
        assert changed_since(start) == {one.pk}
        return
    merge_notes()
    with transaction.atomic():
        Arm.objects.filter(study=two).update(label="of the first")
        for _ in range(2):
            by_another(rename)
            by_another(merge_notes)
        assert changed_since(start) == {one.pk, two.pk}
        seen: list[set[int]] = []
        by_another(lambda: seen.append(changed_since(start)))
        assert seen == [{one.pk}]
        between = study_versions()
        merge_notes()
        # It holds the lock until the end: another process does nothing meanwhile, and does not wait.
        merged: list[int] = []
        by_another(rename)
        by_another(lambda: merged.append(merge_notes()))
        assert merged == [0]
    assert changed_since(between) == {one.pk}
    assert changed_since(start) == {one.pk, two.pk}
    versions = study_versions()
    assert merge_notes() > 0
    assert study_versions() == versions
    assert set(notes_of_studies().values()) == {1}
    assert merge_notes() == 0
