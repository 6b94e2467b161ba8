"""The worker keeps the studies of each condition, so that after a change a page starts from what has not changed."""

import threading
import time

from evidence.findings.kept_studies import keep_studies
from studies.models import Condition, with_descendants
from studies.presentation.show_page import pause_gc

# Longer than this, the worker's own work and the warming of pages would wait; the next turn goes on.
MOST_SECONDS = 300.0


def keep_conditions(ended: threading.Event | None = None) -> int:
    """Keep the studies of each condition of which much has changed, the smallest first; of how many it was done."""
    conditions, deadline = list(Condition.objects.all()), time.monotonic() + MOST_SECONDS
    scopes = [[item.slug for item in with_descendants(condition, conditions)] for condition in conditions]
    done = 0
    for scope in sorted(scopes, key=len):
        if time.monotonic() > deadline or (ended is not None and ended.is_set()):
            break
        done += pause_gc(keep_studies)(scope)
    return done
