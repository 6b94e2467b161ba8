"""How long the workbench takes with a grid of 200 results: on the server, and in a browser.

    python -m benchmarks.workbench [--rows 200] [--runs 5]

Makes one study in a SQLite of its own. The server's times are medians of the runs, by the clock and by the processor of
this process; the browser's are from its own clocks, with the server in the same process.
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

NAMES = ("a page asked for", "sent untouched", "checked beside all studies", "every row changed and saved")
TIMES = """() => {
  const e = performance.getEntriesByType('navigation')[0];
  return [e.domInteractive - e.responseEnd, e.loadEventEnd - e.responseEnd, document.querySelectorAll('*').length];
}"""
# From a number put into a field to the second frame drawn after it.
TYPING = """field => new Promise(done => {
  const start = performance.now();
  field.value = '2.5';
  field.dispatchEvent(new Event('input', {bubbles: true}));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing of every request."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": f"sqlite:///{Path(folder).absolute()}/made.sqlite3", "DEBUG": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
        django.setup()
        slug, session = made(asked.rows)
        measure_server(slug, session, asked.runs)
        measure_browser(slug, session, asked.runs)


def made(rows: int) -> tuple[str, str]:
    """The address of a study with so many results in two arms, and the session of a curator."""
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

    def sent(turn: int, **more: str) -> dict[str, Any]:
        page = page_as_sent(study) | more
        return page | {
            name: str(20 + turn) for name in page if turn and name.startswith("results-") and name.endswith("-n")
        }

    def requests(turn: int) -> list[Callable[[], Any]]:
        untouched, checked, changed = sent(0), sent(0, do="check"), sent(turn + 1)
        return [
            lambda: client.get(address),
            lambda: client.post(address, untouched),
            lambda: client.post(address, checked),
            lambda: client.post(address, changed),
        ]

    spent = [[timed(request) for request in requests(turn)] for turn in range(runs)]
    for name, each in zip(NAMES, zip(*spent, strict=True), strict=True):
        clock, processor = (median(times) for times in zip(*each, strict=True))
        print(f"{name:28} {clock:6.2f} s by the clock {processor:6.2f} s by the processor")


def timed(request: Callable[[], Any]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    answer = request()
    if answer.status_code >= 400:
        raise SystemExit(f"answered {answer.status_code}")
    return time.perf_counter() - clock, time.process_time() - processor


def measure_browser(slug: str, session: str, runs: int) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from playwright.sync_api import sync_playwright

    from evidence.wsgi import application

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = make_server("127.0.0.1", 0, StaticFilesHandler(application), handler_class=Silent)
    Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        page = launch(playwright).new_page()
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": home}])
        found = []
        for _ in range(runs):
            page.goto(f"{home}/curation/studies/{slug}/")
            times = page.evaluate(TIMES)
            field = page.locator("[data-grid=results] input[name$='-mean']").nth(100)
            field.scroll_into_view_if_needed()
            found.append([*times, field.evaluate(TYPING)])
    interactive, loaded, nodes, typing = (median(each) for each in zip(*found, strict=True))
    print(f"browser: {nodes:.0f} nodes, interactive after {interactive:.0f} ms, loaded after {loaded:.0f} ms,")
    print(f"a number typed is drawn after {typing:.0f} ms")


if __name__ == "__main__":
    main()
