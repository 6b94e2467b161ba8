"""The application as the web server loads it."""

import gc
import importlib
import weakref
from collections import UserDict

import evidence.wsgi


def test_what_was_imported_is_left_out_of_the_search_for_unreachable_objects() -> None:
    # As in a new process; that of the tests has left out all that it has imported.
    gc.unfreeze()
    unreachable: UserDict[str, object] = UserDict()
    unreachable["itself"] = unreachable
    is_there = weakref.ref(unreachable)
    del unreachable

    importlib.reload(evidence.wsgi)

    assert gc.get_freeze_count() > 100_000
    assert gc.isenabled()
    # Nothing unreachable was kept with it.
    assert is_there() is None
