"""What every file says of where its numbers come from."""

from typing import NamedTuple

from evidence.data_citation import data_citation


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
    found = data_citation()
    return DataOrigin(address, found.state, found.searched, found.text(address))
