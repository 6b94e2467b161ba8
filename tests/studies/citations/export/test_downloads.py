"""Citation files: complete, and equal after an import."""

import csv
import json
import re
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.choices import StudyStatus
from studies.citations.apply import apply_import
from studies.citations.export import downloads
from studies.citations.export.citation import citations
from studies.citations.export.downloads import citation_file
from studies.citations.export.write_bibtex import write_bibtex
from studies.citations.export.write_csl import write_csl
from studies.citations.export.write_csv_table import write_citation_table
from studies.citations.export.write_ris import write_ris
from studies.citations.receive import SentFile, SentSearch, read_files, receive_files
from studies.models import ImportBatch, Publication, PublicationAbstract
from tests.factories import make_publication, make_study, make_user
from tests.studies.citations.export.realistic_entries import TYPES, bibtex_file
from tests.studies.citations.export.round_trip import WRITERS, joined

pytestmark = pytest.mark.django_db

HARD = {
    "title": "Ozone & {steroid} in 50% of $5 cases: O₂–O₃ #1 ~ a_b \\ <i>",
    "authors": "Müller, Jens; WHO Group and Friends; van Dam, Ko; others",
    "year": 2019,
    "journal": "Pain & Spine",
    "pages": "1–9",
    "doi": "10.1000/a_b(c)",
    "pmid": "12345678",
    "pmcid": "PMC1234567",
}


def import_text(text: str) -> ImportBatch:
    now = timezone.now()
    return apply_import(
        batch=read_files(batch=receive_files(files=[SentFile("x", text.encode())], by=None, now=now)), by=None, now=now
    )


@pytest.mark.parametrize("share", [12, pytest.param(1, marks=pytest.mark.long)])
def test_second_import_of_an_export_changes_nothing(settings, share):
    """Of the references of the data set, one in so many."""
    references = (settings.BASE_DIR / "fixtures" / "evidence" / "references.bib").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=@)", references)[1::share]
    assert len(entries) > 10
    import_text("".join(entries) + bibtex_file(len(TYPES), seed=3))
    before = stored_values()
    exported = list(citations(Publication.objects.order_by("pk"), private=True))

    for write in WRITERS.values():
        again = import_text(joined(write, exported))

        assert set(again.entries.values_list("verdict", flat=True)) == {"duplicate"}
        assert again.entries.count() == len(entries) + len(TYPES)
        assert not again.entries.exclude(replaced={}).exists()
        assert stored_values() == before


def stored_values() -> list[list[dict[str, object]]]:
    models = (Publication, Publication.history, PublicationAbstract, PublicationAbstract.history)
    return [list(getattr(model, "objects", model).order_by("pk").values()) for model in models]


@pytest.mark.parametrize("write", [write_bibtex, write_ris])
def test_special_characters_round_trip(write):
    make_publication(study=None, **HARD)
    text = joined(write, citations(Publication.objects.all()))
    Publication.objects.all().delete()

    import_text(text)

    read = Publication.objects.get()
    expected = HARD | ({"title": HARD["title"].replace("<i>", "").strip()})
    assert {name: getattr(read, name) for name in HARD} == expected


def test_csl_splits_personal_names_and_keeps_group_names():
    make_publication(study=None, **HARD)

    item = json.loads(joined(write_csl, citations(Publication.objects.all())))[0]

    assert item["author"][:2] == [{"family": "Müller", "given": "Jens"}, {"literal": "WHO Group and Friends"}]
    assert (item["DOI"], item["PMID"], item["issued"]) == (HARD["doi"], HARD["pmid"], {"date-parts": [[2019]]})


def test_csv_contains_no_formula():
    make_publication(study=None, title="=HYPERLINK(1)", authors="@cmd, A", journal="+1")

    row = next(csv.DictReader(StringIO(joined(write_citation_table, citations(Publication.objects.all())))))

    assert (row["title"], row["authors"], row["journal"]) == ("'=HYPERLINK(1)", "'@cmd, A", "'+1")


@pytest.mark.parametrize("suffix", ["bib", "ris", "json", "csv"])
def test_readers_get_visible_publications_and_no_drafts(client, suffix):
    make_publication(title="An open ozone trial")
    make_publication(study=make_study(standing=StudyStatus.DRAFT), title="A hidden ozone trial")
    make_publication(study=None, title="An unscreened ozone trial")

    response = client.get(reverse("publication-export", args=[suffix]))

    text = response.content.decode()
    assert response.status_code == 200
    assert f'.{suffix}"' in response["Content-Disposition"]
    assert "An open ozone trial" in text
    assert "hidden" not in text
    assert "unscreened" not in text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"year_from": "2015"}, {"Later"}),
        ({"year_to": "2010"}, {"Earlier"}),
        ({"has_results": "no"}, {"Earlier", "Later"}),
        ({"has_results": "yes"}, set()),
        ({"q": "later"}, {"Later"}),
    ],
)
def test_export_follows_every_filter_of_the_study_list(client, query, titles):
    for title, year in (("Earlier", 2010), ("Later", 2015)):
        study = make_study(label=title, slug=title.lower(), standing=StudyStatus.UNVERIFIED)
        make_publication(study=study, title=title, year=year)

    exported = json.loads(client.get(reverse("publication-export", args=["json"]), query).content)

    assert {item["title"] for item in exported} == titles


def test_unknown_format_is_not_found(client):
    assert client.get(reverse("publication-export", args=["exe"])).status_code == 404


def test_export_of_an_import_is_for_importers_only(client):
    batch = import_text("@misc{a, title = {Ozone in a leaflet for patients}}")
    address = reverse("import-export", args=[batch.pk, "bib"])
    assert client.get(address).status_code == 302

    client.force_login(make_user(role="researcher"))

    assert "leaflet" in client.get(address).content.decode()


def test_files_of_an_import_name_the_search_of_each_record_and_have_abstracts(client):
    now = timezone.now()
    text = "@article{a, title = {Ozone found by a search}, year = 2010, abstract = {Forty people had less pain.}}"
    search = SentSearch("PubMed", date(2026, 5, 12), "ozone")
    batch = receive_files(files=[SentFile("a.bib", text.encode())], search=search, by=None, now=now)
    apply_import(batch=read_files(batch=batch), by=None, now=now)
    make_publication(study=make_study(slug="shown"), title="Ozone of a study")
    client.force_login(make_user(role="researcher"))

    def text_of(name: str, *args: object) -> str:
        return client.get(reverse(name, args=args)).content.decode("utf-8-sig")

    (row,) = csv.DictReader(StringIO(text_of("import-export", batch.pk, "csv")))
    (item,) = json.loads(text_of("import-export", batch.pk, "json"))
    assert (row["searches"], row["abstract"]) == ("PubMed 2026-05-12", "Forty people had less pain.")
    assert item["custom"] == {"search": [{"database": "PubMed", "date": "2026-05-12"}]}
    assert item["abstract"] == "Forty people had less pain."
    assert "Ozone of a study" in text_of("study-publications", "shown", "bib")

    Publication.objects.update(study=make_study(slug="of-all"))
    for suffix in WRITERS:
        assert "Ozone found by a search" in text_of("publication-export", suffix)
        assert "Forty people" not in text_of("publication-export", suffix) + text_of(
            "study-publications", "of-all", suffix
        )


@pytest.mark.parametrize("private", [False, True])
def test_file_takes_the_same_queries_whatever_its_length(private, django_assert_num_queries):
    for number in (1, 20):
        import_text(bibtex_file(number, seed=number))
        with django_assert_num_queries(2):
            citation_file(Publication.objects.order_by("pk"), "bib", name="x", private=private)


def test_long_list_is_read_in_batches_to_the_same_file(monkeypatch):
    import_text(bibtex_file(9, seed=1))
    publications = Publication.objects.order_by("pk")
    whole = {suffix: citation_file(publications, suffix, name="x", private=True).content for suffix in WRITERS}
    monkeypatch.setattr(downloads, "_BATCH", 4)
    assert {suffix: citation_file(publications, suffix, name="x", private=True).content for suffix in WRITERS} == whole
