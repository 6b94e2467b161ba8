"""What programs and people call the columns of a table of citations."""

import re

# The names of each field in small letters, with one blank for every other sign; commas between names.
_NAMES = {
    "title": (
        "title, article title, document title, primary title, full title, titles, ti, study title, public title, "
        "display name"
    ),
    "other title": "original title, vernacular title, translated title, short title",
    "authors": (
        "authors, author, author s, author names, author full names, author name, creators, creator, au, af, "
        "authorships author display name"
    ),
    "editors": "editors, editor, editor s",
    "year": (
        "year, publication year, published year, pub year, pubyear, year of publication, yr, py, publication date, "
        "date of publication, date published, date, issued"
    ),
    "journal": (
        "journal, journal title, journal name, source title, publication title, journal book, book title, "
        "secondary title, container title, periodical, full journal name, so, jt, "
        "primary location source display name"
    ),
    "source": (
        "source, publication, publication name, journal abbreviation, abbreviated source title, anthology title, "
        "conference name"
    ),
    "volume": "volume, vol, vl, biblio volume",
    "number": "number, issue, issue number, journal issue, no, biblio issue",
    "pages": "pages, page, page range, page numbers, page s, pg, pagination",
    "first page": "first page, start page, startpage, page start, starting page, sp, bp, biblio first page",
    "last page": "last page, end page, endpage, page end, ending page, ep, biblio last page",
    "article number": "article number, art no, elocation id",
    "doi": "doi, digital object identifier, doi link, doi url, di",
    "pmid": "pmid, pubmed id, medline pmid, pubmed pmid, pubmed, pm",
    "pmcid": "pmcid, pmc id, pmc, pubmed central id",
    "url": (
        "url, link, urls, external url, full text link, web address, document url, articleurl, dimensions url, "
        "study url, embase link"
    ),
    "open url": "open url link, openurl, open url",
    "abstract": "abstract, abstract note, abstract text, summary, ab",
    "keywords": (
        "keywords, keyword, author keywords, index keywords, manual tags, automatic tags, mesh headings, mesh terms, "
        "subject terms, subjects, emtree drug index terms, emtree medical index terms, "
        "emtree drug index terms major focus, emtree medical index terms major focus, kw, ky"
    ),
    "publisher": "publisher, pb, pu",
    "language": "language, article language, original language, language of original document, la",
    "issn": "issn, issns, eissn, print issn, electronic issn, sn",
    "isbn": "isbn, isbns",
    "note": "note, notes, remarks",
    "elsewhere": (
        "extra, accession number, registration, registrations, clinical trial numbers, trial registration, "
        "clinical trial number, nct number, trialid, source urls, us, xr"
    ),
    "form": "form",
    "type": "type, item type, entry type, document type, publication type, reference type, ref type, pt",
    "key": "key, id, citation key, cite key, record id, covidence, embase accession id, lens id, publication id",
    "retracted": "retracted, is retracted",
    # Of this site's own table: nothing of the publication.
    "searches": "searches",
    "database": "database, db, source database, database name",
}
_OTHER_SIGNS = re.compile(r"[\W_]+")


def names_of(field: str) -> list[str]:
    """The names under which a field is found."""
    return _NAMES[field].split(", ")


_FIELD_OF = {name: field for field in _NAMES for name in names_of(field)}


def field_of(column: str) -> str:
    """The field that a column holds; '' when its name is none of those known.

    >>> field_of("Author(s)"), field_of("pubmed_id"), field_of("Cited by")
    ('authors', 'pmid', '')
    """
    return _FIELD_OF.get(_OTHER_SIGNS.sub(" ", column.lower()).strip(), "")
