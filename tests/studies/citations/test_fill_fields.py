"""A publication is the best of its sources: what certain duplicates fill, what they may not touch, and undoing it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.choices import Decision, NoticeKind, Retraction
from studies.citations.apply import ImportStateError, apply_import
from studies.citations.fill_fields import fields_in_sources
from studies.citations.undo import undo_import
from studies.models import Publication, PublicationAbstract, PublicationSource, RetractionNotice
from studies.revisions.reasons import save_with_reason
from tests.factories import make_publication, make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import (
    BARE,
    ONE,
    RIS,
    all_rows,
    decide_entry,
    import_text,
    now,
    plan_text,
    verdicts,
)

pytestmark = pytest.mark.django_db

MEDLINE = """PMID- 12345678
TI  - Intradiscal ozone for lumbar disc herniation: a randomised trial
AU  - Rossi A
AU  - Bianchi B
FAU - Rossi, Anna
FAU - Bianchi, Bruno
JT  - European Spine Journal
DP  - 2015
VI  - 24
PG  - 10-19
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
AB  - A longer abstract.
AID - 10.1000/one [doi]
"""


def record() -> Publication:
    return Publication.objects.select_related("abstract_record").get()


def person(role: str) -> User:
    return User.objects.get(pk=make_user(role=role).pk)


def test_a_new_publication_has_every_field_of_its_entry_and_its_abstract_a_history():
    import_text(RIS)

    publication = record()
    assert (publication.keywords, publication.issn) == ("ozone; disc herniation", "1234-5679")
    abstract = publication.abstract_record
    assert (abstract.text, abstract.search_text) == ("Pain fell in both groups.", "pain fell in both groups.")
    line = PublicationAbstract.history.get()
    assert (line.history_type, line.text, line.history_change_reason) == (
        "+",
        abstract.text,
        "Imported from a citation file",
    )
    source = publication.sources.get()
    assert (source.doi, source.pmid, source.pmcid) == ("10.1000/one", "", "")

    import_text(ONE.replace("10.1000/one", "10.1000/other").replace("Intradiscal", "Paravertebral"))
    assert PublicationAbstract.objects.count() == 1


def test_entries_of_one_file_complete_the_publication_that_the_first_of_them_makes():
    before = all_rows()

    batch = apply_import(batch=plan_text(BARE, RIS, MEDLINE), by=None, now=now())

    publication = record()
    assert (publication.doi, publication.pmid, publication.abstract_record.text) == (
        "10.1000/one",
        "12345678",
        "Pain fell in both groups.",
    )
    assert publication.history.get().pmid == "12345678"
    assert batch.entries.get(index=3).replaced["pmid"] == ["", "12345678"]
    undo_import(batch=batch, by=None, now=now())
    assert all_rows() == before


def test_an_identifier_of_a_source_finds_the_work_again_and_its_retraction():
    publication = make_publication(study=None, title="Ozone in the disc", authors="Rossi, Anna", year=2015)
    PublicationSource.objects.create(
        publication=publication, original="x", fingerprint="a" * 64, doi="10.1000/one", pmid="12345678"
    )

    batch = import_text(
        MEDLINE.replace("Intradiscal ozone for lumbar disc herniation: a randomised trial", "Ozone in the disc")
    )

    assert verdicts(batch) == ["duplicate"]


def test_the_number_of_queries_of_a_chunk_does_not_grow_with_its_entries(django_assert_max_num_queries):
    works = {
        "Aydin": "Knees of athletes",
        "Bruni": "Sciatica before surgery",
        "Chen": "Neck pain at work",
        "Dogan": "Cervical discs",
        "Esposito": "Shoulder stiffness",
    }

    def each(text: str) -> str:
        """The entry once for each work, with its own author, title and identifiers."""
        return "".join(
            text.replace("Intradiscal ozone for lumbar disc herniation", title)
            .replace("Rossi", name)
            .replace("bare", name)
            .replace("10.1000/one", f"10.1000/{name.lower()}")
            for name, title in works.items()
        )

    import_text(each(BARE))
    batch = plan_text(each(RIS))
    with django_assert_max_num_queries(45):
        apply_import(batch=batch, by=None, now=now())
    assert verdicts(batch) == ["duplicate"] * len(works)
    assert Publication.objects.exclude(doi="").count() == len(works)
    with django_assert_max_num_queries(45):
        undo_import(batch=batch, by=None, now=now())
    assert not Publication.objects.exclude(doi="").exists()


@pytest.fixture(scope="class")
def bare(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A publication with what is needed to recognise it."""
    with shared_records(django_db_blocker, lambda: import_text(BARE)):
        yield


@pytest.mark.usefixtures("bare")
class TestOfAKnownWork:
    def test_certain_duplicates_fill_what_is_empty_in_their_order_and_undoing_restores_every_row(self):
        before = all_rows()

        batch = apply_import(batch=plan_text(RIS, MEDLINE, BARE.replace("{bare,", "{again,")), by=None, now=now())

        assert verdicts(batch) == ["duplicate"] * 3
        publication = record()
        assert (publication.doi, publication.pmid, publication.pages) == ("10.1000/one", "12345678", "10–19")
        assert (publication.language, publication.journal) == ("English", "European Spine Journal")
        # The first that fills has it, and the address follows the best identifier.
        assert publication.abstract_record.text == "Pain fell in both groups."
        assert (publication.url, publication.url_kind) == ("https://doi.org/10.1000/one", "doi")
        assert publication.retraction == Retraction.RETRACTED
        assert "10.1000/one" in publication.search_text
        ris, medline, again = batch.entries.all()
        assert ris.replaced["doi"] == ["", "10.1000/one"]
        assert ris.replaced["abstract"] == ["", "Pain fell in both groups."]
        assert medline.replaced.keys() == {"pmid", "language", "retraction", "retraction_checked_on"}
        assert again.replaced == {}
        first, line = publication.history.order_by("history_id")
        assert line.history_change_reason == f"Imported from a citation file: import {batch.pk}, a.bib and 2 more"
        kept = [field.attname for field in type(line).tracked_fields]
        assert {name: getattr(line, name) for name in kept} == {name: getattr(publication, name) for name in kept}
        assert first.doi == ""
        assert fields_in_sources([publication]) == {publication.pk: []}

        undo_import(batch=batch, by=None, now=now())
        assert all_rows() == before

    def test_what_a_person_set_or_emptied_stays_and_a_loaded_publication_is_filled(self):
        publication = record()
        for pages in ("e9", ""):
            publication.pages = pages
            save_with_reason(publication, reason="It is an e-journal", by=make_user())
        for issn in ("1111-1111", ""):
            publication.issn = issn
            save_with_reason(publication, reason="Loaded from the data set", by=None)
        PublicationAbstract.objects.create(publication=publication, text="Typed.").delete()
        RetractionNotice.objects.create(
            publication=publication, kind=NoticeKind.REINSTATEMENT, record_id="1", noticed_on=now().date()
        )

        import_text(RIS)
        import_text(MEDLINE)

        publication = record()
        assert (publication.pages, publication.issn, publication.doi) == ("", "1234-5679", "10.1000/one")
        assert not hasattr(publication, "abstract_record")
        assert publication.retraction == Retraction.NOT_CHECKED
        # The repair page shows them all the same, each with its entry.
        lacking = {each.field: each for each in fields_in_sources([publication])[publication.pk]}
        assert lacking.keys() == {"pages", "abstract"}
        assert (lacking["pages"].value, lacking["pages"].entry.file.name, lacking["pages"].label) == (
            "10–19",
            "a.bib",
            "Pages",
        )

    @pytest.mark.parametrize("role", ["researcher", "curator"])
    def test_identifiers_and_retraction_of_a_publication_with_a_study_need_a_curator(self, client, role):
        study = make_study()
        Publication.objects.update(study=study)
        Publication.history.update(study=study)
        by = person(role)

        batch = apply_import(batch=plan_text(RIS, MEDLINE), by=by, now=now())

        publication = record()
        entries = list(batch.entries.all())
        assert publication.pages == "10–19"
        if role == "curator":
            assert (publication.doi, publication.pmid, publication.retraction) == (
                "10.1000/one",
                "12345678",
                "retracted",
            )
            assert not any("curator" in warning for entry in entries for warning in entry.warnings)
            batch.sent_by = make_user(username="other", role="researcher")
            batch.save()
            with pytest.raises(ImportStateError, match="Only a curator can undo this import.*Intradiscal ozone"):
                undo_import(batch=batch, by=batch.sent_by, now=now())
            assert (record().doi, record().retraction) == ("10.1000/one", "retracted")
            # The history of a study is public; the names of files are not.
            history = client.get(reverse("study-history", args=[study.slug])).content.decode()
            assert "Why: Imported from a citation file\n" in history
            undo_import(batch=batch, by=by, now=now())
            assert record().doi == ""
        else:
            assert (publication.doi, publication.pmid, publication.url) == ("", "", "")
            assert publication.retraction == Retraction.NOT_CHECKED
            sentence = "Not written, because the publication reports a study and this needs a curator:"
            assert entries[0].warnings[-1] == f"{sentence} DOI."
            assert entries[1].warnings[-1] == f"{sentence} DOI, PubMed number, Retraction."
            assert [each.field for each in fields_in_sources([publication])[publication.pk]] == ["doi", "pmid"]

    def test_a_person_who_decides_takes_an_abstract_and_identifiers_with_the_same_rights(self):
        study = make_study()
        Publication.objects.update(study=study)
        publication = record()
        publication.url = "https://example.org/typed"
        save_with_reason(publication, reason="Its own page", by=make_user())
        batch = import_text(RIS.replace("PY  - 2015", "PY  - 2011").replace("VL  - 24\n", "AN  - 1\n"))
        entry = batch.entries.get()
        assert entry.is_open
        before = all_rows()

        # The entry has no language and, as a researcher's, no right to give a DOI.
        entry = decide_entry(entry, Decision.SAME, "abstract", "keywords", "doi", "language", by=person("researcher"))

        assert record().abstract_record.text == "Pain fell in both groups."
        assert entry.replaced.keys() == {"abstract", "keywords"}
        undo_import(batch=batch, by=None, now=now())
        assert all_rows() == before

        batch = import_text(entry.original)
        entry = decide_entry(batch.entries.get(), Decision.SAME, "doi", "volume", by=person("curator"))
        assert (record().doi, record().volume, record().url) == ("10.1000/one", "24", "https://example.org/typed")
        assert entry.fields_taken == ["doi"]
        undo_import(batch=batch, by=None, now=now())
        assert all_rows() == before

    def test_undoing_keeps_what_another_import_wrote_since_and_says_so_in_the_history(self):
        first = import_text(RIS)
        import_text(MEDLINE)

        undo_import(batch=first, by=None, now=now())

        publication = record()
        assert (publication.pages, publication.pmid) == ("", "12345678")
        assert publication.history.first().history_change_reason == "Import undone"
        assert not PublicationAbstract.objects.exists()
        assert not PublicationAbstract.history.exists()
