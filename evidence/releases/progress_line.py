"""How far a release is, for the command line. Pure."""

from math import ceil


def progress_line(done: int, expected: int, seconds: float) -> str:
    """How far the work is after so many seconds, and how many minutes are left if it goes on as quickly.

    >>> progress_line(0, 200, 0.0), progress_line(50, 200, 100.0), progress_line(200, 200, 400.0)
    ('0 %', '25 %, about 5 min left', '100 %')
    """
    share = f"{100 * done // max(expected, 1)} %"
    minutes = ceil(seconds * (expected - done) / done / 60) if done else 0
    return f"{share}, about {minutes} min left" if minutes else share
