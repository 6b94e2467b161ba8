"""Promises of the site under a fault, each kept or broken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence that must hold, what was seen, and whether it held."""

    fault: str
    sentence: str
    seen: str
    kept: bool

    @property
    def line(self) -> str:
        """One row of the table."""
        return f"{'kept  ' if self.kept else 'BROKEN'}  {self.fault:<34}  {self.sentence:<58}  {self.seen}"
