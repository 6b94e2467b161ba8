"""What every file says of where its numbers come from."""

from typing import Any, NamedTuple

from studies.citations.searches import last_search, search_sentence
from studies.presentation.data_licence import DATA_LICENCE, LICENCE_SENTENCE

TITLE = "Ozone for back pain: the evidence"


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
    searched = search_sentence(last_search())
    return DataOrigin(address, "not released", searched, f"{TITLE} [web site]. {searched} {address}")
