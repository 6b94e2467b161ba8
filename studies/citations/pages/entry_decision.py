"""A possible duplicate beside the publication that it looks like."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.access import importers_only, person
from studies.choices import Decision
from studies.citations.apply import ImportStateError
from studies.citations.decide import decide
from studies.citations.entry_mapping import TAKEABLE, values_of
from studies.citations.forms import DecisionForm
from studies.models import ImportedEntry

LABELS = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "journal": "Journal",
    "volume": "Volume",
    "number": "Number",
    "pages": "Pages",
    "doi": "DOI",
    "pmid": "PubMed number",
    "pmcid": "PMC number",
    "url": "Address",
}


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of both. ``is_offered`` says whether the entry has something that the publication does not."""

    name: str
    label: str
    theirs: Any
    ours: Any
    is_offered: bool

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.theirs and self.ours) and self.theirs != self.ours

    @property
    def mark(self) -> str:
        """What a reader should notice, in words."""
        if self.differs:
            return "differs"
        if self.theirs == self.ours:
            return ""
        return "only in the file" if self.theirs else "not in the file"


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_decide(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    entries = ImportedEntry.objects.select_related("batch", "duplicate_of", "publication")
    entry = get_object_or_404(entries, batch=pk, index=index)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return decided(request, entry, form)
    shown = {"entry": entry, "fields": compared(entry), "other": other_of(entry), "form": form}
    shown["is_alone"] = entry.is_open and not entry.duplicate_of and not entry.duplicate_of_index
    return render(request, "studies/citations/pages/entry_decision.html", shown, status=400 if form.errors else 200)


def decided(request: HttpRequest, entry: ImportedEntry, form: DecisionForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        decide(
            entry=entry,
            decision=Decision(said["decision"]),
            take=said["take"],
            by=person(request),
            now=timezone.now(),
        )
    except ImportStateError as sentence:
        messages.error(request, str(sentence))
    following = entry.batch.entries.filter(verdict="possible", decision="").first()
    return redirect("import-decide", entry.batch_id, following.index) if following else redirect(entry.batch)


def other_of(entry: ImportedEntry) -> ImportedEntry | None:
    """The earlier entry of the file that this one looks like, where it looks like no publication."""
    if entry.duplicate_of_id or not entry.duplicate_of_index:
        return None
    return entry.batch.entries.filter(index=entry.duplicate_of_index).first()


def compared(entry: ImportedEntry) -> list[ComparedField]:
    """Every field that either has."""
    if not entry.candidate:
        return []
    theirs = values_of(entry)
    other = other_of(entry)
    ours = values_of(other) if other else {name: getattr(entry.duplicate_of, name, "") for name in TAKEABLE}
    return [
        ComparedField(
            name,
            LABELS[name],
            theirs[name],
            ours[name],
            is_offered=bool(theirs[name]) and theirs[name] != ours[name] and entry.duplicate_of is not None,
        )
        for name in TAKEABLE
        if theirs[name] or ours[name]
    ]
