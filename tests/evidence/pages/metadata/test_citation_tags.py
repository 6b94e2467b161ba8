"""Citation tags against the documented names, and what a record that lacks something gives."""

from collections import Counter

import pytest

from evidence.pages.metadata.citation_tags import citation_tags
from studies.choices import PublicationType, Retraction
from studies.models import Publication

# Google Scholar, Inclusion Guidelines for Webmasters, "Indexing": at least these three must be there.
SCHOLAR_REQUIRED = {"citation_title", "citation_author", "citation_publication_date"}
# The same page, for papers in journals: all that help to identify the paper.
SCHOLAR_JOURNAL = {
    "citation_journal_title",
    "citation_issn",
    "citation_volume",
    "citation_issue",
    "citation_firstpage",
    "citation_lastpage",
}
# What Zotero's translator "Embedded Metadata" reads, of those that a record here can hold.
ZOTERO = {
    "citation_title",
    "citation_author",
    "citation_publication_date",
    "citation_journal_title",
    "citation_conference_title",
    "citation_book_title",
    "citation_dissertation_institution",
    "citation_technical_report_institution",
    "citation_volume",
    "citation_issue",
    "citation_firstpage",
    "citation_lastpage",
    "citation_issn",
    "citation_isbn",
    "citation_doi",
    "citation_pmid",
    "citation_publisher",
    "citation_language",
    "citation_keywords",
}
# By these it knows the kind of a work; the last one that it finds counts.
KINDS = {name for name in ZOTERO if name.endswith(("_title", "_institution"))} - {"citation_title"}
WHOLE = {
    "entry_type": "article",
    "title": "Ozone <or> “nothing”: a trial",
    "authors": "Paoloni, Marco; Di Sante, Luca; Italian Ozone Group; others",
    "year": 2009,
    "journal": "Spine",
    "volume": "34",
    "number": "13",
    "pages": "1337–1344",
    "doi": "10.1097/BRS.0b013e3181a3c18d",
    "pmid": "19478653",
    "issn": "0362-2436 1528-1159",
    "publisher": "A publisher",
    "language": "en",
    "keywords": "ozone; low back pain",
}


def test_whole_record_has_every_tag_that_is_documented_for_its_kind() -> None:
    tags = citation_tags(Publication(**WHOLE))
    names = Counter(name for name, _ in tags)

    assert {*names} >= SCHOLAR_REQUIRED | SCHOLAR_JOURNAL
    assert {*names} <= ZOTERO
    assert names == Counter(
        {**dict.fromkeys(names, 1), "citation_author": 3, "citation_issn": 2, "citation_keywords": 2}
    )
    assert [value for name, value in tags if name == "citation_author"] == [
        "Paoloni, Marco",
        "Di Sante, Luca",
        "Italian Ozone Group",
    ]
    said = dict(tags)
    assert (said["citation_firstpage"], said["citation_lastpage"]) == ("1337", "1344")
    assert (said["citation_doi"], said["citation_pmid"]) == (WHOLE["doi"], WHOLE["pmid"])
    assert said["citation_publication_date"] == "2009"


def test_record_gives_only_what_it_holds() -> None:
    assert citation_tags(Publication(title="A title", authors="others")) == (("citation_title", "A title"),)


@pytest.mark.parametrize("title", ["[A poster about ozone]", " "])
def test_description_in_place_of_a_title_is_no_citation(title: str) -> None:
    assert citation_tags(Publication(**WHOLE | {"title": title})) == ()


def test_retracted_work_says_so_in_its_title() -> None:
    publication = Publication(**WHOLE | {"retraction": Retraction.RETRACTED})

    assert dict(citation_tags(publication))["citation_title"] == f"RETRACTED: {WHOLE['title']}"


@pytest.mark.parametrize(
    ("kind", "container", "value"),
    [
        (PublicationType.JOURNAL_ARTICLE, "citation_journal_title", "Spine"),
        (PublicationType.CONFERENCE_ABSTRACT, "citation_conference_title", "Spine"),
        (PublicationType.CONFERENCE_POSTER, "citation_conference_title", "Spine"),
        (PublicationType.BOOK_CHAPTER, "citation_book_title", "Spine"),
        (PublicationType.THESIS, "citation_dissertation_institution", "A publisher"),
        (PublicationType.TECHNICAL_REPORT, "citation_technical_report_institution", "A publisher"),
        (PublicationType.REGULATION, None, None),
    ],
)
def test_container_says_what_kind_of_work_it_is(kind: str, container: str | None, value: str | None) -> None:
    tags = citation_tags(Publication(**WHOLE | {"entry_type": "", "publication_type": kind}))

    assert [(name, text) for name, text in tags if name in KINDS] == ([(container, value)] if container else [])
