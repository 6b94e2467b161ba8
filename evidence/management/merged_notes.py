"""The notes of changed studies are put together by a thread beside the worker."""

from contextlib import AbstractContextManager

from evidence.repeated_work import repeating
from studies.revisions.merge_notes import merge_notes

SECONDS_BETWEEN = 60.0


def notes_merged() -> AbstractContextManager[None]:
    """Put them together again and again while the block runs, in a thread."""
    return repeating(
        lambda _ended: merge_notes(),
        name="merge notes",
        delay=SECONDS_BETWEEN,
        pause=SECONDS_BETWEEN,
        failure="The notes of changed studies were not put together",
    )
