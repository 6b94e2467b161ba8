"""How long the workbench takes with a grid of 200 results: on the server, and in a browser.

    python -m benchmarks.workbench_speed [--rows 200] [--runs 5]

Creates one study in a new SQLite file. The server's times are medians of the runs, as wall-clock and processor time
of this process; the browser's are measured in the browser, with the server in the same process.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

from tests.harness.chromium import launch

REQUEST_NAMES = ("page loaded", "posted unchanged", "checked against all studies", "every row changed and saved")
READ_LOAD_TIMES = """() => {
  const e = performance.getEntriesByType('navigation')[0];
  return [e.domInteractive - e.responseEnd, e.loadEventEnd - e.responseEnd, document.querySelectorAll('*').length];
}"""
# Time from setting a number in a field to the second frame after it.
MEASURE_TYPING = """field => new Promise(done => {
  const start = performance.now();
  field.value = '2.5';
  field.dispatchEvent(new Event('input', {bubbles: true}));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


class SilentRequestHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Log nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": f"sqlite:///{Path(folder).absolute()}/benchmark.sqlite3", "DEBUG": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
        django.setup()
        slug, session = make_study_and_session(options.rows)
        measure_server(slug, session, options.runs)
        measure_browser(slug, session, options.runs)


def make_study_and_session(rows: int) -> tuple[str, str]:
    """Create a study with that many results in two arms; return its slug and the session of a curator."""
    from django.core.management import call_command
    from django.test import Client

    from tests.factories import make_arm, make_measure, make_result, make_study, make_user

    call_command("migrate", verbosity=0)
    study, pain = make_study(), make_measure(slug="pain-vas")
    arms = [make_arm(study=study, components=[name]) for name in ("ozone", "sham")]
    for place in range(rows):
        numbers = {"mean": 1 + place * 37 % 89 / 10, "sd": 1 + place * 13 % 71 / 40, "weeks": 1 + place // 2}
        text = f"{1 + place // 2} weeks"
        make_result(
            arm=arms[place % 2], measure=pain, locator="Table 2", quote="as made", timepoint_label=text, **numbers
        )
    client = Client()
    client.force_login(make_user(role="curator"))
    return study.slug, client.cookies["sessionid"].value


def measure_server(slug: str, session: str, runs: int) -> None:
    from django.conf import settings
    from django.test import Client

    from studies.models import Study
    from tests.studies.curation.workbench.post_data import page_as_sent

    settings.ALLOWED_HOSTS = ["*"]
    client, study = Client(), Study.objects.get(slug=slug)
    client.cookies["sessionid"] = session
    address = f"/curation/studies/{slug}/"

    def post_data(run: int, **more: str) -> dict[str, Any]:
        page = page_as_sent(study) | more
        return page | {
            name: str(20 + run) for name in page if run and name.startswith("results-") and name.endswith("-n")
        }

    def requests(run: int) -> list[Callable[[], Any]]:
        untouched, checked, changed = post_data(0), post_data(0, do="check"), post_data(run + 1)
        return [
            lambda: client.get(address),
            lambda: client.post(address, untouched),
            lambda: client.post(address, checked),
            lambda: client.post(address, changed),
        ]

    spent = [[measure_request(request) for request in requests(run)] for run in range(runs)]
    for name, each in zip(REQUEST_NAMES, zip(*spent, strict=True), strict=True):
        clock, processor = (median(times) for times in zip(*each, strict=True))
        print(f"{name:28} {clock:6.2f} s wall clock {processor:6.2f} s processor")


def measure_request(request: Callable[[], Any]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    response = request()
    if response.status_code >= 400:
        raise SystemExit(f"status {response.status_code}")
    return time.perf_counter() - clock, time.process_time() - processor


def measure_browser(slug: str, session: str, runs: int) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from playwright.sync_api import sync_playwright

    from evidence.wsgi import application

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = make_server("127.0.0.1", 0, StaticFilesHandler(application), handler_class=SilentRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        page = launch(playwright).new_page()
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": home}])
        measurements = []
        for _ in range(runs):
            page.goto(f"{home}/curation/studies/{slug}/")
            times = page.evaluate(READ_LOAD_TIMES)
            field = page.locator("[data-grid=results] input[name$='-mean']").nth(100)
            field.scroll_into_view_if_needed()
            measurements.append([*times, field.evaluate(MEASURE_TYPING)])
    interactive, loaded, nodes, typing = (median(each) for each in zip(*measurements, strict=True))
    print(f"browser: {nodes:.0f} nodes, interactive after {interactive:.0f} ms, loaded after {loaded:.0f} ms,")
    print(f"a number typed is drawn after {typing:.0f} ms")


if __name__ == "__main__":
    main()
