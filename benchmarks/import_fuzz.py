"""Whether anything that a BibTeX entry does costs more than that entry.

    python -m benchmarks.import_fuzz [MUTANTS] [--seed SEED]      (default 100000, seed 1)

Each mutated entry is read between two correct ones, the guards. Counted are: errors that left the reader, guards that
were not read with their own line, title and year, and mutants of which neither an entry nor a failure nor a note
remains although an entry starts in them. All three must be 0; the script ends with an error otherwise.
"""

import argparse
import re
import sys
import time
from collections import Counter

from benchmarks.bibtex_mutations import guard, mutants
from studies.citations.parse.decoding import decode
from studies.citations.parse.entries import ParseFailure
from studies.citations.parse.read_file import OpenedFile, ReadEntry, open_file

BEFORE, AFTER = guard("before"), guard("after")
_STARTS = re.compile(r"(?im)^[ \t]*@(?!string|preamble|comment)[a-z]+[{(][^\s,{}()=\"@%]+,")


def faults(mutant: str) -> Counter[str]:
    """What was read of a file with a mutant between its guards, and what is wrong with it."""
    counts: Counter[str] = Counter()
    opened = open_file(f"{BEFORE}{mutant}\n{AFTER}".encode())
    entries = list(opened.entries())
    failures = [each.parsed for each in entries if isinstance(each.parsed, ParseFailure)]
    counts["read"] = len(entries) - len(failures) - 2
    counts["failures"] = len(failures)
    counts["guards lost"] = _lost_guards(mutant, entries)
    counts["lost in silence"] = bool(_STARTS.search(mutant)) and _is_silent(opened, entries)
    counts["failures without a reason, a hint or a line"] = sum(
        not (each.reason and each.hint and each.line > 0) for each in failures
    )
    counts["errors of the program"] = sum("error of this site" in each.reason for each in failures)
    return +counts


def _lost_guards(mutant: str, entries: list[ReadEntry]) -> int:
    lines = {"before": 1, "after": decode(f"{BEFORE}{mutant}\n".encode()).text.count("\n") + 1}
    read = Counter(
        (each.parsed.key, each.parsed.line, each.candidate.title, each.candidate.year)
        for each in entries
        if each.candidate
    )
    return sum(read[name, line, f"Guard {name}", 2001] != 1 for name, line in lines.items())


def _is_silent(opened: OpenedFile, entries: list[ReadEntry]) -> bool:
    return len(entries) <= 2 and not opened.notes


def main() -> None:
    """Print the counts."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("mutants", nargs="?", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    totals: Counter[str] = Counter()
    began = time.process_time()
    for mutant in mutants(chosen.seed, chosen.mutants):
        try:
            counts = faults(mutant)
        except Exception as error:  # noqa: BLE001 what is looked for
            counts = Counter({"errors that escaped": 1})
            print(f"{error!r} escaped from {mutant!r}")
        for fault in ("guards lost", "lost in silence", "errors of the program"):
            if counts[fault] and totals[fault] < 5:
                print(f"{fault}: {mutant!r}")
        totals += counts
    print(f"{chosen.mutants:,} mutants, seed {chosen.seed}, {time.process_time() - began:.0f} s")
    for name, number in sorted(totals.items()):
        print(f"  {name}: {number:,}")
    sys.exit(bool(totals.keys() - {"read", "failures"}))


if __name__ == "__main__":
    main()
