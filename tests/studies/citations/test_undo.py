"""Undoing an import: the database is restored, or a message says why not."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from studies.choices import Decision, ImportState, NoticeKind
from studies.citations.apply import ImportRun, ImportStateError, apply_import, begin_applying
from studies.citations.undo import cancel_import, undo_import
from studies.curation.screening.screen import include_publication
from studies.models import ImportBatch, Publication, RetractionNotice
from tests.factories import make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import (
    LIKE_ONE,
    ONE,
    OTHER,
    all_rows,
    decide_entry,
    import_text,
    now,
    plan_text,
    verdicts,
)

pytestmark = pytest.mark.django_db

# Another work than that of the first import, with what leaves no doubt.
DISTINCT = OTHER.replace("year", "doi = {10.1000/other}, year")


@pytest.fixture(scope="module", autouse=True)
def first_import(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Of one publication; the number of the import."""
    with shared_records(django_db_blocker, lambda: import_text(ONE).pk) as number:
        yield number


@pytest.fixture
def first(first_import: int) -> ImportBatch:
    return ImportBatch.objects.get(pk=first_import)


def test_an_undone_import_leaves_the_database_as_it_was():
    before = all_rows()
    batch = import_text(LIKE_ONE + OTHER + ONE.replace("{one,", "{two,"))
    for entry in batch.entries.filter(verdict="possible"):
        decide_entry(entry, Decision.DIFFERENT)
    assert all_rows() != before

    batch = undo_import(batch=batch, by=None, now=now())

    assert all_rows() == before
    assert batch.state == ImportState.UNDONE
    assert batch.entries.count() == 3


def test_undoing_restores_overwritten_fields():
    entry = decide_entry(import_text(LIKE_ONE).entries.get(), Decision.SAME, "year")

    undo_import(batch=entry.batch, by=None, now=now())

    assert Publication.objects.get().year == 2015


@pytest.mark.parametrize("work", ["screened", "edited", "joined", "study"])
def test_undoing_is_refused_after_later_changes(first, work):
    publication = Publication.objects.get()
    if work == "screened":
        include_publication(publication=publication, reason="", by=make_user(), now=now())
    elif work == "edited":
        publication.note = "read"
        publication.save()
    elif work == "joined":
        import_text(ONE.replace("{one,", "{two,"))
    else:
        Publication.objects.update(study=make_study())
    before = all_rows()

    with pytest.raises(ImportStateError, match="Intradiscal ozone"):
        undo_import(batch=first, by=None, now=now())

    assert all_rows() == before


def test_an_import_is_undone_once(first):
    batch = undo_import(batch=first, by=None, now=now())

    with pytest.raises(ImportStateError):
        undo_import(batch=batch, by=None, now=now())


def test_undone_import_can_be_imported_again(first):
    undo_import(batch=first, by=None, now=now())

    assert verdicts(import_text(ONE)) == ["new"]
    assert Publication.objects.count() == 1


def test_undoing_is_refused_when_another_record_refers_to_it(first):
    RetractionNotice.objects.create(
        publication=Publication.objects.get(), kind=NoticeKind.RETRACTION, record_id="1", noticed_on=now().date()
    )

    with pytest.raises(ImportStateError, match="worked on"):
        undo_import(batch=first, by=None, now=now())

    assert RetractionNotice.objects.count() == 1


def test_undoing_clears_references_in_other_plans(first):
    other = plan_text(LIKE_ONE)

    undo_import(batch=first, by=None, now=now())

    assert other.entries.get().duplicate_of is None
    apply_import(batch=other, by=None, now=now())
    assert other.entries.filter(verdict="possible", applied=False).count() == 1


def test_cancelling_removes_the_records_written_so_far():
    before = all_rows()
    batch = partly_applied_import()
    assert all_rows() != before

    cancel_import(batch=batch, by=None, now=now())

    assert all_rows() == before


def test_cancelling_is_refused_when_another_import_joined_its_records():
    batch = partly_applied_import()
    import_text(DISTINCT.replace("{other,", "{two,"))
    before = all_rows()

    with pytest.raises(ImportStateError, match="worked on"):
        cancel_import(batch=batch, by=None, now=now())

    assert all_rows() == before
    batch.refresh_from_db()
    assert (batch.state, batch.cancel_asked) == (ImportState.APPLYING, False)


def partly_applied_import() -> ImportBatch:
    """An import that a worker has partly applied, as another process sees it."""
    batch = plan_text(DISTINCT)
    begin_applying(batch=batch, by=None, now=now())
    ImportRun(batch, None, now()).next_chunk()
    return batch


@pytest.mark.parametrize(
    ("role", "of_sender", "allowed"),
    [("researcher", False, False), ("researcher", True, True), ("curator", False, True), ("", False, False)],
)
def test_an_import_is_taken_back_by_its_people_and_by_curators(client, first, role, of_sender, allowed):
    by = make_user(role=role)
    applied, partly = first, plan_text(LIKE_ONE)
    client.force_login(by)
    if of_sender:
        ImportBatch.objects.update(sent_by=by)
    before = all_rows()

    for batch, take_back in ((applied, undo_import), (partly, cancel_import)):
        batch.refresh_from_db()
        button = client.get(batch.get_absolute_url()).content.decode().count('button quiet">Undo this import')
        assert button == (batch == applied and allowed)
        if allowed:
            take_back(batch=batch, by=by, now=now())
        else:
            with pytest.raises(ImportStateError, match="Only the person who sent or applied this import"):
                take_back(batch=batch, by=by, now=now())

    assert (all_rows() == before) is not allowed
    assert ImportBatch.objects.filter(cancel_asked=True).exists() is allowed
