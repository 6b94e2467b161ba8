"""The search for what the same examples in the same order will never find."""

import time

from tests.harness.parts import parts_to_explore
from tests.harness.runs import Result, run_parts
from tests.harness.summary import outcome
from tests.harness.tally import Tally


def explore(minutes: float, seed: int | None) -> Tally:
    """Rounds of new seeds for that long, and what they found; each find is a failure."""
    first_seed = new_seed() if seed is None else seed
    print(f"Searching for {minutes:g} minutes, from seed {first_seed}", flush=True)
    results = run_parts(parts_to_explore(first_seed), show, seconds=60 * minutes)
    finds = [result for result in results if result.tally.failed]
    print(f"\n{len(results)} rounds, {len(finds)} of them with a find")
    for result in finds:
        print(f"{result.tally.failed} in {result.part.name}. Repeat it: {result.part.repeat}")
    if finds:
        print("Pin each with @example beside its @given, or as a test of its own, before it is put right.")
    return sum((result.tally for result in results), Tally(0, 0))


def show(result: Result) -> None:
    print(outcome(result), flush=True)


def new_seed() -> int:
    return time.time_ns() % 1_000_000
