"""Backups of a folder, each named by its time, of which the newest are kept."""

import re
from datetime import datetime
from pathlib import Path

# Such names are in the order of time.
_NAME = re.compile(r"evidence-\d{8}T\d{6}Z\.tar\.gz")


def dated_name(now: datetime) -> str:
    """The name of a backup of that moment (UTC).

    >>> from datetime import UTC
    >>> dated_name(datetime(2026, 11, 29, 3, 0, 5, tzinfo=UTC))
    'evidence-20261129T030005Z.tar.gz'
    """
    return f"evidence-{now:%Y%m%dT%H%M%SZ}.tar.gz"


def delete_older(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups of a folder; files of other names stay. Returns those that were deleted."""
    backups = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = backups[:-keep]
    for path in old:
        path.unlink()
    return old
