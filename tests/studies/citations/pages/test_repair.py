"""Incomplete publications: listed, looked up elsewhere, and completed field by field."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studies.citations.pages.repair_page import taken_fields
from studies.models import ImportBatch, ImportedEntry, ImportFile, Publication, PublicationAbstract
from tests.factories import make_publication, make_study, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("researcher")]

TITLE = "Intradiscal ozone for lumbar disc herniation"
ANSWERS = {
    "a.nbib": f"PMID- 12345678\nTI  - {TITLE}.\nFAU - Rossi, Anna\nDP  - 2015 May\nJT  - Spine Journal\nVI  - 24\n"
    "PG  - 10-9\nLID - 10.1000/one [doi]\nAB  - Pain fell.\n\n",
    "a.xml": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>12345678</PMID><Article><Journal><JournalIssue>"
    "<Volume>24</Volume><PubDate><Year>2015</Year></PubDate></JournalIssue><Title>Spine Journal</Title></Journal>"
    f"<ArticleTitle>{TITLE}.</ArticleTitle><Abstract><AbstractText>Pain fell.</AbstractText></Abstract>"
    "<AuthorList><Author><LastName>Rossi</LastName><ForeName>Anna</ForeName></Author></AuthorList></Article></MedlineCitation>"
    '<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/one</ArticleId></ArticleIdList></PubmedData>'
    "</PubmedArticle></PubmedArticleSet>",
    "crossref.json": '{"status":"ok","message-type":"work","message":{"DOI":"10.1000/one","type":"journal-article",'
    f'"title":["{TITLE}"],"author":[{{"given":"Anna","family":"Rossi"}}],"issued":{{"date-parts":[[2015,5]]}},'
    '"container-title":["Spine Journal"],"volume":"24","abstract":"<jats:p>Pain fell.</jats:p>"}}',
    "list.json": '{"status":"ok","message-type":"work-list","message":{"total-results":1,"items":[{"DOI":"10.1000/one",'
    f'"title":["{TITLE}"],"author":[{{"given":"Anna","family":"Rossi"}}],"issued":{{"date-parts":[[2015]]}},'
    '"container-title":["Spine Journal"],"volume":"24"}],"items-per-page":20,'
    '"query":{"start-index":0,"search-terms":"ozone"}}}',
    "a.ris": f"TY  - JOUR\nTI  - {TITLE}\nAU  - Rossi, Anna\nPY  - 2015\nJF  - Spine Journal\nVL  - 24\n"
    "DO  - 10.1000/one\nAB  - Pain fell.\nER  - \n",
    "a.bib": f"@article{{a, title = {{{TITLE}}}, author = {{Rossi, Anna}}, year = 2015, journal = {{Spine Journal}},"
    " volume = 24, doi = {10.1000/one}}",
    "csl.json": f'[{{"id":"a","type":"article-journal","title":"{TITLE}",'
    '"author":[{"family":"Rossi","given":"Anna"}],"issued":{"date-parts":[[2015]]},'
    '"container-title":"Spine Journal","volume":"24","DOI":"10.1000/one"}]',
}


def incomplete(**values: object) -> Publication:
    """A publication without an identifier."""
    facts = {"title": TITLE, "authors": "Rossi, A", "year": 2015, "journal": "Spine Journal", "volume": "24"}
    return make_publication(**({"study": None, "url": ""} | facts | values))


def propose(client: Client, text: str, name: str = "answer.ris"):
    return client.post(reverse("repair"), {"answer_file": SimpleUploadedFile(name, text.encode())})


def boxes(page: str) -> dict[str, bool]:
    """Each box by the name of its field, and whether it is ticked."""
    found = re.findall(r'<input type="checkbox" name="take" value="\d+:(\w+)"( checked)?>', page)
    return {name: bool(ticked) for name, ticked in found}


def write(client: Client, page: str, publication: Publication, *names: str) -> str:
    """Send the proposals of a page with boxes ticked."""
    [seal] = re.findall(r'name="seal" value="([^"]+)"', page)
    ticked = [f"{publication.pk}:{name}" for name in names]
    sent = {"seal": html.unescape(seal), "take": ticked}
    return client.post(reverse("repair-apply"), sent, follow=True).content.decode()


def test_list_counts_what_is_missing_and_filters_by_it(client):
    incomplete(title="No identifier here")
    incomplete(title="No year here", doi="10.1000/a", year=None)
    incomplete(title="No authors and nothing else", authors="", year=None)
    incomplete(title="Complete in all", doi="10.1000/b")

    page = client.get(reverse("repair")).content.decode()
    of_year = client.get(reverse("repair"), {"missing": "year"}).content.decode()

    counts = dict(re.findall(r"Without ([\w ]+)</\w+>\s*<span class=\"soft\">(\d+)", page))
    assert counts == {"one or more of the three": "3", "identifier": "2", "year": "2", "authors": "1"}
    assert "Missing: <b>identifier, year, authors</b>" in page
    assert ("No identifier here" in page, "No identifier here" in of_year) == (True, False)
    assert "Complete in all" not in page
    assert client.get(reverse("repair"), {"missing": "colour"}).status_code == 404


def test_pages_take_the_same_queries_whatever_their_length(client):
    numbers = []
    for number in (1, 9):
        for each in range(number):
            incomplete(title=f"Ozone work of number {number} and {each} in four words", study=make_study())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("repair"))
            propose(client, "".join(f"@misc{{a, title={{{each.title}}}}}\n" for each in Publication.objects.all()))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_of_every_kind_is_matched_and_its_new_fields_are_ticked(client, name):
    incomplete(authors="Rossi, A")

    page = propose(client, ANSWERS[name], name).content.decode()

    proposed = boxes(page)
    assert proposed["doi"] is True
    assert proposed["authors"] is False  # here and different
    assert not {"title", "year", "volume", "url"} & proposed.keys()
    assert "Possibly another work" not in page
    assert "not readable" not in page


def test_only_what_is_ticked_is_written_with_the_file_as_its_reason(client, researcher):
    publication = incomplete()
    page = propose(client, ANSWERS["a.nbib"], "C:\\answers\\pubmed <1>.nbib").content.decode()
    assert boxes(page) | {"pages": True} == {
        "authors": False, "pages": True, "doi": True, "pmid": True, "abstract": True,
    }  # fmt: skip

    answer = write(client, page, publication, "doi", "abstract", "journal", "title")

    publication.refresh_from_db()
    assert (publication.doi, publication.pmid, publication.authors) == ("10.1000/one", "", "Rossi, A")
    assert (publication.url, publication.url_kind) == ("https://doi.org/10.1000/one", "doi")
    assert PublicationAbstract.objects.get().text == "Pain fell."
    line = publication.history.first()
    assert (line.history_change_reason, line.history_user) == ("Completed from pubmed <1>.nbib", researcher)
    assert "Written: 2 fields of 1 publication." in answer


def test_value_that_changed_meanwhile_is_left_alone(client):
    publication = incomplete()
    page = propose(client, ANSWERS["a.ris"]).content.decode()
    Publication.objects.filter(pk=publication.pk).update(doi="10.1000/typed")

    answer = write(client, page, publication, "doi")

    publication.refresh_from_db()
    assert publication.doi == "10.1000/typed"
    assert "has been changed since the list was made" in answer


@pytest.mark.parametrize(("role", "written"), [("researcher", ""), ("curator", "10.1000/one")])
def test_identifiers_of_a_publication_with_a_study_need_a_curator(client, role, written):
    publication = incomplete(study=make_study(), pages="")
    curators_page = Client()
    curators_page.force_login(make_user(username="c", role="curator"))
    page = propose(curators_page, ANSWERS["a.ris"]).content.decode()
    sender = Client()
    sender.force_login(make_user(username="s", role=role))

    shown = boxes(propose(sender, ANSWERS["a.ris"]).content.decode())
    answer = write(sender, page, publication, "doi", "abstract")

    publication.refresh_from_db()
    assert publication.doi == written
    assert ("doi" in shown) == bool(written)
    assert ("needs a curator" in answer) == (not written)
    assert PublicationAbstract.objects.exists()


def test_possible_match_is_shown_and_nothing_of_it_is_ticked(client):
    incomplete(title=f"{TITLE}: results of a registry", year=2014, volume="")

    page = propose(client, ANSWERS["a.ris"]).content.decode()

    assert "Possibly another work" in page
    assert not any(boxes(page).values())


def test_every_record_of_an_answer_is_counted(client):
    incomplete()
    incomplete(title="Paravertebral ozone in chronic low back pain", doi="10.1000/two", authors="Kaya, Ege", year=2018)
    text = (
        ANSWERS["a.bib"] * 2 + "\n@article{b, title={Paravertebral ozone in chronic low back pain}, doi={10.1000/two},"
    )
    text += (
        " author={Kaya, Ege}, year=2018}\n@misc{c, title={<b>Ozone</b> in a leaflet & more}}\n@article{d, year=2000}\n"
    )

    page = " ".join(propose(client, text).content.decode().split())

    assert "1 publication with proposals; 1 record of no publication here; 1 of publications that are complete;" in page
    assert "1 further of a publication that another record matches; 1 not readable" in page
    assert "Ozone in a leaflet &amp; more" in page


def test_file_that_is_no_answer_is_refused_with_a_sentence(client):
    response = propose(client, "%PDF-1.7", "a.pdf")

    assert response.status_code == 400
    assert "looks like a PDF" in response.content.decode()


def test_forged_proposals_write_nothing(client):
    publication = incomplete()
    sent = {"seal": "eyJ2IjoxfQ:forged:seal", "take": [f"{publication.pk}:doi"]}

    answer = client.post(reverse("repair-apply"), sent, follow=True).content.decode()

    publication.refresh_from_db()
    assert publication.doi == ""
    assert "Send the file again" in answer
    assert taken_fields({"1": {"doi": ["", "10.1/x"]}}, ["1:pmid", "2:doi", "x", "1:doi:y"]) == []


def test_what_entries_of_a_publication_have_is_proposed_too(client):
    publication = incomplete(doi="", title="Ozone that an entry knows more of")
    from_entry(publication, doi="10.1000/entry", volume="24")

    page = client.get(reverse("repair-sources")).content.decode()

    assert boxes(page) == {"doi": True}
    write(client, page, publication, "doi")
    publication.refresh_from_db()
    assert publication.doi == "10.1000/entry"


def from_entry(publication: Publication, **values: str) -> None:
    """An applied entry of another file that joined a publication."""
    batch = ImportBatch.objects.create(file_name="b.ris", size=1, sent_at=timezone.now())
    file = ImportFile.objects.create(batch=batch, position=1, name="b.ris", sha256="", size=1)
    facts = {"batch": batch, "file": file, "index": 1, "line": 1, "verdict": "duplicate", "applied": True}
    candidate = {"title": publication.title, "authors": [], **values}
    ImportedEntry.objects.create(**facts, publication=publication, candidate=candidate)


def test_list_can_be_looked_up_elsewhere(client):
    incomplete(title="Sought elsewhere", citation_key="rossi2015")
    incomplete(title="Has it all", doi="10.1000/b")

    text = client.get(reverse("repair-export", args=["ris"]), {"missing": "identifier"}).content.decode()

    assert "ID  - rossi2015\nTI  - Sought elsewhere\n" in text
    assert "Has it all" not in text
