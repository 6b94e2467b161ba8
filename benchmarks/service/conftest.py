"""What the checks of the service share: its programs, and a proxy in front of a recorded web server."""

from collections.abc import Iterator

import pytest

from benchmarks.harness.programs import install_programs
from benchmarks.service.proxy import Proxy, running_proxy
from benchmarks.service.recorded_web import RecordedWeb, recorded_web


@pytest.fixture(scope="session", autouse=True)
def programs() -> None:
    install_programs()


@pytest.fixture(scope="module")
def web() -> Iterator[RecordedWeb]:
    with recorded_web() as server:
        yield server


@pytest.fixture(scope="module")
def proxy(web: RecordedWeb) -> Iterator[Proxy]:
    with running_proxy(web.address) as running:
        yield running
