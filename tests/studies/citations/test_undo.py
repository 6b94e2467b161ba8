"""Undoing an import: the database is restored, or a message says why not."""

import pytest

from studies.choices import Decision, ImportState, NoticeKind
from studies.citations.apply import ImportRun, ImportStateError, apply_import, begin_applying
from studies.citations.undo import cancel_import, undo_import
from studies.curation.screening.screen import include_publication
from studies.models import ImportBatch, Publication, RetractionNotice
from tests.factories import make_study, make_user
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


def test_an_undone_import_leaves_the_database_as_it_was():
    import_text(ONE)
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
    import_text(ONE)
    entry = decide_entry(import_text(LIKE_ONE).entries.get(), Decision.SAME, "year")

    undo_import(batch=entry.batch, by=None, now=now())

    assert Publication.objects.get().year == 2015


@pytest.mark.parametrize("work", ["screened", "edited", "joined", "study"])
def test_undoing_is_refused_after_later_changes(work):
    batch = import_text(ONE)
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
        undo_import(batch=batch, by=None, now=now())

    assert all_rows() == before


def test_an_import_is_undone_once():
    batch = undo_import(batch=import_text(ONE), by=None, now=now())

    with pytest.raises(ImportStateError):
        undo_import(batch=batch, by=None, now=now())


def test_undone_import_can_be_imported_again():
    undo_import(batch=import_text(ONE), by=None, now=now())

    assert verdicts(import_text(ONE)) == ["new"]
    assert Publication.objects.count() == 1


def test_undoing_is_refused_when_another_record_refers_to_it():
    batch = import_text(ONE)
    RetractionNotice.objects.create(
        publication=Publication.objects.get(), kind=NoticeKind.RETRACTION, record_id="1", noticed_on=now().date()
    )

    with pytest.raises(ImportStateError, match="worked on"):
        undo_import(batch=batch, by=None, now=now())

    assert RetractionNotice.objects.count() == 1


def test_undoing_clears_references_in_other_plans():
    batch = import_text(ONE)
    other = plan_text(LIKE_ONE)

    undo_import(batch=batch, by=None, now=now())

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
    import_text(ONE.replace("{one,", "{two,"))
    before = all_rows()

    with pytest.raises(ImportStateError, match="worked on"):
        cancel_import(batch=batch, by=None, now=now())

    assert all_rows() == before
    batch.refresh_from_db()
    assert (batch.state, batch.cancel_asked) == (ImportState.APPLYING, False)


def partly_applied_import() -> ImportBatch:
    """An import that a worker has partly applied, as another process sees it."""
    batch = plan_text(ONE)
    begin_applying(batch=batch, by=None, now=now())
    ImportRun(batch, None, now()).next_chunk()
    return batch


@pytest.mark.parametrize(
    ("role", "of_sender", "allowed"),
    [("researcher", False, False), ("researcher", True, True), ("curator", False, True), ("", False, False)],
)
def test_an_import_is_taken_back_by_its_people_and_by_curators(client, role, of_sender, allowed):
    by = make_user(role=role)
    applied, partly = import_text(ONE), plan_text(LIKE_ONE)
    if of_sender:
        ImportBatch.objects.update(sent_by=by)
    before = all_rows()

    for batch, take_back in ((applied, undo_import), (partly, cancel_import)):
        batch.refresh_from_db()
        client.force_login(by)
        button = client.get(batch.get_absolute_url()).content.decode().count('button quiet">Undo this import')
        assert button == (batch == applied and allowed)
        if allowed:
            take_back(batch=batch, by=by, now=now())
        else:
            with pytest.raises(ImportStateError, match="Only the person who sent or applied this import"):
                take_back(batch=batch, by=by, now=now())

    assert (all_rows() == before) is not allowed
    assert ImportBatch.objects.filter(cancel_asked=True).exists() is allowed
