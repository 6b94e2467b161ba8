"""Work on many records with fewer runs of Python's collector of cyclic garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made before a collection; by default it is 700, and every tenth also looks at older objects.
_OBJECTS_BETWEEN = (50_000, 20, 100)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Collect rarely inside the block: all works of a file are in memory, and each collection looks at them again.

    Records and the texts of entries have no cycles: they are freed at once, as always.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_OBJECTS_BETWEEN)
    try:
        yield
    finally:
        gc.set_threshold(*before)
