"""Pages are made with the collector of cycles paused, and it runs again afterwards, whatever happened."""

import gc

import pytest

from evidence.pages.gc_paused import without_collecting


def test_the_collector_is_paused_meanwhile_and_runs_again_afterwards():
    assert without_collecting(gc.isenabled)() is False
    assert gc.isenabled()


def test_it_runs_again_after_a_failure():
    @without_collecting
    def failing() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - only that it comes through
        failing()
    assert gc.isenabled()


def test_a_collector_that_somebody_else_paused_stays_paused():
    gc.disable()
    try:
        without_collecting(gc.isenabled)()
        assert not gc.isenabled()
    finally:
        gc.enable()
