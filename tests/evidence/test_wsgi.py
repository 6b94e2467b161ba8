"""The application as the web server loads it."""

import subprocess
import sys

from django.conf import settings

COUNT = "import gc; import evidence.wsgi; print(gc.get_freeze_count(), gc.isenabled(), gc.collect())"


def test_what_was_imported_is_left_out_of_the_search_for_unreachable_objects() -> None:
    told = subprocess.run(  # noqa: S603 - it is this interpreter
        [sys.executable, "-c", COUNT], cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    )
    left_out, is_searching, found = told.stdout.split()
    assert int(left_out) > 100_000
    assert is_searching == "True"
    # Nothing unreachable was kept with it.
    assert int(found) < 100
