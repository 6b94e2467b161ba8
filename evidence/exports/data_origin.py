"""What every file says of where its numbers come from."""

from typing import Any, NamedTuple

from evidence.data_citation import data_citation
from studies.presentation.data_licence import DATA_LICENCE, LICENCE_SENTENCE

# The columns of ``source_cells``: a header that is clean for R and spreadsheets.
SOURCE_COLUMNS = ("address", "data_of", "licence", "citation")


class DataOrigin(NamedTuple):
    """The page that a file belongs to, the state of its data, the last search, and how to cite it; all in words.

    The same rows with the same origin make the same bytes.
    """

    address: str
    state: str
    searched: str
    citation: str


def source_json(origin: DataOrigin) -> dict[str, Any]:
    """The origin as data of a JSON file."""
    return {
        "address": origin.address,
        "data_of": origin.state,
        "last_search": origin.searched,
        "licence": DATA_LICENCE._asdict(),
        "citation": origin.citation,
    }


def source_cells(origin: DataOrigin) -> tuple[str, str, str, str]:
    """The origin as cells of a table: address, state of the data, licence, citation."""
    return origin.address, f"{origin.state}. {origin.searched}", LICENCE_SENTENCE, origin.citation


def data_origin(address: str) -> DataOrigin:
    """The origin of a file of the page at that address, in the present state of the data."""
    found = data_citation()
    return DataOrigin(address, found.state, found.searched, found.text(address))
