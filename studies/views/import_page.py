"""Everything that the page of one import shows, whatever its state."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import QueryDict
from django.utils import timezone

from studies.choices import ImportState
from studies.choices.importing import Verdict
from studies.models import ImportBatch, ImportedEntry
from studies.tasks import SECONDS_OF_SILENCE, seconds_of_silence

PAGE_SIZE = 50
LABELS = {
    Verdict.NEW: "new",
    Verdict.DUPLICATE: "duplicate",
    Verdict.POSSIBLE: "possible duplicate",
    Verdict.UNREADABLE: "unreadable",
}
MEANINGS = {
    Verdict.NEW: "becomes a publication",
    Verdict.DUPLICATE: "joins a publication that is known; its text is kept as a further source",
    Verdict.POSSIBLE: "a person decides",
    Verdict.UNREADABLE: "could not be read, and says why",
}
# What they meant when the plan was applied.
MEANT = MEANINGS | {
    Verdict.NEW: "became a publication",
    Verdict.DUPLICATE: "joined a publication that was known; its text was kept as a further source",
    Verdict.POSSIBLE: "a person decides, or has decided",
}


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many entries of a file have a verdict."""

    verdict: str
    label: str
    meaning: str
    number: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import. ``silent_for`` is how many seconds its worker has been silent, where that is too long."""

    batch: ImportBatch
    counts: tuple[VerdictCount, ...]
    total: int
    n_open: int
    page: Page[ImportedEntry]
    verdict: str
    silent_for: int
    percent: int

    @property
    def is_plan(self) -> bool:
        return self.batch.state == ImportState.PLANNED

    @property
    def is_applied(self) -> bool:
        return self.batch.state == ImportState.APPLIED

    @property
    def is_refused(self) -> bool:
        return self.batch.state == ImportState.REFUSED

    @property
    def may_decide(self) -> bool:
        return self.is_plan or self.is_applied


def import_page(batch: ImportBatch, asked: QueryDict) -> ImportPage:
    """The page of an import; unknown verdicts and pages in the address show the first page of everything."""
    numbers = Counter(dict(batch.entries.order_by().values_list("verdict").annotate(Count("pk"))))
    verdict = asked.get("verdict", "")
    entries = batch.entries.select_related("publication__study", "duplicate_of").defer("duplicate_of__search_text")
    if verdict in numbers:
        entries = entries.filter(verdict=verdict)
    meanings = MEANT if batch.state == ImportState.APPLIED else MEANINGS
    silence = seconds_of_silence(batch, now=timezone.now())
    return ImportPage(
        batch=batch,
        counts=tuple(VerdictCount(each.value, LABELS[each], meanings[each], numbers[each.value]) for each in Verdict),
        total=numbers.total(),
        n_open=batch.entries.filter(verdict=Verdict.POSSIBLE, decision="").count(),
        page=Paginator(entries, PAGE_SIZE).get_page(asked.get("page")),
        verdict=verdict if verdict in numbers else "",
        silent_for=int(silence) if silence > SECONDS_OF_SILENCE else 0,
        percent=min(100, 100 * batch.n_done // batch.n_expected) if batch.n_expected else 0,
    )
