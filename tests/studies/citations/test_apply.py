"""Imports applied and decided, with the database."""

import re
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from studies.choices import Decision, ImportState, ImportVerdict, PublicationRole, Retraction, Screening
from studies.citations.apply import ImportRun, ImportStateError, apply_import, begin_applying
from studies.citations.decide import EntryDecision, decide
from studies.citations.receive import SentFile, read_files, receive_files
from studies.curation.screening.screen import add_report, exclude_publication
from studies.models import ImportBatch, ImportedEntry, NotTheSame, Publication, PublicationSource, ScreeningDecision
from tests.factories import make_publication, make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import (
    BROKEN,
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


def test_planning_writes_only_the_plan():
    before = all_rows()

    batch = plan_text(ONE + OTHER + BROKEN)

    assert (batch.state, batch.n_done, batch.n_expected) == (ImportState.PLANNED, 3, 3)
    assert verdicts(batch) == ["new", "new", "unreadable"]
    assert all_rows() == before
    assert not hasattr(ImportBatch.objects.get(pk=batch.pk), "content")


def test_applying_creates_publications_with_source_and_history():
    user = make_user(role="researcher")

    batch = apply_import(batch=plan_text(ONE + BROKEN), by=user, now=now())

    publication = Publication.objects.get()
    assert batch.state == ImportState.APPLIED
    assert (publication.title, publication.year) == ("Intradiscal ozone for lumbar disc herniation", 2015)
    assert (publication.authors, publication.pages) == ("Rossi, Anna; Bianchi, Bruno", "10–19")
    assert (publication.url, publication.url_kind) == ("https://doi.org/10.1000/one", "doi")
    assert (publication.screening, publication.retraction) == (Screening.UNSCREENED, Retraction.NOT_CHECKED)
    assert "rossi" in publication.search_text
    source = publication.sources.get()
    assert (source.key, source.batch) == ("one", batch)
    assert source.original.startswith("@article{one")
    line = publication.history.get()
    assert (line.history_user, line.history_change_reason) == (user, "Imported from a citation file")
    assert (line.history_type, line.history_date) == ("+", batch.applied_at)
    kept = [field.attname for field in type(line).tracked_fields]
    assert {name: getattr(line, name) for name in kept} == {name: getattr(publication, name) for name in kept}
    entry = batch.entries.get(index=1)
    assert (entry.applied, entry.publication, entry.made_publication) == (True, publication, True)


def test_the_same_file_again_changes_nothing():
    import_text(ONE + OTHER)
    before = all_rows()

    again = import_text(ONE + OTHER)

    assert verdicts(again) == ["duplicate", "duplicate"]
    assert all_rows() == before


def test_a_certain_duplicate_joins_its_publication_with_its_source():
    import_text(ONE)

    batch = import_text(ONE.replace("{one,", "{two,").replace("European Spine Journal", "Eur Spine J"))

    assert verdicts(batch) == ["duplicate"]
    publication = Publication.objects.get()
    assert sorted(publication.sources.values_list("key", flat=True)) == ["one", "two"]
    assert publication.journal == "European Spine Journal"


def test_a_duplicate_within_the_file_joins_the_entry_before_it():
    batch = import_text(ONE + ONE.replace("{one,", "{two,"))

    assert verdicts(batch) == ["new", "duplicate"]
    # In the order of the file: an export takes the first.
    assert [source.key for source in Publication.objects.get().sources.all()] == ["one", "two"]
    assert len(set(batch.entries.values_list("publication", flat=True))) == 1


@pytest.fixture(scope="class")
def like_one(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ImportBatch]:
    """An import that resembles the publication of one before it."""
    with shared_records(django_db_blocker, lambda: (import_text(ONE), import_text(LIKE_ONE))[1]) as batch:
        yield batch


@pytest.fixture
def entry(like_one: ImportBatch) -> ImportedEntry:
    return like_one.entries.get()


@pytest.mark.usefixtures("like_one")
class TestPossible:
    def test_waits_for_a_decision(self, entry):
        assert (entry.verdict, entry.applied, entry.is_open) == (ImportVerdict.POSSIBLE, False, True)
        assert Publication.objects.count() == 1

    def test_same_joins_and_changes_no_field_by_default(self, entry):
        before = Publication.objects.values().get()

        decide_entry(entry, Decision.SAME)

        assert Publication.objects.values().get() == before
        assert Publication.objects.get().sources.count() == 2

    def test_same_takes_over_the_chosen_fields(self, entry):
        user = make_user()

        entry = decide_entry(entry, Decision.SAME, "year", by=user)

        publication = Publication.objects.get()
        assert (publication.year, publication.journal) == (2012, "European Spine Journal")
        assert entry.replaced == {"year": [2015, 2012]}
        assert publication.history.first().history_user == user

    def test_not_the_same_creates_a_publication_and_is_remembered(self, entry):
        entry = decide_entry(entry, Decision.DIFFERENT)

        assert Publication.objects.count() == 2
        assert NotTheSame.objects.get().publication == Publication.objects.get(year=2015)
        assert verdicts(import_text(LIKE_ONE)) == ["duplicate"]
        Publication.objects.get(year=2012).delete()
        assert verdicts(plan_text(LIKE_ONE)) == ["new"]

    def test_decision_on_the_plan_takes_effect_when_applied(self):
        batch = plan_text(LIKE_ONE)
        decide_entry(batch.entries.get(), Decision.DIFFERENT)
        assert Publication.objects.count() == 1

        apply_import(batch=batch, by=None, now=now())

        assert Publication.objects.count() == 2

    def test_repeated_entry_in_the_file_follows_the_decision(self):
        batch = import_text(LIKE_ONE + LIKE_ONE.replace("{like,", "{again,"))
        assert verdicts(batch)[0] == "possible"

        for entry in batch.entries.filter(verdict="possible", decision=""):
            decide_entry(entry, Decision.DIFFERENT)

        assert list(batch.entries.values_list("applied", flat=True)) == [True, True]

    def test_is_decided_once(self, entry):
        decide_entry(entry, Decision.SAME)

        late = EntryDecision(entry.index, Decision.DIFFERENT)
        assert decide(batch=entry.batch, decisions=[late], by=make_user(), now=now()) == 0
        assert Publication.objects.count() == 1


class TestTwoAtTheSameTime:
    def test_second_import_joins_publications_of_the_first(self):
        first, second = plan_text(ONE + OTHER), plan_text(ONE + OTHER)
        assert verdicts(second) == ["new", "new"]

        apply_import(batch=first, by=None, now=now())
        apply_import(batch=second, by=None, now=now())

        assert Publication.objects.count() == PublicationSource.objects.count() == 2
        assert second.entries.filter(applied=True, made_publication=False).count() == 2

    def test_publication_added_meanwhile_is_joined_or_flagged(self):
        batch = plan_text(ONE.replace("{one,", "{mine,") + LIKE_ONE)
        import_text(ONE)

        apply_import(batch=batch, by=None, now=now())

        assert verdicts(batch) == ["duplicate", "possible"]
        assert Publication.objects.count() == 1

    def test_publication_added_meanwhile_and_joined_is_known_to_the_next_worker(self, monkeypatch):
        batch = plan_text(ONE.replace("{one,", "{mine,") + LIKE_ONE)
        batch.entries.filter(index=2).update(verdict="new", duplicate_of_index=None)
        import_text(ONE)
        monkeypatch.setattr("studies.citations.apply.AT_ONCE", 1)
        begin_applying(batch=batch, by=None, now=now())
        ImportRun(batch, None, now()).next_chunk()
        assert Publication.objects.get() == batch.entries.get(index=1).publication

        apply_import(batch=batch, by=None, now=now())

        assert verdicts(batch) == ["duplicate", "possible"]
        assert Publication.objects.count() == 1

    def test_a_plan_is_applied_once(self):
        batch = import_text(ONE)

        with pytest.raises(ImportStateError):
            apply_import(batch=ImportBatch(pk=batch.pk, state=ImportState.PLANNED), by=None, now=now())


def test_unrecognised_file_is_refused_with_a_message():
    batch = plan_text("%PDF-1.7 nothing to cite")

    assert (batch.state, batch.entries.count()) == (ImportState.REFUSED, 0)
    assert batch.error.endswith(".")


def test_file_is_read_again_from_the_start_after_a_worker_died():
    batch = receive_files(files=[SentFile("a.bib", (ONE + OTHER).encode())], by=None, now=now())
    ImportedEntry.objects.create(batch=batch, file=batch.files.get(), index=1, line=1, original="x", verdict="new")

    read_files(batch=batch)

    assert verdicts(batch) == ["new", "new"]


def test_cancelling_while_reading_leaves_nothing():
    batch = receive_files(files=[SentFile("a.bib", ONE.encode())], by=None, now=now())
    ImportBatch.objects.update(cancel_asked=True)

    read_files(batch=batch)

    assert (batch.state, batch.entries.count()) == (ImportState.CANCELLED, 0)


def test_a_retracted_title_is_marked_on_the_record():
    import_text("@article{r, title = {RETRACTED: Ozone for the cervical spine}, year = 2020}")

    publication = Publication.objects.get()
    assert (publication.title, publication.retraction) == ("Ozone for the cervical spine", Retraction.RETRACTED)
    assert publication.retraction_checked_on is not None


@pytest.mark.usefixtures("real_evidence")
def test_real_references_are_all_duplicates_in_the_loaded_database(settings):
    before = all_rows()

    batch = import_text((settings.BASE_DIR / "fixtures" / "evidence" / "references.bib").read_text(encoding="utf-8"))

    assert set(verdicts(batch)) == {"duplicate"}
    assert batch.entries.count() == 167
    assert all_rows() == before


def test_real_references_are_all_new_in_an_empty_database(settings):
    """One in four: that no two of all are one work is held by the test of labelled pairs."""
    references = (settings.BASE_DIR / "fixtures" / "evidence" / "references.bib").read_text(encoding="utf-8")
    text = "".join(re.split(r"(?m)^(?=@)", references)[1::4])

    assert set(verdicts(import_text(text))) == {"new"}
    before = all_rows()
    assert set(verdicts(import_text(text))) == {"duplicate"}
    assert all_rows() == before


def test_screening_records_user_and_reason():
    user = make_user()
    publication = make_publication(study=None, screening=Screening.UNSCREENED)

    exclude_publication(publication=publication, reason="no patients", by=user, now=now())

    publication.refresh_from_db()
    decision = ScreeningDecision.objects.get()
    assert publication.screening == Screening.EXCLUDED
    assert (decision.reason, decision.decided_by) == ("no patients", user)
    assert publication.history.first().history_user == user


def test_a_further_report_joins_its_study():
    study = make_study()
    publication = make_publication(study=None, screening=Screening.UNSCREENED)

    add_report(publication=publication, study=study, reason="", by=make_user(role="curator"), now=now())

    publication.refresh_from_db()
    assert (publication.study, publication.role) == (study, PublicationRole.FURTHER_REPORT)
    assert publication.screening == Screening.INCLUDED
