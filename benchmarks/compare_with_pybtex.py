"""What strict pybtex reads of BibTeX files, and whether the importer reads the same.

    python -m benchmarks.compare_with_pybtex [--mutants NUMBER] [--seed SEED] [FILE ...]

pybtex reads an entry only where it agrees with BibTeX's grammar, and ends at the first error in a file. Up to there,
each of its entries must be one of the importer, with the same key, title and year, or a failure or a note of the
importer names its line. What differs is printed; the script ends with an error when an entry is missing or differs.
Three kinds are counted apart: entries without any field; those that a brace too many ends before their fields end, of
which the importer reads the rest too; and those that have the start of another entry as their key, which the importer
reads.

pybtex is for development only: `pip install pybtex`.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from benchmarks.bibtex_mutations import guard, mutants
from studies.citations.parse.decoding import decode
from studies.citations.parse.entries import FileRejectedError, ParsedEntry, ParseFailure
from studies.citations.parse.read_file import OpenedFile, open_file

_LINES = re.compile(r"[Ll]ines? ([\d, ]+)")
_REST = re.compile(r"[^\n@]*=|\s*,\s*[^\s=]+\s*=")
_COMPARED = ("title", "year")


@dataclass(frozen=True, slots=True)
class PybtexEntry:
    """An entry as pybtex reads it. ``line`` is where it begins; the names of fields are in small letters."""

    line: int
    key: str
    fields: dict[str, str]
    # Whether fields follow after its end.
    is_cut: bool


def pybtex_entries(text: str) -> Iterator[PybtexEntry]:
    """The entries before the first error."""
    parser = LowLevelParser(text, macros=CaseInsensitiveDict({name: name for name in month_names}))
    try:
        for command, body in parser:
            if command.lower() in ("string", "preamble"):
                continue
            key, fields = body
            first = {name.lower(): _plain("".join(value)) for name, value in reversed(fields)}
            yield PybtexEntry(
                text.count("\n", 0, parser.command_start) + 1, key, first, bool(_REST.match(text, parser.pos))
            )
    except PybtexSyntaxError:
        return


def differences(data: bytes) -> Counter[str]:
    """How many entries pybtex reads in a file, and how many of them the importer lacks or reads otherwise."""
    counts: Counter[str] = Counter()
    expected = list(pybtex_entries(decode(data).text))
    counts["read by pybtex"] = len(expected)
    try:
        opened = open_file(data)
        parsed = [entry.parsed for entry in opened.entries()]
    except FileRejectedError as refused:
        counts[f"refused: {refused}"[:90]] = len(expected)
        return +counts
    by_line: defaultdict[int, list[ParsedEntry]] = defaultdict(list)
    for read in parsed:
        if isinstance(read, ParsedEntry):
            by_line[read.line].append(read)
    named = set(_named_lines(opened, parsed))
    for entry in expected:
        near = [each for line in range(entry.line - 3, entry.line + 4) for each in by_line.get(line, ())]
        ours = min(near, key=lambda each: (each.key != entry.key, abs(each.line - entry.line)), default=None)
        counts[_difference(entry, ours, named)] += 1
    return +counts


def _difference(entry: PybtexEntry, ours: ParsedEntry | None, named: set[int]) -> str:
    if not entry.fields:
        return "without fields"
    if re.search("@.*{", entry.key):
        return "with an entry as its key"
    if entry.is_cut:
        return "cut by a brace too many"
    if ours is None or (ours.line != entry.line and entry.line in named):
        return "not read, and named" if entry.line in named else f"MISSING {entry.key}"
    ours_by_name = {name: _plain(value) for name, value in ours.first_values().items()}
    for name in _COMPARED:
        value = entry.fields.get(name, "")
        if value != ours_by_name.get(name, ""):
            return f"DIFFERENT {name} of {entry.key}"
    if ours.key != entry.key:
        return "alike but for the key"
    rest = {name for name, value in entry.fields.items() if value and ours_by_name.get(name) != value}
    if rest and not any("occurs more than once" in warning for warning in ours.warnings):
        return f"alike but for {', '.join(sorted(rest))}"
    return "alike"


def _named_lines(opened: OpenedFile, parsed: Iterable[ParsedEntry | ParseFailure]) -> Iterator[int]:
    """The lines that failures take up and that notes name."""
    for each in parsed:
        if isinstance(each, ParseFailure):
            yield from range(each.line, each.line + each.raw.count("\n") + 1)
    for note in opened.notes:
        for numbers in _LINES.findall(note):
            yield from (int(number) for number in re.findall(r"\d+", numbers))


def _plain(value: str) -> str:
    return " ".join(value.split())


def compare(files: Iterable[tuple[str, bytes]]) -> Counter[str]:
    """The sum over named files; what is wrong is printed with the name."""
    totals: Counter[str] = Counter()
    for name, data in files:
        totals["files"] += 1
        for what, number in differences(data).items():
            wrong = what.startswith(("MISSING", "DIFFERENT"))
            if wrong and totals[what.split()[0]] < 20:
                print(f"{what}: {name}")
            totals[what.split()[0] if wrong else what] += number
    return totals


def main() -> None:
    """Print the counts."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--mutants", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    files = [(str(path), path.read_bytes()) for path in chosen.files]
    mutated = (f"{guard('before')}{mutant}\n{guard('after')}" for mutant in mutants(chosen.seed, chosen.mutants))
    totals = compare([*files, *((repr(text), text.encode()) for text in mutated)])
    for what, number in totals.most_common():
        print(f"  {what}: {number:,}")
    sys.exit(bool(totals.keys() & {"MISSING", "DIFFERENT"}))


if __name__ == "__main__":
    main()
