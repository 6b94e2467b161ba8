"""What the head of a page says to programs: canonical address, Open Graph, citation tags, files, linked data."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from PIL import Image
from pytest_django import DjangoDbBlocker

from evidence.pages.metadata.metadata_tags import PICTURE_SIZE, SHARED_PICTURE
from studies.choices import StudyStatus
from studies.models import Study
from studies.permissions import CURATOR
from tests.evidence.pages.html_page import markup_errors, read
from tests.evidence.pages.metadata.test_citation_tags import SCHOLAR_JOURNAL, SCHOLAR_REQUIRED, WHOLE
from tests.evidence.pages.metadata.test_linked_data import DATA_SET_RECOMMENDED, DATA_SET_REQUIRED, read_block
from tests.factories import make_publication, make_user
from tests.shared_records import shared_records
from tests.studies.full_site import make_trial

pytestmark = pytest.mark.django_db
# The Open Graph protocol, "Basic Metadata": the four required properties.
OPEN_GRAPH_REQUIRED = {"og:title", "og:type", "og:image", "og:url"}
HOSTILE = '</script><script>alert(1)</script> “a” & "b" \u2028'


Asked = Callable[[str], HttpResponse]


def head_of(get: Asked, address: str) -> str:
    response = get(address)
    assert response.status_code == 200
    assert markup_errors(read(response)) == []
    return response.content.decode().partition("</head>")[0]


def meta(head: str, kind: str) -> list[tuple[str, str]]:
    found = re.findall(rf'<meta {kind}="([^"]+)" content="([^"]*)">', head)
    return [(name, unescape(value)) for name, value in found]


def data_of(head: str) -> dict[str, object]:
    [block] = re.findall(r'<script type="application/ld\+json">.*?</script>', head)
    data = read_block(block)
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module")
def study(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Study]:
    with shared_records(django_db_blocker, make_cited_study) as made:
        yield made


@pytest.fixture(scope="module")
def asked(study: Study) -> Asked:
    """Asks for each address of the site with that study once."""
    return cache(Client().get)


def make_cited_study() -> Study:
    study = make_trial(label="Paoloni 2009", slug="paoloni-2009")
    make_publication(study=study, **WHOLE | {"title": f"Ozone {HOSTILE}"})
    return study


def test_page_of_a_study_cites_its_publication(asked: Asked, study: Study) -> None:
    head = head_of(asked, study.get_absolute_url())
    tags = dict(meta(head, "name"))

    assert {*tags} >= SCHOLAR_REQUIRED | SCHOLAR_JOURNAL
    assert tags["citation_title"] == " ".join(f"Ozone {HOSTILE}".split())
    data = data_of(head)
    assert (data["@type"], data["headline"]) == ("ScholarlyArticle", tags["citation_title"])
    assert data["subjectOf"] == {
        "@type": "WebPage",
        "url": "http://testserver/studies/paoloni-2009/",
        "name": "Paoloni 2009",
    }
    # Zotero takes a "website" for a web page, whatever else the page says.
    assert dict(meta(head, "property"))["og:type"] == "article"


def test_page_without_a_publication_cites_none(client: Client) -> None:
    head = head_of(client.get, make_trial().get_absolute_url())

    assert "citation_" not in head
    assert "ld+json" not in head


@pytest.mark.parametrize("page", ["/conditions/{condition}/", "/data/"])
def test_page_of_data_is_a_set_of_data_whose_files_are_there(asked: Asked, study: Study, page: str) -> None:
    data = data_of(head_of(asked, page.format(condition=study.condition.slug)))

    assert {*data} >= DATA_SET_REQUIRED | DATA_SET_RECOMMENDED
    assert 50 <= len(str(data["description"])) <= 5000
    files = data["distribution"]
    assert isinstance(files, list)
    for file in files:
        response = asked(file["contentUrl"].removeprefix("http://testserver"))
        assert response.status_code == 200
        assert response["Content-Type"].startswith(file["encodingFormat"])


def test_first_page_says_how_the_site_is_searched(asked: Asked) -> None:
    action = data_of(head_of(asked, "/"))["potentialAction"]

    assert isinstance(action, dict)
    address = action["target"]["urlTemplate"].replace("{search_term_string}", "ozone")
    assert asked(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/studies/?q=ozone",
        "/studies/paoloni-2009/",
        "/conditions/{condition}/",
        "/conditions/{condition}/studies/",
        "/conditions/{condition}/harms/",
        "/safety/",
        "/flow/",
        "/data/",
        "/docs/operations/",
    ],
)
def test_public_page_names_itself_and_its_files(asked: Asked, study: Study, page: str) -> None:
    address = page.format(condition=study.condition.slug)
    head = head_of(asked, address)
    graph = dict(meta(head, "property"))

    assert {*graph} >= OPEN_GRAPH_REQUIRED
    [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)">', head)
    assert canonical == graph["og:url"] == f"http://testserver{address}"
    [title] = re.findall(r"<title>(.*?)</title>", head, flags=re.DOTALL)
    assert graph["og:title"] == " ".join(unescape(title).split())
    for kind, file in re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', head):
        response = asked(unescape(file))
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, kind)


def test_canonical_address_has_parameters_in_one_order(client: Client, study: Study) -> None:
    one = head_of(client.get, "/studies/?q=ozone&design=rct&kind=")
    other = head_of(client.get, "/studies/?design=rct&q=ozone")
    canonical = re.compile(r'rel="canonical" href="([^"]+)"')

    assert canonical.findall(one) == canonical.findall(other) == ["http://testserver/studies/?design=rct&amp;q=ozone"]


def test_address_of_the_site_is_the_one_that_it_was_set_up_with(client: Client, study: Study) -> None:
    with override_settings(SITE_URL="https://evidence.example.org"):
        head = head_of(client.get, study.get_absolute_url())
        robots = client.get("/robots.txt").content.decode()

    assert 'rel="canonical" href="https://evidence.example.org/studies/paoloni-2009/"' in head
    assert "http://testserver" not in head
    assert "Sitemap: https://evidence.example.org/sitemap.xml" in robots.splitlines()


@pytest.mark.parametrize("address", ["/nowhere/", "/studies/nowhere/", "/login/", "/glossary/?nothing=1"])
def test_error_and_form_name_no_address(client: Client, address: str) -> None:
    html = client.get(address).content.decode()

    assert "canonical" not in html
    assert "og:" not in html


def test_page_of_curators_and_drafts_say_nothing(client: Client, study: Study) -> None:
    Study.objects.filter(pk=study.pk).update(standing=StudyStatus.DRAFT)
    assert "citation_" not in client.get(study.get_absolute_url()).content.decode()
    client.force_login(make_user(role=CURATOR))
    for address in (study.get_absolute_url(), "/curation/", f"/curation/studies/{study.slug}/"):
        html = client.get(address).content.decode()
        assert "citation_" not in html
        assert "canonical" not in html


def test_made_up_studies_are_not_to_be_found(client: Client, study: Study) -> None:
    with override_settings(SYNTHETIC=True):
        for address in (study.get_absolute_url(), f"/conditions/{study.condition.slug}/", "/"):
            html = client.get(address).content.decode()
            assert '<meta name="robots" content="noindex">' in html
            assert not re.search(r"citation_|ld\+json|canonical|og:", html)
        assert "Sitemap" not in client.get("/robots.txt").content.decode()


def test_shared_picture_has_the_size_that_is_said() -> None:
    with Image.open(settings.BASE_DIR / "static" / SHARED_PICTURE) as picture:
        assert picture.size == PICTURE_SIZE
