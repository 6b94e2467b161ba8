"""The beat of each worker: a row in the database that says when it was last alive.

It lies in the database because that is the one thing that web processes and workers on different machines share.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import Error
from django.db.models import Max, Q
from django.utils import timezone

from evidence.models import WorkerBeat
from evidence.repeated_work import repeating

SECONDS_BETWEEN_BEATS = 15
# A worker that missed so many beats is gone, or its machine is.
LONGEST_SILENCE = timedelta(seconds=4 * SECONDS_BETWEEN_BEATS)
# Rows of workers that were killed; a worker that ends removes its own.
FORGOTTEN_AFTER = timedelta(days=1)


def write_beat(worker: str) -> None:
    """Note that a worker is alive, and forget workers that have been silent for a day."""
    now = timezone.now()
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"at": now})
    # Beats in the future are those of a clock that was put back: they would hide that a worker is alive.
    forgotten = Q(at__lt=now - FORGOTTEN_AFTER) | Q(at__gt=now + LONGEST_SILENCE)
    WorkerBeat.objects.filter(forgotten).delete()


def remove_beat(worker: str) -> None:
    """Forget a worker that ends."""
    WorkerBeat.objects.filter(worker=worker).delete()


def seconds_since_beat() -> int | None:
    """Seconds since any worker was last alive; None where none is known.

    Negative where the clock of the worker's machine is ahead, or was put back since.
    """
    last = WorkerBeat.objects.aggregate(last=Max("at"))["last"]
    return round((timezone.now() - last).total_seconds()) if last else None


@contextmanager
def beating(worker: str) -> Iterator[None]:
    """Let a thread write the beat of a worker, also while that works on a long task; remove it at the end."""
    try:
        with repeating(
            lambda _ended: write_beat(worker),
            name="worker beat",
            pause=SECONDS_BETWEEN_BEATS,
            # /health/ready reports the silence.
            failure="The worker could not write its beat",
        ):
            yield
    finally:
        # A database that is gone ends no worker with an error of its beat.
        with suppress(Error):
            remove_beat(worker)
