"""The folder in which web processes keep what they counted, so that one of them can tell it for all."""

import os
from pathlib import Path

# prometheus-client reads it when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def choose_metrics_folder(folder: Path) -> None:
    """Let prometheus-client count in files of that folder, in this process and in those that it starts."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(folder)


def empty_metrics_folder() -> None:
    """Drop what processes of an earlier start counted; a counter that starts at 0 is what Prometheus expects."""
    for path in Path(os.environ[VARIABLE]).glob("*.db"):
        path.unlink(missing_ok=True)
