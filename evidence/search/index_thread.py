"""The worker keeps the index of the search current, so that no search has to read the records themselves."""

import threading
from contextlib import AbstractContextManager

from evidence.repeated_work import repeating
from studies.search.index_work import index_notes

SECONDS_BETWEEN = 3.0


def index_once(ended: threading.Event) -> None:
    """Index what is noted as changed."""
    index_notes()


def indexing() -> AbstractContextManager[None]:
    """Let a thread index while the block runs."""
    return repeating(
        index_once, name="index search", pause=SECONDS_BETWEEN, failure="The index of the search was not updated"
    )
