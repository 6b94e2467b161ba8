"""The R script of every finding, run in R, against what the site shows.

    python -m benchmarks.pooling_in_r [CONDITION ...]

Of each condition (all by default) the ZIP of all findings is written into a temporary folder. Each analysis.R is run
beside its data.csv, and what it prints is compared with estimates.csv: the pool with its interval, or the effect of
the only study. It needs R with the package metafor; the program is Rscript in PATH, or RSCRIPT names it. The database
is the site's own (DATABASE_URL). It ends with 1 where a figure differs by more than one part in 100,000.
"""

import csv
import io
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import django

# Where R stops iterating.
RELATIVE, ABSOLUTE = 1e-5, 1e-7
RATIOS = ("RR", "OR", "IRR")
_NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")


class Compared(NamedTuple):
    """A finding with the figures of the site and those of R, both as the page shows them."""

    finding: str
    site: list[float]
    in_r: list[float]

    @property
    def agrees(self) -> bool:
        """Whether all figures are the same but for where R stops."""
        return len(self.site) == len(self.in_r) and all(
            math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
            for one, other in zip(self.site, self.in_r, strict=True)
        )


def main() -> int:
    """Compare every finding of the conditions that are named; the status of the program."""
    program = os.environ.get("RSCRIPT") or shutil.which("Rscript")
    if program is None:
        print("Rscript was not found. Install R with the package metafor, or set RSCRIPT to the program.")
        return 2
    found = [item for slug in sys.argv[1:] or conditions() for item in compare_condition(slug, program)]
    for item in found:
        if not item.agrees:
            print(f"DIFFERS {item.finding}: site {item.site}, R {item.in_r}")
    print(f"{len(found)} findings, {sum(item.agrees for item in found)} agree.")
    return 0 if found and all(item.agrees for item in found) else 1


def conditions() -> list[str]:
    """The slugs of all conditions."""
    from studies.models import Condition

    return list(Condition.objects.values_list("slug", flat=True))


def compare_condition(slug: str, program: str) -> Iterator[Compared]:
    """Every finding of a condition that has a script and a figure."""
    from django.test import Client

    content = Client().get(f"/conditions/{slug}/findings.zip").content
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            bundle.extractall(folder)
        with (Path(folder) / "estimates.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            script = Path(folder) / row["finding"] / "analysis.R"
            if row["estimate"] and script.exists():
                yield Compared(f"{slug}/{row['finding']}", shown(row), run(program, script))


def shown(row: dict[str, str]) -> list[float]:
    """Estimate and interval as the page shows them."""
    values = [float(row[name]) for name in ("estimate", "low", "high")]
    return [math.exp(value) for value in values] if row["measure"] in RATIOS else values


def run(program: str, script: Path) -> list[float]:
    """The last line of figures that a script prints; none where it fails, which is printed."""
    with script.with_name("analysis.R").open("a", encoding="utf-8") as file:
        # More digits than R prints by itself.
        file.write('cat("\\n", format(as.numeric(shown), digits = 15), "\\n")\n')
    done = subprocess.run([program, script.name], cwd=script.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip())
        return []
    values = [float(each) for each in _NUMBER.findall(done.stdout.strip().splitlines()[-1])]
    is_ratio = "print(exp(shown))" in script.read_text(encoding="utf-8")
    return [math.exp(value) for value in values] if is_ratio else values


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evidence.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    django.setup()
    sys.exit(main())
