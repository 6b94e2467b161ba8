"""Promises of the site under a fault, each kept or broken, and the table that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence that must hold, what was seen, and whether it held."""

    fault: str
    sentence: str
    seen: str
    kept: bool


def table(promises: Sequence[Promise]) -> str:
    """One line a promise, broken ones marked."""
    widths = [max(len(getattr(each, name)) for each in promises) for name in ("fault", "sentence")]
    return "\n".join(
        f"{'kept  ' if each.kept else 'BROKEN'}  {each.fault:<{widths[0]}}  {each.sentence:<{widths[1]}}  {each.seen}"
        for each in promises
    )
