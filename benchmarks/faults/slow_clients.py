"""Half-sent and slow requests to the web server alone, without a proxy before it.

With the proxy: ``benchmarks/service``. Without it the site answers as long as fewer slow connections stand than it has
threads; it lets none stand for ever, and is itself again when they are gone.
"""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.faults.promises import Promise
from benchmarks.harness.live_site import LiveSite, live_site
from benchmarks.harness.slow_connections import half_sent_connections

FAULT = "half-sent requests, no proxy"
# Fewer than the eight threads of one web process, more than those of both, and many. A silence of 20 seconds ends one.
FEW, TWENTY, MANY = 3, 20, 200
SECONDS_TO_ANSWER, SECONDS_TO_RECOVER = 5, 60


def check() -> Iterator[Promise]:
    with TemporaryDirectory() as folder, live_site(Path(folder)) as site:
        with half_sent_connections(site.port, FEW):
            time.sleep(1)
            seconds = answered_within(site, SECONDS_TO_ANSWER)
            yield Promise(FAULT, f"{FEW} of them delay nobody", said(seconds), seconds is not None)
        with half_sent_connections(site.port, TWENTY):
            seconds = answered_within(site, SECONDS_TO_RECOVER)
            yield Promise(
                FAULT, f"{TWENTY} of them stop the site for less than a minute", said(seconds), seconds is not None
            )
        with half_sent_connections(site.port, MANY) as connections:
            time.sleep(1)
            stood = said(answered_within(site, SECONDS_TO_ANSWER))
        seconds = answered_within(site, SECONDS_TO_RECOVER)
        seen = f"while {MANY} stand: {stood}; when they are gone: {said(seconds)}"
        yield Promise(FAULT, f"after {MANY} of them the site answers by itself", seen, seconds is not None)
        yield Promise(FAULT, "nothing is left of them", f"{len(connections.sockets)} closed", still_answers(site))
        yield from cut_off_upload(site)


def answered_within(site: LiveSite, longest: float) -> float | None:
    """Seconds until /robots.txt came; None where it did not come in time."""
    visitor = site.visitor()
    visitor.timeout = longest
    answer = visitor.get("/robots.txt")
    return answer.seconds if answer.status == 200 else None


def said(seconds: float | None) -> str:
    return "no answer" if seconds is None else f"{seconds:.2f} s"


def still_answers(site: LiveSite) -> bool:
    return all(site.visitor().get("/robots.txt").status == 200 for _ in range(20))


def cut_off_upload(site: LiveSite) -> Iterator[Promise]:
    """A form of which half arrives before the connection ends, as when a laptop is closed."""
    count = "from studies.models import ImportBatch; print(ImportBatch.objects.count())"
    before = site.shell(count)
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        head = "POST /import/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        connection.sendall(f"{head}Content-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; ".encode())
    time.sleep(1)
    kept = site.shell(count) == before and still_answers(site)
    traceback = "Traceback" in site.log.read_text()
    yield Promise(FAULT, "a form that is cut off writes nothing", "no row, pages as before" if kept else "rows", kept)
    yield Promise(FAULT, "it is no error of the site in the log", "a traceback" if traceback else "none", not traceback)
