"""How many cells of pasted tables are read, left unread with a reason, read wrongly, and lost, form by form.

    python -m benchmarks.pasted_tables

The forms and what is printed in them are those of the tests. It ends with an error where a number is wrong or lost.
"""

import sys
from dataclasses import astuple
from time import perf_counter

from tests.studies.curation.pasting.copied_forms import COPIED
from tests.studies.curation.pasting.form_score import score_form
from tests.studies.curation.pasting.printed_forms import PRINTED
from tests.studies.curation.pasting.table_forms import read_form

_LINE = "{:<64}{:>6}{:>6}{:>8}{:>7}{:>6}"


def main() -> None:
    """Print one line of counts for each form, their sums, and the time that reading them took."""
    print(_LINE.format("form", "cells", "read", "unread", "wrong", "lost"))
    start = perf_counter()
    sums = [0] * 5
    for each in (*COPIED, *PRINTED):
        counts = astuple(score_form(each, read_form(each)))
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        print(_LINE.format(each.name, *counts))
    print(_LINE.format(f"{len(COPIED) + len(PRINTED)} forms", *sums))
    print(f"{1000 * (perf_counter() - start):.0f} ms")
    if sums[3] or sums[4]:
        sys.exit("A number is wrong or lost.")


if __name__ == "__main__":
    main()
