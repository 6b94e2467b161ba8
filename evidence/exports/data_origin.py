"""What every file says of where its numbers come from."""

from typing import NamedTuple

from studies.citations.searches import last_search, search_sentence

TITLE = "Ozone for back pain: the evidence"


class DataOrigin(NamedTuple):
    """The page that a file belongs to, the state of its data, the last search, and how to cite it; all in words.

    The same rows with the same origin make the same bytes.
    """

    address: str
    state: str
    searched: str
    citation: str


def data_origin(address: str) -> DataOrigin:
    """The origin of a file of the page at that address, in the present state of the data."""
    searched = search_sentence(last_search())
    return DataOrigin(address, "not released", searched, f"{TITLE} [web site]. {searched} {address}")
