"""Which pages readers ask for most: counted by each web process, and put together in the store of kept values.

The counts are no statistics of the site: they are halved again and again, and are lost with the store.
"""

import threading
import time
from collections import Counter

from studies.revisions.kept_store import kept_store

_NAME = "asked-pages"
# So many addresses are remembered.
MOST_REMEMBERED = 100
# A process counts so many between two sums: a client that asks for ever other addresses must not fill its memory.
MOST_COUNTED = 5_000
# Counts of a process are added to those of the others when this time has passed.
SECONDS_BETWEEN_SUMS = 60.0
# With each sum, older counts weigh less, so that what nobody asks for any more goes.
_WEIGHT_OF_OLDER = 0.9


class AskedPages:
    """The counts of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._next_sum = 0.0

    def note(self, address: str) -> None:
        """Count that a reader asked for an address, with its scheme and host."""
        with self._lock:
            if address in self._counts or len(self._counts) < MOST_COUNTED:
                self._counts[address] += 1
            if time.monotonic() < self._next_sum:
                return
            self._next_sum = time.monotonic() + SECONDS_BETWEEN_SUMS
            counts, self._counts = self._counts, Counter()
        add_counts(counts)


def add_counts(counts: Counter[str]) -> None:
    """Add to the counts of all processes; where the store is broken, they are lost."""
    older = {address: _WEIGHT_OF_OLDER * count for address, count in _read().items()}
    total = Counter(older)
    total.update(counts)
    kept_store.set(_NAME, dict(total.most_common(MOST_REMEMBERED)))


def most_asked(number: int) -> list[str]:
    """The addresses that readers ask for most, the first most often."""
    return [address for address, _ in Counter(_read()).most_common(number)]


def _read() -> dict[str, float]:
    counts = kept_store.get(_NAME)
    return counts if isinstance(counts, dict) else {}
