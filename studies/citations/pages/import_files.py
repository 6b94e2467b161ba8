"""The files of an import as its page lists them: what each is, what became of its entries, and its search."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from studies.choices import ImportState, ImportVerdict
from studies.citations.pages.upload_form import SearchForm
from studies.citations.parse.formats import FORMATS, Format
from studies.models import ImportBatch, ImportFile, SearchRecord

VERDICT_LABELS = {
    ImportVerdict.NEW: "new",
    ImportVerdict.DUPLICATE: "duplicate",
    ImportVerdict.POSSIBLE: "possible duplicate",
    ImportVerdict.UNREADABLE: "unreadable",
}


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many entries have a verdict."""

    verdict: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file. ``applied_before``: earlier imports, applied, of exactly the same bytes."""

    file: ImportFile
    counts: tuple[VerdictCount, ...]
    applied_before: Sequence[ImportBatch]
    search_form: SearchForm

    @property
    def format_name(self) -> str:
        """What the format is called; '' for a file that was refused."""
        return FORMATS[Format(self.file.format)].name if self.file.format else ""

    @property
    def total(self) -> int:
        return sum(count.number for count in self.counts)


def file_lines(batch: ImportBatch) -> list[FileLine]:
    """The files of an import in their order. The number of queries does not grow with files or entries."""
    rows = batch.entries.order_by().values_list("file", "verdict").annotate(Count("pk"))
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    for file_id, verdict, number in rows:
        numbers[file_id][verdict] = number
    files = list(batch.files.select_related("search"))
    before = _applied_before(batch, files)
    return [
        FileLine(file, verdict_counts(numbers[file.pk]), before[file.sha256], search_form(file.search, file.position))
        for file in files
    ]


def verdict_counts(numbers: Mapping[str, int]) -> tuple[VerdictCount, ...]:
    """The number of every verdict, in the order in which they are told; 0 where there are none."""
    return tuple(VerdictCount(each.value, VERDICT_LABELS[each], numbers.get(each.value, 0)) for each in ImportVerdict)


def search_form(search: SearchRecord | None, position: int, data: Any = None) -> SearchForm:
    """The form that states or corrects the search of the file at a position."""
    known: dict[str, Any] = {}
    if search:
        known = {"searched_on": search.searched_on, "query_text": search.query_text, "method": search.method}
        known["database"] = search.database if search.names_database else ""
    return SearchForm(data, initial=known, auto_id=f"id_{position}_%s")


def _applied_before(batch: ImportBatch, files: Sequence[ImportFile]) -> dict[str, list[ImportBatch]]:
    """Other applied imports by the SHA-256 of a file that they had too."""
    others = ImportFile.objects.filter(sha256__in={file.sha256 for file in files}, batch__state=ImportState.APPLIED)
    before: dict[str, list[ImportBatch]] = defaultdict(list)
    for other in others.exclude(batch=batch).select_related("batch").order_by("batch"):
        before[other.sha256].append(other.batch)
    return before
