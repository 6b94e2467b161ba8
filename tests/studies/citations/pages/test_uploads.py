"""Uploads: several files, pasted text, and the search that found them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studies.citations.apply import apply_import
from studies.citations.pages.upload_form import MOST_FILES, UploadForm
from studies.citations.receive import SentFile, SentSearch, read_files, receive_files
from studies.models import ImportBatch, ImportFile, SearchRecord
from tests.evidence.pages.html_page import read
from tests.studies.citations.import_factories import BROKEN, ONE, OTHER, now, plan_text
from tests.studies.citations.pages.test_import_pages import batch, send, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("researcher")]

PASTED = "TY  - JOUR\nTI  - Ozone gas in the epidural space\nPY  - 2011\nER  - \n"


def sent(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def state(client, position: int, **values: str) -> str:
    address = reverse("import-search", args=[batch().pk, position])
    return client.post(address, values, follow=True).content.decode()


def searches() -> list[tuple[str, date, str] | None]:
    files = ImportFile.objects.order_by("position").select_related("search")
    return [file.search and (file.search.database, file.search.searched_on, file.search.query_text) for file in files]


def test_files_and_pasted_text_are_read_together_with_their_search(client, researcher):
    search = {"database": " PubMed ", "searched_on": "2026-05-12", "query_text": "ozone AND back"}

    page = send(client, sent("a.bib", ONE), sent("b.pdf", "%PDF-1.7"), pasted=PASTED + ONE, **search).content.decode()

    files = list(batch().files.values_list("name", "format", "error"))
    assert [name for name, _, _ in files] == ["a.bib", "b.pdf", "Pasted text"]
    assert [bool(error) for _, _, error in files] == [False, True, False]
    assert "looks like a PDF" in page
    assert [entry.file.name for entry in batch().entries.all()][0] == "a.bib"
    assert searches() == [("PubMed", date(2026, 5, 12), "ozone AND back")] * 3
    assert set(SearchRecord.objects.values_list("added_by", flat=True)) == {researcher.pk}
    assert page.count("PubMed, 12 May 2026") == 3


def test_pasted_text_alone_is_enough(client):
    send(client, pasted=PASTED, follow=False)

    assert batch().entries.get().title == "Ozone gas in the epidural space"
    assert searches() == [None]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Choose a file, or paste citations."),
        ({"pasted": " \n"}, "Choose a file, or paste citations."),
        ({"pasted": PASTED, "database": "PubMed"}, "Give the date of the search too."),
        ({"pasted": PASTED, "query_text": "ozone"}, "Give the date of the search too."),
        ({"pasted": PASTED, "method": "citation"}, "Give the date of the search too."),
        ({"pasted": PASTED, "method": "by-dream", "searched_on": "2026-05-12"}, "Select a valid choice."),
        ({"pasted": PASTED, "searched_on": "2999-01-01"}, "This day is in the future."),
        ({"pasted": PASTED, "searched_on": "12.5."}, "Enter a valid date."),
    ],
)
def test_faults_are_told_in_a_sentence_and_nothing_is_stored(client, values, sentence):
    response = send(client, **values)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_too_many_files_are_refused_in_a_sentence():
    files = [sent(f"{n}.bib", ONE) for n in range(MOST_FILES + 1)]
    form = UploadForm({}, {"citation_files": files}, use_required_attribute=False)
    form.fields["citation_files"].widget.value_from_datadict = lambda data, given, name: given[name]

    assert form.errors["citation_files"] == [
        f"{MOST_FILES + 1} files were sent; at most {MOST_FILES} are read together."
    ]


def test_what_is_too_large_to_be_read_at_all_is_told_in_a_sentence(client):
    long = client.post(reverse("import-list"), {"pasted": ONE * 20_000})
    many = client.post(reverse("import-list"), {"citation_files": [sent("a.bib", "x") for _ in range(1_001)]})
    # The test client shortens the names of files.
    body = (
        f'--x\r\nContent-Disposition: form-data; name="citation_files"; filename="{"n" * 3_000}"\r\n\r\nx\r\n--x--\r\n'
    )
    named = client.post(reverse("import-list"), body, content_type="multipart/form-data; boundary=x")

    assert [long.status_code, many.status_code, named.status_code] == [400, 400, 400]
    assert "Send a longer text as a file." in long.content.decode()
    assert "At most 1000 files can be sent together." in many.content.decode()
    assert "The name of a file is too long" in named.content.decode()


def test_search_of_a_file_is_corrected_and_its_history_kept(client):
    search = {"database": "PubMed", "searched_on": "2026-05-12", "method": "other"}
    send(client, sent("a.bib", ONE), sent("b.bib", OTHER), follow=False, **search)

    page = state(client, 2, database="Embase", searched_on="2026-05-13", query_text="ozone", method="register")

    assert '<option value="register" selected>' in page
    assert [file.search.method for file in batch().files.order_by("position")] == ["other", "register"]
    assert searches() == [("PubMed", date(2026, 5, 12), ""), ("Embase", date(2026, 5, 13), "ozone")]
    corrected = SearchRecord.objects.get(database="Embase")
    assert [line.database for line in corrected.history.all()] == ["Embase", "PubMed"]


def test_search_is_stated_for_all_files_and_withdrawn(client):
    send(client, sent("a.bib", ONE), sent("b.bib", OTHER), follow=False)
    assert "Give the date of the search too." in state(client, 1, database="Scopus")

    state(client, 1, database="Scopus", searched_on="2026-05-12", all_files="on")
    assert searches() == [("Scopus", date(2026, 5, 12), "")] * 2

    state(client, 1)
    assert searches() == [None, ("Scopus", date(2026, 5, 12), "")]
    assert SearchRecord.objects.count() == 1
    assert SearchRecord.history.filter(history_type="-").count() == 1


def test_date_without_a_database_waits_for_its_name(client):
    page = send(client, sent("a.bib", ONE), searched_on="2026-05-12").content.decode()

    assert "Database not stated, 12 May 2026" in page
    assert 'name="database" value' not in page


def test_database_is_that_which_each_file_names_itself(client):
    medline = "PMID- 31234567\nTI  - Epidural ozone after failed back surgery.\nDP  - 2019 May\n"

    send(client, sent("a.bib", ONE), sent("b.nbib", medline), searched_on="2026-05-12", follow=False)

    assert [found[0] for found in searches() if found] == ["database not stated", "PubMed"]


def test_file_that_was_applied_before_is_named_with_its_import(client):
    first = plan_text(ONE)
    assert "applied before" not in upload(client, ONE).content.decode()
    apply_import(batch=first, by=None, now=now())

    page = upload(client, ONE).content.decode()

    assert "The same file was applied before" in page
    assert f'href="{first.get_absolute_url()}"' in page


def test_counts_of_every_file_add_up_to_those_of_the_import(client):
    page = send(client, sent("a.bib", ONE + BROKEN), sent("b.bib", ONE + OTHER)).content.decode()
    rows = [row.split("</tr>")[0] for row in page.split("<tr")[1:]]
    numbers = [
        [int(cell.split("</td>")[0].split("</a>")[0].split(">")[-1]) for cell in row.split('<td class="num"')[1:]]
        for row in rows
    ]

    a, b, both = [row for row in numbers if row]
    assert a == [2, 1, 0, 0, 1]
    assert b == [2, 1, 1, 0, 0]
    assert both == [sum(pair) for pair in zip(a, b, strict=True)]


def test_list_of_imports_shows_files_searches_and_counts_in_few_queries(
    client, researcher, django_assert_max_num_queries
):
    search = SentSearch("PubMed", date(2026, 5, 12))
    for _ in range(3):
        files = [SentFile("a.bib", (ONE + BROKEN).encode()), SentFile("b.ris", PASTED.encode())]
        read_files(batch=receive_files(files=files, search=search, by=researcher, now=now()))

    with django_assert_max_num_queries(13):
        page = read(client.get(reverse("import-list"))).text

    assert page.count("a.bib and 1 more b.ris PubMed, 12 May 2026 ready to be applied 3 2 0 0 1") == 3
