"""Whether the API is as its description says, whatever it is sent: schemathesis for some minutes against a live server.

    python -m benchmarks.api_fuzz [--minutes 5] [--seed 1]

Loads the real data set into a new SQLite file and serves it with gunicorn. Schemathesis sends what the description
allows and what it does not: values, types, names, methods; and looks at the status, the type, the lines of the head and
the body of each answer. After it come odd requests (Accept, huge numbers, NUL bytes, letters of the world, parameters
given twice, methods). The script ends with 1 at a failure, and prints each with the command that repeats it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.harness.api_checks import fault_of_error, odd_requests

ROOT = Path(__file__).parent.parent
HOST, PORT = "127.0.0.1", 8_031
SITE = f"http://{HOST}:{PORT}"
SECONDS_TO_START = 60
# A query with two values that are wrong together is refused with a sentence, and the hook looks at which.
CONFIGURATION = """
hooks = "{hooks}"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "404"]
[checks.negative_data_rejection]
expected-statuses = ["400", "404", "405", "406", "414"]
[[operations]]
include-path = "/api/v1/conditions/{{slug}}/findings/{{anchor}}/"
parameters = {{ slug = "back-pain", anchor = "{anchor}" }}
"""


@contextmanager
def served_site(folder: Path) -> Iterator[None]:
    """The real evidence, served until the block ends."""
    site = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "LOCAL_DIR": str(folder), "ALLOWED_HOSTS": HOST}
    environment = {**os.environ, **site, "DJANGO_SETTINGS_MODULE": "evidence.settings", "DEBUG": "0"}
    for command in (["migrate", "-v0"], ["load_evidence", "fixtures/evidence"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=-3)
    program = [sys.executable, "-m", "gunicorn", "evidence.wsgi", f"--bind={HOST}:{PORT}", "--threads=4"]
    with subprocess.Popen([*program, "--log-level=error"], cwd=ROOT, env=environment) as server:
        try:
            wait_for_answer()
            yield
        finally:
            server.terminate()


def wait_for_answer() -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{SITE}/api/v1/").close()  # noqa: S310 - the address is of this machine
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The site does not answer.")


def some_finding() -> str:
    """The id of a finding: no name that is made up leads to one."""
    with urllib.request.urlopen(f"{SITE}/api/v1/conditions/back-pain/findings/?limit=1") as response:  # noqa: S310
        return str(json.load(response)["data"][0]["id"])


def fuzz(folder: Path, *, minutes: float, seed: int) -> int:
    """Send requests for some minutes; 0 without a failure."""
    configuration = folder / "schemathesis.toml"
    hooks = ROOT / "benchmarks" / "harness" / "api_checks.py"
    configuration.write_text(CONFIGURATION.format(anchor=some_finding(), hooks=hooks), encoding="utf-8")
    options = ["--checks=all", f"--seed={seed}", f"--max-time={round(60 * minutes)}", "--continue-on-failure"]
    options += ["--phases=examples,coverage,fuzzing,stateful", "--suppress-health-check=all"]
    command = [sys.executable, "-m", "schemathesis.cli", f"--config-file={configuration}", "run", *options]
    # It keeps what failed in the folder that it runs in.
    return subprocess.run([*command, f"{SITE}/api/v1/openapi.json"], cwd=folder, check=False).returncode


def send_odd_requests() -> int:
    """Send each odd request; the number of faults, which are printed."""
    statuses: Counter[int] = Counter()
    faults = 0
    for odd in odd_requests():
        headers = {name: text.encode("utf-8").decode("latin-1") for name, text in odd.headers.items()}
        address = SITE + quote(odd.address, safe="/?&=%[]'")
        request = urllib.request.Request(address, method=odd.method, headers=headers)  # noqa: S310 - this machine
        try:
            with urllib.request.urlopen(request) as response:  # noqa: S310 - this machine
                status, kind, text = response.status, response.headers.get("Content-Type", ""), response.read()
        except urllib.error.HTTPError as response:
            status, kind, text = response.code, response.headers.get("Content-Type", ""), response.read()
        except (ValueError, OSError) as error:
            # What http.client refuses to send, or gunicorn to read, does not reach the site.
            print(f"not sent: {odd.method} {odd.address[:60]} {error}")
            continue
        statuses[status] += 1
        fault = "a fault of the site" if status >= 500 else fault_of_error(status, kind, text.decode() or "{}")
        # gunicorn answers itself what it cannot read; the site never saw it.
        if fault and status != 304 and b"<html>" not in text:
            faults += 1
            print(f"{fault}: {odd}")
    print(f"odd requests: {dict(sorted(statuses.items()))}, faults: {faults}")
    return faults


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--minutes", type=float, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name, served_site(Path(name)):
        failed = fuzz(Path(name), minutes=options.minutes, seed=options.seed)
        odd = send_odd_requests()
    raise SystemExit(1 if failed or odd else 0)


if __name__ == "__main__":
    main()
