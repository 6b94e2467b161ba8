"""The entries of an import as its page lists them: filtered by verdict, file, warnings, and what they filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet

from studies.choices import ImportVerdict, LabelledEnum
from studies.citations.pages.import_files import FileLine, VerdictCount
from studies.citations.publication_values import FIELD_LABELS
from studies.models import ImportBatch, ImportedEntry
from studies.numerics.number_formatting import count
from studies.presentation.place_in_print import place_in_print

_HAS_WARNINGS, _FILLED = ~Q(warnings=[]), ~Q(replaced={})
_IS_UNREADABLE = Q(verdict=ImportVerdict.UNREADABLE)
_IS_UNDECIDED = Q(verdict=ImportVerdict.POSSIBLE, decision="")


class EntryRemark(LabelledEnum):
    """Something that is said of an entry beside its verdict."""

    WARNINGS = "warnings", "with warnings"
    FILLED = "filled", "that filled fields of a known publication"


_CONDITIONS = {EntryRemark.WARNINGS: _HAS_WARNINGS, EntryRemark.FILLED: _FILLED}


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """How many entries became what. The first four add up to all entries of an applied import."""

    made: int
    joined: int
    waiting: int
    unreadable: int
    undecided: int
    with_warnings: int
    filled: int


def entry_counts(batch: ImportBatch) -> EntryCounts:
    """Count the entries of an import, by one query."""
    counted = {
        "made": Q(applied=True, made_publication=True),
        "joined": Q(applied=True, made_publication=False),
        "waiting": Q(applied=False) & ~_IS_UNREADABLE,
        "unreadable": _IS_UNREADABLE,
        "undecided": _IS_UNDECIDED,
        "with_warnings": _HAS_WARNINGS,
        "filled": _FILLED,
    }
    return EntryCounts(**batch.entries.aggregate(**{name: Count("pk", filter=each) for name, each in counted.items()}))


@dataclass(frozen=True, slots=True)
class ReplacedField:
    """A field of a known publication that an entry filled, or replaced because a person chose so."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry, and what it changed in a known publication."""

    entry: ImportedEntry

    @property
    def place(self) -> str:
        """Volume, number and pages of the work, as a citation writes them; '' without any."""
        return place_in_print(**{name: self.entry.candidate.get(name, "") for name in ("volume", "number", "pages")})

    @property
    def replaced(self) -> list[ReplacedField]:
        changed = self.entry.replaced.items()
        return [ReplacedField(FIELD_LABELS[name], *values) for name, values in changed if name in FIELD_LABELS]


class EntryFilterForm(forms.Form):
    """Which entries are listed; without a choice all of them."""

    verdict = forms.ChoiceField(label="Verdict", required=False)
    file = forms.TypedChoiceField(label="File", required=False, coerce=int, empty_value=None)
    remark = forms.ChoiceField(label="Only those", required=False)
    entry = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any, files: Sequence[FileLine], verdicts: Sequence[VerdictCount], numbers: EntryCounts):
        super().__init__(data)
        remarks = {EntryRemark.WARNINGS: numbers.with_warnings, EntryRemark.FILLED: numbers.filled}
        self._offer("verdict", ((each.verdict, each.label, each.number) for each in verdicts))
        self._offer("file", ((line.file.position, line.file.name[:60], line.total) for line in files))
        self._offer("remark", ((each.value, each.label, number) for each, number in remarks.items()))
        if len(files) == 1:
            self.fields["file"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: Iterable[tuple[str | int, str, int]]) -> None:
        """Offer choices with the number of entries that each lists."""
        labels = [(value, f"{label} ({count(number)})") for value, label, number in choices]
        self.fields[name].choices = [("", "all"), *labels]  # type: ignore[attr-defined]

    @property
    def is_filtered(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def entries(self, batch: ImportBatch) -> QuerySet[ImportedEntry]:
        """The chosen entries in the order of the files; all of them where the choice is none."""
        rows = batch.entries.select_related("file", "publication__study", "duplicate_of")
        rows = rows.defer("duplicate_of__search_text", "publication__search_text")
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        wanted = {"verdict": chosen["verdict"], "file__position": chosen["file"], "index": chosen["entry"]}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        return rows.filter(_CONDITIONS[EntryRemark(chosen["remark"])]) if chosen["remark"] else rows
