"""The summary of a run: counts of each part, processor time, how to repeat failures."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.harness.runs import Result

SLOWEST = 15


def summary_line(result: Result) -> str:
    return f"{result.part.name}: {result.tally} ({result.processor_seconds:.1f} processor seconds)"


def outcome(result: Result) -> str:
    """One line; for a failed part also its output and how to repeat it."""
    if result.tally.failed == 0:
        return summary_line(result)
    return f"\n{result.output}\n{summary_line(result)}\nRepeat it: {result.part.repeat}"


def costs(results: Sequence[Result], other_seconds: float = 0.0) -> Iterator[str]:
    """Processor seconds by part and by file: time spent waiting for another program is not counted."""
    by_part: defaultdict[str, float] = defaultdict(float)
    by_file: defaultdict[str, float] = defaultdict(float)
    for result in results:
        by_part[result.part.group] += result.processor_seconds
        for file, (_, seconds) in result.files.items():
            by_file[file] += seconds
    by_part["other programs, such as the PostgreSQL server"] = other_seconds
    yield "\nProcessor seconds by part"
    yield from table(by_part)
    if by_file:
        yield f"\nProcessor seconds by file, the {SLOWEST} slowest, over all parts"
        yield from table(by_file)


def table(seconds: dict[str, float]) -> Iterator[str]:
    for name, spent in sorted(seconds.items(), key=lambda each: -each[1])[:SLOWEST]:
        yield f"{spent:8.1f}  {name}"


def differences(results: Sequence[Result], one: str, other: str) -> list[str]:
    """Files of which the two groups of parts did not run the same number of the tests for both databases."""
    counts: dict[str, dict[str, int]] = {}
    for result in results:
        counts.setdefault(result.part.group, {}).update({file: tests for file, (tests, _) in result.files.items()})
    if not {one, other} <= counts.keys():
        return []
    files = sorted({*counts[one], *counts[other]})
    return [file for file in files if counts[one].get(file, 0) != counts[other].get(file, 0)]
