"""The port on which Prometheus asks for the figures: another than that of the site, since no reader may see them."""

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from evidence.metrics.state_figures import StateCollector


def start_metrics_server(host: str, port: int) -> None:
    """Serve the figures of all web processes from a thread of this process, until it ends."""
    start_http_server(port, addr=host, registry=metrics_registry())


def metrics_registry() -> CollectorRegistry:
    """Everything that is told: what the processes counted, and the state of the site."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(StateCollector())
    return registry
