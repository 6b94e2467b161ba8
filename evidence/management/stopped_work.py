"""Background work that has stopped is queued again, by a thread beside the worker."""

import logging
from contextlib import AbstractContextManager

from django.utils import timezone

from evidence.releases.release_task import take_up_release
from evidence.repeated_work import repeating
from studies.citations.tasks import take_up_imports
from studies.documents.read_document import take_up_documents

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 30


def take_up_stopped_work() -> None:
    """Queue imports, documents and a release whose worker was killed, or stopped by a full disk or a lost database."""
    now = timezone.now()
    n_imports, n_documents = take_up_imports(now=now), take_up_documents(now=now)
    n_releases = take_up_release(now=now)
    if n_imports or n_documents or n_releases:
        told = (n_imports, n_documents, n_releases)
        logger.warning("Work that had stopped goes on: imports %d, documents %d, releases %d.", *told)


def stopped_work_taken_up() -> AbstractContextManager[None]:
    """Look for stopped work again and again while the block runs, in a thread, also during a long task."""
    return repeating(
        lambda _ended: take_up_stopped_work(),
        name="stopped work",
        pause=SECONDS_BETWEEN_LOOKS,
        failure="Stopped work could not be looked for",
    )
