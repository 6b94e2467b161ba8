"""manage.py import_citations FILE...: citation files into the publications.

With --json the answer is a list with one object a file:

    file, format, encoding, sha256
    error       a sentence when the whole file is refused, else null
    notes       sentences about the file as a whole
    import      number of the import, null in a dry run or when the file is refused
    totals      entries, new, duplicate, possible, unreadable
    entries     a list: index, line, key, verdict (new, duplicate, possible, unreadable), reasons, hint, score,
                duplicate_of ({"index": n} in this file or {"publication": id}, null), title, authors, year, journal,
                doi, pmid, retracted, warnings
"""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studies.choices import ImportState, ImportVerdict, SearchMethod
from studies.citations.apply import apply_import
from studies.citations.entry_mapping import entry_row
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.formats import FORMATS
from studies.citations.parse.limits import check_size
from studies.citations.parse.read_file import open_file
from studies.citations.receive import SentFile, SentSearch, plan_of, read_files, receive_files
from studies.citations.searches import is_future_day
from studies.models import ImportedEntry, ImportFile

Answer = dict[str, Any]


class Command(BaseCommand):
    help = (
        f"Import citation files ({', '.join(row.name for row in FORMATS.values())}). With --dry-run only show the plan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; each file is compared by itself")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--database", default="", metavar="NAME", help="the source that was searched")
        methods = [method.value for method in SearchMethod]
        parser.add_argument("--method", default=methods[0], choices=methods, help="the kind of source")
        parser.add_argument("--searched-on", type=date.fromisoformat, metavar="DATE", help="the day of the search")
        parser.add_argument("--query", default="", metavar="TEXT", help="the search as it was sent")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        search = sent_search(options["database"], options["searched_on"], options["query"], options["method"])
        answers = [file_answer(path, search=search, dry_run=dry_run) for path in files]
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(line for answer in answers for line in answer_lines(answer, dry_run=dry_run)))


def sent_search(database: str, searched_on: date | None, query_text: str, method: str) -> SentSearch | None:
    """The search that found the files; None where no day is given. Raises ``CommandError`` for a search without one."""
    if searched_on is None:
        if database or query_text or method != SearchMethod.DATABASE:
            raise CommandError("Give the day of the search too: --searched-on YYYY-MM-DD. Nothing was written.")
        return None
    if is_future_day(searched_on, today=timezone.localdate()):
        raise CommandError("The day of the search is in the future. Nothing was written.")
    return SentSearch(database, searched_on, query_text, SearchMethod(method))


def file_answer(path: Path, *, search: SentSearch | None, dry_run: bool) -> Answer:
    """The result, or in a dry run the plan, of one file."""
    answer: Answer = {"file": str(path), "format": None, "encoding": None, "sha256": None, "error": None}
    answer |= {"notes": [], "import": None, "totals": verdict_totals([]), "entries": []}
    try:
        check_size(path.stat().st_size)
        data = path.read_bytes()
        return answer | (dry_run_answer(data) if dry_run else import_answer(path.name, data, search))
    except OSError as error:
        return answer | {"error": f"The file cannot be read: {error.strerror}."}
    except FileRejectedError as refused:
        return answer | {"error": str(refused)}


def dry_run_answer(data: bytes) -> Answer:
    """The plan of a file, not saved."""
    opened = open_file(data)
    file = ImportFile()
    entries = [entry_json(entry_row(file, planned)) for planned in plan_of(opened)]
    return {
        "format": opened.format.value,
        "encoding": opened.encoding,
        "sha256": opened.sha256,
        "notes": list(opened.notes),
        "totals": verdict_totals(entries),
        "entries": entries,
    }


def import_answer(name: str, data: bytes, search: SentSearch | None) -> Answer:
    """Import a file, and apply what needs no decision."""
    received = receive_files(files=[SentFile(name, data)], search=search, by=None, now=timezone.now())
    batch = read_files(batch=received)
    file = batch.files.get()
    facts = {"sha256": file.sha256, "format": file.format or None, "encoding": file.encoding or None}
    if batch.state == ImportState.REFUSED:
        return facts | {"error": batch.error}
    apply_import(batch=batch, by=None, now=timezone.now())
    entries = [entry_json(entry) for entry in batch.entries.iterator()]
    return facts | {"notes": file.notes, "import": batch.pk, "totals": verdict_totals(entries), "entries": entries}


def entry_json(entry: ImportedEntry) -> Answer:
    """One entry, as the help of --json describes it."""
    other: dict[str, int] | None = None
    if entry.duplicate_of_id:
        other = {"publication": entry.duplicate_of_id}
    elif entry.duplicate_of_index:
        other = {"index": entry.duplicate_of_index}
    return {
        "index": entry.index,
        "line": entry.line,
        "key": entry.key,
        "verdict": str(entry.verdict),
        "reasons": entry.reasons,
        "hint": entry.hint,
        "score": entry.score,
        "duplicate_of": other,
        "title": entry.title,
        "authors": list(entry.candidate_value("authors") or []),
        "year": entry.candidate_value("year"),
        "journal": entry.candidate_value("journal") or "",
        "doi": entry.candidate_value("doi") or "",
        "pmid": entry.candidate_value("pmid") or "",
        "retracted": bool(entry.candidate_value("retraction")),
        "warnings": entry.warnings,
    }


def verdict_totals(entries: list[Answer]) -> dict[str, int]:
    counts = Counter(entry["verdict"] for entry in entries)
    return {"entries": len(entries), **{verdict.value: counts[verdict.value] for verdict in ImportVerdict}}


def answer_lines(answer: Answer, *, dry_run: bool) -> list[str]:
    """The answer as text: the counts, and the entries that need attention."""
    if answer["error"]:
        return [f"{answer['file']}: {answer['error']}"]
    totals = answer["totals"]
    counts = ", ".join(f"{totals[verdict.value]} {verdict.value}" for verdict in ImportVerdict)
    done = "Nothing was written." if dry_run else f"Applied as import {answer['import']}."
    lines = [
        f"{answer['file']} ({answer['format']}, {answer['encoding']}): {totals['entries']} entries: {counts}. {done}"
    ]
    lines += [f"  {note}" for note in answer["notes"]]
    for entry in answer["entries"]:
        if entry["verdict"] in (ImportVerdict.POSSIBLE, ImportVerdict.UNREADABLE):
            label = entry["title"] or entry["key"] or "?"
            lines.append(f"  line {entry['line']}: {entry['verdict']}: {label[:80]} ({'; '.join(entry['reasons'])})")
    return lines
