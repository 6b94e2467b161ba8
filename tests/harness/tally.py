"""How many tests passed and failed, read from the report that pytest writes."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of tests or checks. Everything that did not pass failed: an error, and a skipped test."""

    passed: int
    failed: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"

    @property
    def total(self) -> int:
        return self.passed + self.failed


def read_tally(report: Path, exit_code: int) -> Tally:
    """The counts of pytest's JUnit report; a run that failed otherwise (nothing collected, crashed) is one failure."""
    tally = count_report(report)
    if tally.failed == 0 and (exit_code != 0 or tally.passed == 0):
        return tally + Tally(0, 1)
    return tally


def count_report(report: Path) -> Tally:
    """What was counted before the end, even after a crash."""
    if not report.exists():
        return Tally(0, 0)
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - pytest wrote it a moment ago
    return sum((tally_of_suite(suite) for suite in suites), Tally(0, 0))


def tally_of_suite(suite: ElementTree.Element) -> Tally:
    failed = sum(int(suite.get(outcome, "0")) for outcome in ("failures", "errors", "skipped"))
    return Tally(int(suite.get("tests", "0")) - failed, failed)
