"""CSL-JSON and CSV that this site wrote are read back to the same values."""

import pytest

from studies.citations.export.write_csl import write_csl
from studies.citations.export.write_csv_table import write_citation_table
from studies.citations.parse.read_file import open_file
from tests.studies.citations.export.imported import citations_of, imported
from tests.studies.citations.export.round_trip import joined

ENTRIES = r"""
@article{rossi2019, title = {=Ozone, "new" and {old} \& more}, author = {van Dam, Ko and {WHO Group} and Li, X., Jr},
  year = 2019, month = may, journal = {-Spine}, volume = 4, number = 2, pages = {1--9}, doi = {10.1000/x},
  pmid = {15891150}, pmcid = {PMC1234567}, url = {https://example.org/x}, note = {@home, PMID: 15891150},
  issn = {0362-2436}, language = {eng}, keywords = {ozone; pain}, abstract = {Pain fell; 5" discs, too.}}
@incollection{a:2, title = {Ozone in discs}, author = {Rossi, Anna}, editor = {Bruni, Bea and Verdi, Gio}, year = 2001,
  booktitle = {Methods}, publisher = {Example Press}, isbn = {9783161484100}, pages = {12}}
@phdthesis{b, title = {RETRACTED: Ozone in the knee}, author = {Verdi, Gio}, year = 1999, school = {University of Bari}}
@misc{c, title = {Ozone}, year = 2005}
"""
FIELDS = (
    *("title", "authors", "editors", "year", "journal", "volume", "number", "pages", "publisher", "language", "issn"),
    *("isbn", "keywords", "doi", "pmid", "pmcid", "abstract", "note", "citation_key", "publication_type"),
    "retraction",
)


@pytest.mark.parametrize("write", [write_csl, write_citation_table])
def test_what_is_exported_is_read_back_to_the_same_values(write):
    records = imported(ENTRIES)
    before = [entry.candidate for entry in open_file(ENTRIES.encode()).entries()]

    text = "\ufeff" + joined(write, citations_of(records))

    after = [entry.candidate for entry in open_file(text.encode()).entries()]
    for one, other in zip(before, after, strict=True):
        assert {name: getattr(other, name) for name in FIELDS} == {name: getattr(one, name) for name in FIELDS}
    assert [each.url for each in after] == [record.publication.url for record in records]
