"""Searches of databases: what pages, files and the flow say of them. Only applied imports count."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.citations.apply import apply_import
from studies.citations.parse.database_names import database_name
from studies.citations.receive import SentFile, SentSearch, read_files, receive_files
from studies.citations.searches import USUAL_DATABASES, last_search, search_sentence
from studies.citations.undo import undo_import
from studies.models import ImportBatch, SearchRecord
from tests.evidence.pages.html_page import read
from tests.factories import make_condition, make_user
from tests.studies.citations.import_factories import BROKEN, ONE, OTHER, now
from tests.studies.full_site import make_trial

pytestmark = pytest.mark.django_db

NONE = "No search of a database is on record."


def searched(database: str, day: date, *texts: str, query_text: str = "") -> ImportBatch:
    """An applied import of files that this search found."""
    files = [SentFile(f"{n}.bib", text.encode()) for n, text in enumerate(texts)]
    search = SentSearch(database, day, query_text)
    batch = receive_files(files=files, search=search, by=make_user(), now=now())
    return apply_import(batch=read_files(batch=batch), by=None, now=now())


def test_last_search_is_the_newest_of_applied_imports():
    assert search_sentence(last_search()) == NONE
    first = searched("PubMed", date(2026, 5, 12), ONE)
    assert search_sentence(last_search()) == "Last search: PubMed, 12 May 2026."

    searched("Scopus", date(2026, 5, 12), OTHER)
    searched("", date(2026, 6, 1), "@misc{z, title = {Zebras under ozone}, year = 1999}")
    last = searched("Embase", date(2026, 5, 12), ONE, OTHER)
    assert search_sentence(last_search()) == "Last search: Embase and 2 other databases, 12 May 2026."

    undo_import(batch=last, by=None, now=now())
    assert search_sentence(last_search()) == "Last search: PubMed and 1 other database, 12 May 2026."
    undo_import(batch=first, by=None, now=now())
    planned = SentSearch("Embase", date(2026, 6, 2))
    read_files(batch=receive_files(files=[SentFile("a.bib", ONE.encode())], search=planned, by=None, now=now()))
    assert search_sentence(last_search()) == "Last search: Scopus, 12 May 2026."


def test_command_states_the_search_of_its_files(tmp_path):
    file = tmp_path / "a.bib"
    file.write_text(ONE)
    found = {"database": "PEDro", "query": "ozone AND back"}
    with pytest.raises(CommandError, match="Give the day of the search too"):
        call_command("import_citations", file, **found)
    with pytest.raises(CommandError, match="in the future"):
        call_command("import_citations", file, **found, searched_on=date(2999, 1, 1))
    assert not ImportBatch.objects.exists()

    with pytest.raises(CommandError, match="Give the day of the search too"):
        call_command("import_citations", file, method="website")

    call_command("import_citations", file, **found, searched_on=date(2026, 5, 12), stdout=io.StringIO())
    file.write_text(OTHER)
    later = {"database": "Google", "searched_on": date(2026, 6, 1), "stdout": io.StringIO()}
    call_command("import_citations", file, **later, method="website")

    # What was looked up on a website is no later search of a database.
    assert search_sentence(last_search()) == "Last search: PEDro, 12 May 2026."
    assert SearchRecord.objects.get(method="database").query_text == "ozone AND back"
    assert SearchRecord.objects.get(method="website").database == "Google"


def test_pages_and_files_say_what_was_searched_last(client):
    slug = make_trial(condition=make_condition(slug="sore-back", in_back_pain=True)).condition.slug
    address = reverse("condition", args=[slug])
    with CaptureQueriesContext(
        connection,
    ) as before:
        assert NONE in client.get(address).content.decode()
    assert json.loads(client.get(reverse("condition-json", args=[slug])).content)["last_search"] is None

    searched("PubMed", date(2026, 5, 12), ONE, query_text="1. ozone\n2. <back>")

    sentence = "Last search: PubMed, 12 May 2026."
    with CaptureQueriesContext(connection) as after:
        assert sentence in client.get(address).content.decode()
    assert len(after) == len(before)
    data = json.loads(client.get(reverse("condition-json", args=[slug])).content)
    assert data["last_search"] == {"day": "2026-05-12", "database": "PubMed", "others": 0}
    for name, column, arguments in (("condition-csv", "value", [slug]), ("study-list-csv", "last_search", [])):
        text = client.get(reverse(name, args=arguments)).content.decode()
        assert next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))[column] == sentence
    methods = read(client.get(reverse("methods")))
    assert f"{sentence} A search is on record with its import" in methods.text
    assert "PubMed database 12 May 2026 1. ozone … 1. ozone 2. <back>" in methods.text


def test_flow_counts_the_records_of_each_database_on_its_day(client):
    searched("PubMed", date(2026, 5, 12), ONE, OTHER)
    searched("PubMed", date(2026, 5, 12), ONE + BROKEN)
    undo_import(batch=searched("Embase", date(2026, 5, 12), OTHER), by=None, now=now())
    plain = receive_files(files=[SentFile("own.bib", ONE.encode()), SentFile("b.bib", b"x")], by=None, now=now())
    apply_import(batch=read_files(batch=plain), by=None, now=now())

    page = read(client.get(reverse("flow")))

    assert "PubMed, 12 May 2026 (n = 4)" in page.text
    # Its only record was known, so it is no publication that came without a search.
    assert "Other records of files without a stated search (n = 1)" in page.text
    assert "own.bib" not in page.text
    assert "Records identified (n = 4)" in page.text
    assert "Embase" not in page.text
    # Names of sources are read from files, so the address holds them encoded.
    listed = f"{reverse('flow-list', args=['identified'])}?method=database&amp;source=PubMed%2C+12+May+2026"
    assert f'<a href="{listed}">PubMed' in " ".join(page.html.split()).replace("> PubMed", ">PubMed")


def test_offered_databases_are_spelled_as_files_name_them():
    assert [database_name(each) for each in USUAL_DATABASES] == list(USUAL_DATABASES)
