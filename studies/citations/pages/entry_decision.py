"""Deciding on a possible duplicate, next to the publication that it resembles."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.choices import Decision
from studies.citations.apply import ImportStateError
from studies.citations.decide import decide
from studies.citations.entry_mapping import values_of
from studies.citations.publication_values import COPYABLE_FIELDS, FIELD_LABELS, field_value
from studies.models import ImportedEntry
from studies.page_access import importers_only, person


class DecisionForm(forms.Form):
    """Whether an entry is the publication that it resembles, and the fields to copy from it."""

    decision = forms.ChoiceField(choices=Decision.choices())
    take = forms.MultipleChoiceField(choices=[(name, name) for name in COPYABLE_FIELDS], required=False)


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of both. ``can_copy``: the entry has a value that the publication does not have."""

    name: str
    label: str
    entry_value: Any
    publication_value: Any
    can_copy: bool

    @property
    def differs(self) -> bool:
        """Whether both have a value, and not the same."""
        return bool(self.entry_value and self.publication_value) and self.entry_value != self.publication_value

    @property
    def mark(self) -> str:
        """The difference in words."""
        if self.differs:
            return "differs"
        if self.entry_value == self.publication_value:
            return ""
        return "only in the file" if self.entry_value else "not in the file"


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_decide(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    entries = ImportedEntry.objects.select_related("batch", "duplicate_of__abstract_record", "publication")
    entry = get_object_or_404(entries, batch=pk, index=index)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return save_decision(request, entry, form)
    context = {"entry": entry, "fields": compared_fields(entry), "other": earlier_entry(entry), "form": form}
    context["is_alone"] = entry.is_open and not entry.duplicate_of and not entry.duplicate_of_index
    return render(request, "studies/citations/pages/entry_decision.html", context, status=400 if form.errors else 200)


def save_decision(request: HttpRequest, entry: ImportedEntry, form: DecisionForm) -> HttpResponse:
    values = form.cleaned_data
    try:
        decide(
            entry=entry,
            decision=Decision(values["decision"]),
            take=values["take"],
            by=person(request),
            now=timezone.now(),
        )
    except ImportStateError as sentence:
        messages.error(request, str(sentence))
    following = entry.batch.entries.filter(verdict="possible", decision="").first()
    return redirect("import-decide", entry.batch_id, following.index) if following else redirect(entry.batch)


def earlier_entry(entry: ImportedEntry) -> ImportedEntry | None:
    """The earlier entry of the file that this one resembles, where it resembles no publication."""
    if entry.duplicate_of_id or not entry.duplicate_of_index:
        return None
    return entry.batch.entries.filter(index=entry.duplicate_of_index).first()


def compared_fields(entry: ImportedEntry) -> list[ComparedField]:
    """Every field with a value in either."""
    if not entry.candidate:
        return []
    entry_value = values_of(entry)
    other = earlier_entry(entry)
    publication_value: dict[str, Any] = dict.fromkeys(COPYABLE_FIELDS, "")
    if other:
        publication_value = values_of(other)
    elif entry.duplicate_of:
        publication_value = {name: field_value(entry.duplicate_of, name) for name in COPYABLE_FIELDS}
    return [
        ComparedField(
            name,
            FIELD_LABELS[name],
            entry_value[name],
            publication_value[name],
            can_copy=bool(entry_value[name])
            and entry_value[name] != publication_value[name]
            and entry.duplicate_of is not None,
        )
        for name in COPYABLE_FIELDS
        if entry_value[name] or publication_value[name]
    ]
