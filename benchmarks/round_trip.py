"""Whether exports give back what came in.

    python -m benchmarks.round_trip [ENTRIES] [--seed SEED]      (default 1000, seed 1)

Entries of every BibTeX and biblatex type are imported, exported in each of the four formats and imported again. Counted
are fields that are no longer equal and entries whose second import is not a certain duplicate of their own publication;
then what pybtex reads otherwise in the exported BibTeX than in the file, and rispy in the exported RIS. All must be 0:
the script ends with an error otherwise.
"""

import argparse
import os
import sys
import time

import django


def main() -> None:
    """Print the counts."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("entries", type=int, nargs="?", default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    django.setup()
    from tests.studies.citations.export.imported import citations_of, imported
    from tests.studies.citations.export.realistic_entries import TYPES, bibtex_file
    from tests.studies.citations.export.round_trip import WRITERS, faults, joined, pybtex_faults, rispy_faults

    text = bibtex_file(chosen.entries, chosen.seed)
    records = imported(text)
    print(f"{len(records)} entries of {len(TYPES)} types, seed {chosen.seed}")
    checks = {suffix: lambda suffix=suffix: faults(records, suffix) for suffix in WRITERS}
    checks["bib as pybtex reads it"] = lambda: pybtex_faults(text, joined(WRITERS["bib"], citations_of(records)))
    checks["ris as rispy reads it"] = lambda: rispy_faults(records)
    total = 0
    for name, check in checks.items():
        started = time.perf_counter()
        found = list(check())
        total += len(found)
        print(f"{name}: {len(found)} faults, {time.perf_counter() - started:.1f} s")
        for line in found[:10]:
            print(f"    {line[:300]}")
    sys.exit(total > 0)


if __name__ == "__main__":
    main()
