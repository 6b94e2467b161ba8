"""What every file says of where its numbers come from."""

from typing import NamedTuple


class DataOrigin(NamedTuple):
    """The page that a file belongs to, the state of its data, the last search, and how to cite it; all in words.

    The same rows with the same origin make the same bytes.
    """

    address: str
    state: str
    searched: str
    citation: str
