"""The studies of each condition are kept, so that after a change a page starts from what has not changed.

The worker keeps them after changes, and ``manage.py prepare`` before new code answers its first reader.
"""

import logging
import threading
import time
from collections.abc import Callable

from evidence.findings.kept_studies import is_outdated, keep_studies, versions_of_scopes
from evidence.findings.small_site import FEWEST_KEPT, is_small_site
from studies.models import Condition, with_descendants
from studies.presentation.show_page import pause_gc
from studies.revisions.data_version import read_snapshot
from studies.revisions.kept_values import is_keeping

logger = logging.getLogger(__name__)

# Longer than this, the worker's own work and the warming of pages would wait; the next turn goes on.
MOST_SECONDS = 300.0


def keep_conditions(
    ended: threading.Event | None = None,
    *,
    fewest: int = FEWEST_KEPT,
    most_seconds: float = MOST_SECONDS,
    tell: Callable[[int, int], None] = lambda done, expected: None,
) -> int:
    """Keep the studies of each condition of which much has changed, the smallest first; how many are left for later.

    A site with less than the fewest studies keeps none. ``tell`` hears before each condition, and at the end, how many
    are done and how many there are to do.
    """
    if is_small_site(fewest) or not is_keeping():
        return 0
    conditions, start, done = list(Condition.objects.all()), time.monotonic(), 0
    scopes = [[item.slug for item in with_descendants(condition, conditions)] for condition in conditions]
    with read_snapshot():
        versions = versions_of_scopes(scopes)
    left = 0
    outdated = [scope for scope, of_scope in zip(scopes, versions, strict=True) if is_outdated(scope, of_scope)]
    for scope in sorted(outdated, key=len):
        if time.monotonic() > start + most_seconds or (ended is not None and ended.is_set()):
            left = len(outdated) - done
            break
        tell(done, len(outdated))
        if not pause_gc(keep_studies)(scope):
            # A store that refuses these studies, full or lost, would refuse the others too, now and in the next turn.
            break
        done += 1
    if outdated:
        tell(done, len(outdated))
        seconds = time.monotonic() - start
        logger.info("Kept the studies of %d of %d changed conditions in %.0f s", done, len(outdated), seconds)
    return left
