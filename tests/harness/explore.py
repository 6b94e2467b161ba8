"""Search with new examples and new orders for failures that the fixed ones never find."""

import time

from tests.harness.parts import parts_to_explore
from tests.harness.runs import Result, run_parts
from tests.harness.summary import outcome
from tests.harness.tally import Tally


def explore(minutes: float, seed: int | None) -> Tally:
    """Run rounds with new seeds for that long; every failing round counts as a failure."""
    first_seed = new_seed() if seed is None else seed
    print(f"Searching for {minutes:g} minutes, from seed {first_seed}", flush=True)
    results = run_parts(parts_to_explore(first_seed), show, seconds=60 * minutes)
    failing = [result for result in results if result.tally.failed]
    print(f"\n{len(results)} rounds, {len(failing)} of them with a failure")
    for result in failing:
        print(f"{result.tally.failed} in {result.part.name}. Repeat it: {result.part.repeat}")
    if failing:
        print("Before you fix each, pin it with @example next to its @given, or in a separate test.")
    return sum((result.tally for result in results), Tally(0, 0))


def show(result: Result) -> None:
    print(outcome(result), flush=True)


def new_seed() -> int:
    return time.time_ns() % 1_000_000
