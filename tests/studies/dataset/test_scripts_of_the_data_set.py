"""The scripts that check the data set and derive what follows from it, apart from the site."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.studies.dataset.csv_copy import change, make_small

REFERENCE = settings.BASE_DIR / "tests" / "reference" / "evidence"
FILES = ("classes.csv", "counts.csv", "effects.csv")


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # "-B": no compiled file beside the scripts.
    return subprocess.run(
        [sys.executable, "-B", str(REFERENCE / script), *arguments], capture_output=True, text=True, check=False
    )


def test_the_data_set_passes_its_own_check():
    done = run("validate.py")

    assert done.returncode == 0, done.stdout
    assert done.stdout == "files 17, rows 1066, studies 160, bib entries 167, errors 0\n"


def test_the_check_finds_a_count_that_is_not_its_percentage(tmp_path):
    make_small(tmp_path)
    change(tmp_path, "outcomes.csv", "events", "14", where="bonetti2005--disc-ozone--poor-outcome--w26-07")

    done = run("validate.py", str(tmp_path))

    assert done.returncode == 1
    assert "percent 15.1 against 14/86, and no query says so" in done.stdout


@pytest.mark.parametrize("file", FILES)
def test_what_is_expected_follows_from_the_data_as_it_is(tmp_path, file):
    done = run("make_expected.py", str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert (tmp_path / file).read_text("utf-8") == (REFERENCE / "expected" / file).read_text("utf-8")
