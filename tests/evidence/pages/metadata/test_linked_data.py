"""Linked data: what schema.org and search engines ask for, and that no text leaves its block."""

import json
from datetime import date
from typing import Any

import pytest

from evidence.data_citation import DataCitation
from evidence.pages.metadata.linked_data import data_block, data_set, web_site, work_data
from studies.choices import PublicationType, Retraction
from studies.models import Publication
from tests.evidence.pages.metadata.test_citation_tags import WHOLE

PAGE = "https://evidence.example.org/studies/paoloni-2009/"
# Google, "Dataset structured data": required, and recommended of what there is here.
DATA_SET_REQUIRED = {"name", "description"}
DATA_SET_RECOMMENDED = {"creator", "distribution", "isAccessibleForFree", "keywords", "license", "url"}


def read_block(html: str) -> Any:
    """The data of a block, read as a browser would: up to the first end tag of a script."""
    start, _, rest = html.partition(">")
    text, end, after = rest.partition("</script")
    assert (start, end, after) == ('<script type="application/ld+json"', "</script", ">")
    return json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "a \u2028 b \u2029 c",
        "“quoted” \"plain\" \\ & &lt; 'one'",
        "\x00\x1f\ud800",
    ],
)
def test_no_text_ends_its_block(text: str) -> None:
    html = data_block({"name": text})

    assert read_block(html) == {"@context": "https://schema.org", "name": text}
    assert html.isascii()
    assert html.count("<") == 2
    assert "&" not in html


def test_article_has_its_issue_authors_and_identifiers() -> None:
    data = work_data(Publication(**WHOLE, pmcid="PMC123"), address=PAGE, name="Paoloni 2009")

    assert data is not None
    assert data["@type"] == "ScholarlyArticle"
    assert data["@id"] == f"https://doi.org/{WHOLE['doi']}"
    assert data["headline"] == data["name"] == WHOLE["title"]
    assert data["author"] == [
        {"@type": "Person", "name": "Marco Paoloni", "familyName": "Paoloni", "givenName": "Marco"},
        {"@type": "Person", "name": "Luca Di Sante", "familyName": "Di Sante", "givenName": "Luca"},
        {"@type": "Organization", "name": "Italian Ozone Group"},
    ]
    volume = data["isPartOf"]["isPartOf"]
    assert (data["isPartOf"]["issueNumber"], volume["volumeNumber"]) == ("13", "34")
    assert volume["isPartOf"] == {"@type": "Periodical", "name": "Spine", "issn": ["0362-2436", "1528-1159"]}
    assert [each["propertyID"] for each in data["identifier"]] == ["doi", "pmid", "pmcid"]
    assert len(data["sameAs"]) == 3
    assert data["subjectOf"] == {"@type": "WebPage", "url": PAGE, "name": "Paoloni 2009"}
    assert "creativeWorkStatus" not in data


def test_record_gives_only_what_it_holds() -> None:
    data = work_data(Publication(title="A title"), address=PAGE, name="A 2000")

    assert data is not None
    assert {*data} == {"@type", "name", "headline", "subjectOf"}
    assert work_data(Publication(title="[A poster]"), address=PAGE, name="A 2000") is None


@pytest.mark.parametrize(
    ("kind", "form"),
    [(PublicationType.THESIS, "Thesis"), (PublicationType.BOOK_CHAPTER, "Chapter"), ("regulation", "CreativeWork")],
)
def test_kind_of_work_is_that_of_the_record(kind: str, form: str) -> None:
    data = work_data(Publication(**WHOLE | {"entry_type": "", "publication_type": kind}), address=PAGE, name="A 2000")

    assert data is not None
    assert data["@type"] == form


def test_retracted_work_says_so() -> None:
    retracted = Publication(**WHOLE | {"retraction": Retraction.RETRACTED})
    data = work_data(retracted, address=PAGE, name="A 2000")

    assert data is not None
    assert data["creativeWorkStatus"] == "Retracted"


def test_data_set_has_what_search_engines_ask_for() -> None:
    state = DataCitation(3, date(2026, 11, 2), None, None)
    data = data_set(name="N", description="D" * 60, address=PAGE, files=[("text/csv", f"{PAGE}a.csv")], state=state)

    assert {*data} >= DATA_SET_REQUIRED | DATA_SET_RECOMMENDED
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{PAGE}a.csv"}
    ]


@pytest.mark.parametrize(
    ("state", "version", "day"),
    [
        (DataCitation(3, date(2026, 11, 2), None, None), "3", "2026-11-02"),
        (DataCitation(3, date(2026, 11, 2), date(2026, 11, 29), None), None, "2026-11-29"),
        (DataCitation(None, None, None, None), None, None),
    ],
)
def test_only_a_release_has_a_version(state: DataCitation, version: str | None, day: str | None) -> None:
    data = data_set(name="N", description="D", address=PAGE, files=[], state=state)

    assert (data.get("version"), data.get("dateModified")) == (version, day)
    assert data["creditText"] == state.text(PAGE)


def test_site_says_how_it_is_searched() -> None:
    action = web_site(address="https://a.example/", search="https://a.example/search/")["potentialAction"]

    assert action["target"]["urlTemplate"] == "https://a.example/search/?q={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"
