"""The forms of an upload: several files or pasted text, and the search that found them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils import timezone

from studies.choices import SearchMethod
from studies.citations.parse.formats import FORMAT_NAMES
from studies.citations.parse.limits import MOST_MEGABYTES
from studies.citations.receive import SentFile, SentSearch
from studies.citations.searches import USUAL_DATABASES, is_future_day

MOST_FILES = 50
PASTED_NAME = "Pasted text"
# The identity of the list of USUAL_DATABASES on a page with a form of a search.
_DATABASES = "usual-databases"


class SearchForm(forms.Form):
    """A search of a database or of another kind of source: all of it empty, or with its date."""

    method = forms.ChoiceField(
        label="Kind of source", required=False, choices=SearchMethod.choices(), initial=SearchMethod.DATABASE.value
    )
    database = forms.CharField(
        label="Database, or other source by name",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": _DATABASES, "autocomplete": "off"}),
    )
    searched_on = forms.DateField(
        label="Date of the search", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    query_text = forms.CharField(
        label="Search as it was sent", required=False, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    )

    usual_databases = USUAL_DATABASES

    @property
    def search_fields(self) -> list[forms.BoundField]:
        """The fields that say which search it was, in their order."""
        return [self[name] for name in ("method", "database", "searched_on", "query_text")]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day = values.get("searched_on")
        if day and is_future_day(day, today=timezone.localdate()):
            self.add_error("searched_on", "This day is in the future.")
        other_method = values.get("method") not in (None, "", SearchMethod.DATABASE)
        is_begun = other_method or values.get("database") or values.get("query_text")
        if is_begun and not day and "searched_on" not in self.errors:
            self.add_error("searched_on", "Give the date of the search too.")
        return values

    @property
    def search(self) -> SentSearch | None:
        """The search as it was sent; None where nothing of it was filled in."""
        values = self.cleaned_data
        if not values["searched_on"]:
            return None
        method = SearchMethod(values["method"] or SearchMethod.DATABASE)
        return SentSearch(" ".join(values["database"].split()), values["searched_on"], values["query_text"], method)


class _SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class _SeveralFilesField(forms.FileField):
    """Files, as a list; empty files are allowed, the reader refuses them by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=_SeveralFilesInput(), allow_empty_file=True, required=False, **options)

    def clean(self, data: Sequence[File[bytes]], initial: Any = None) -> list[File[bytes]]:
        files = [super(_SeveralFilesField, self).clean(each, initial) for each in data if each]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"{len(files)} files were sent; at most {MOST_FILES} are read together.")
        size = sum(file.size or 0 for file in files) / 1024 / 1024
        if size > MOST_MEGABYTES:
            what = "The files have together" if len(files) > 1 else "The file has"
            raise forms.ValidationError(
                f"{what} {size:.0f} MB; the limit is {MOST_MEGABYTES} MB. "
                "Send them in parts, or leave out the abstracts when you export them."
            )
        return files


class UploadForm(SearchForm):
    """Citation files, pasted text, or both, and the search that found them."""

    citation_files = _SeveralFilesField(
        label="Citation files",
        help_text=f"{FORMAT_NAMES}, several at once; at most {MOST_FILES} files and {MOST_MEGABYTES} MB together.",
    )
    pasted = forms.CharField(
        label="Or paste citations",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="In one of the same formats; up to 2 MB.",
    )

    @property
    def citation_fields(self) -> list[forms.BoundField]:
        """The fields that hold citations, in their order."""
        return [self[name] for name in ("citation_files", "pasted")]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "citation_files" in values and not values["citation_files"] and not values.get("pasted", "").strip():
            self.add_error("citation_files", "Choose a file, or paste citations.")
        return values

    def sent_files(self) -> list[SentFile]:
        """The files in the order in which they were chosen, then the pasted text."""
        sent = [SentFile(base_name(file.name), file.read()) for file in self.cleaned_data["citation_files"]]
        pasted = self.cleaned_data["pasted"]
        return [*sent, *([SentFile(PASTED_NAME, pasted.encode())] if pasted.strip() else [])]


def base_name(name: str | None) -> str:
    """The name of a file without its folders, as programs on any system write them.

    >>> base_name("C:\\\\papers\\\\a.bib"), base_name("papers/a.bib"), base_name("")
    ('a.bib', 'a.bib', 'file')
    """
    return (name or "").replace("\\", "/").rpartition("/")[2] or "file"
