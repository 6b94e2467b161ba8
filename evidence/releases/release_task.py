"""A release made by the worker, of a request by an admin, whose row says how far it is.

One request is open at a time. A worker that was killed leaves an open request that nobody writes on: it is begun again
from its start, since nothing of a release is stored before all of it is.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from evidence.models import ReleaseRequest
from evidence.releases.make_release import make_release
from evidence.repeated_work import repeating
from studies.revisions.record_change import ActionRefusedError

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_BEATS = 2.0
# A worker that is silent for longer has stopped.
SECONDS_OF_SILENCE = 30


class ReleaseProgress:
    """How far the work is: set by the thread that works, written down by another, which holds no snapshot."""

    def __init__(self, request_id: int) -> None:
        self._request_id = request_id
        self._done, self._expected = 0, 0

    def tell(self, done: int, expected: int) -> None:
        """Note how many files were read, and of how many."""
        self._done, self._expected = done, expected

    def save(self, _ended: object = None) -> None:
        """Write it on the request."""
        ReleaseRequest.objects.filter(pk=self._request_id, is_open=True).update(
            heartbeat_at=timezone.now(), n_done=self._done, n_expected=self._expected
        )


def request_release(*, by: User, now: datetime, note: str) -> ReleaseRequest:
    """Queue a release. Raises ``ActionRefusedError`` where one waits or is being made."""
    try:
        with transaction.atomic():
            request = ReleaseRequest.objects.create(requested_by=by, requested_at=now, note=note.strip())
    except IntegrityError as error:
        raise ActionRefusedError("A release is being made already. Wait until it is done.") from error
    make_requested_release.enqueue(request_id=request.pk)
    return request


@task()
def make_requested_release(request_id: int) -> str:
    """Make the release of a request, unless that is done or another worker does it; the result says what happened."""
    now = timezone.now()
    free = ReleaseRequest.objects.filter(_is_free(now), pk=request_id, is_open=True)
    if not free.update(heartbeat_at=now, n_done=0, n_expected=0):
        return "nothing to do"
    request = ReleaseRequest.objects.select_related("requested_by").get(pk=request_id)
    progress = ReleaseProgress(request_id)
    beat = repeating(
        progress.save, name="release", pause=SECONDS_BETWEEN_BEATS, failure="Progress of a release was not saved"
    )
    with beat:
        return work_on_request(request, progress, now=now)


def work_on_request(request: ReleaseRequest, progress: ReleaseProgress, *, now: datetime) -> str:
    """Make its release and end the request; what goes wrong is written on it, and raised where it is no refusal."""
    try:
        release = make_release(by=request.requested_by, now=now, note=request.note, tell=progress.tell)
    except ActionRefusedError as refusal:
        _end(request, error=str(refusal))
        return str(refusal)
    except Exception as error:
        _end(request, error=f"An error of this site ({type(error).__name__}) stopped it. Nothing was released.")
        raise
    request.release = release
    _end(request, error="")
    return str(release)


def _end(request: ReleaseRequest, *, error: str) -> None:
    request.is_open, request.error, request.heartbeat_at = False, error, timezone.now()
    request.save(update_fields=["is_open", "error", "heartbeat_at", "release"])


def cancel_request() -> bool:
    """Give up the open request, such as one over which worker after worker dies; whether there was one.

    A worker that is at it goes on: stop that first.
    """
    given_up = ReleaseRequest.objects.filter(is_open=True)
    return bool(given_up.update(is_open=False, error="It was given up on the command line."))


def _is_free(now: datetime) -> Q:
    """Requests without a worker, or whose worker has stopped; a time in the future is of a clock that was put back."""
    silence = timedelta(seconds=SECONDS_OF_SILENCE)
    return Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=now - silence) | Q(heartbeat_at__gt=now + silence)


def take_up_release(*, now: datetime) -> int:
    """Queue the open request again if its worker has stopped; returns how many were queued."""
    stopped = ReleaseRequest.objects.filter(_is_free(now), is_open=True, heartbeat_at__isnull=False)
    for pk in stopped.values_list("pk", flat=True):
        make_requested_release.enqueue(request_id=pk)
    return len(stopped)
