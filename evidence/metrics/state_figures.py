"""Figures that are read from the database when they are asked for: the queue, imports, workers."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import Error, connection
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from evidence.health.worker_beat import seconds_since_beat
from studies.choices import ImportState
from studies.models import ImportBatch
from studies.search.index_work import waiting_studies

# Counting all notes of a site that indexes nothing would take long.
_MOST_COUNTED = 10_000
QUEUE_STATES = ("READY", "RUNNING", "FAILED", "SUCCESSFUL")


class StateCollector(Collector):
    """The state of the site, read by a few small queries; without a database only that it does not answer."""

    def collect(self) -> Iterator[Metric]:
        try:
            figures = list(state_figures())
        except Error:
            figures = []
        finally:
            # Each request to the port has a thread of its own.
            connection.close()
        yield GaugeMetricFamily("evidence_database_up", "Whether the database answers.", value=bool(figures))
        yield from figures


def state_figures() -> Iterator[Metric]:
    """One figure after the other. Raises ``django.db.Error``."""
    yield _by_state("evidence_tasks", "Tasks by state.", DBTaskResult.objects.all(), "status", QUEUE_STATES)
    yield GaugeMetricFamily(
        "evidence_oldest_waiting_task_seconds", "How long the oldest task has waited.", value=_longest_wait()
    )
    states = [state.value for state in ImportState]
    yield _by_state("evidence_imports", "Imports by state.", ImportBatch.objects.all(), "state", states)
    waiting = waiting_studies(most=_MOST_COUNTED)
    yield GaugeMetricFamily("evidence_search_waiting_studies", "Studies not yet indexed for the search.", value=waiting)
    if (seconds := seconds_since_beat()) is not None:
        yield GaugeMetricFamily("evidence_worker_beat_age_seconds", "Since the last beat of a worker.", value=seconds)


def _by_state(name: str, documentation: str, records: QuerySet[Any], field: str, states: Iterable[str]) -> Metric:
    counts = dict(records.order_by().values_list(field).annotate(Count("pk")))
    family = GaugeMetricFamily(name, documentation, labels=["state"])
    for state in states:
        family.add_metric([state.lower()], counts.get(state, 0))
    return family


def _longest_wait() -> float:
    oldest = DBTaskResult.objects.order_by().ready().aggregate(oldest=Min("enqueued_at"))["oldest"]
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0
