"""What a person sends on the import pages."""

from django import forms
from django.core.files.base import File

from studies.choices import Decision
from studies.citations.entry_mapping import TAKEABLE
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.limits import MOST_MEGABYTES, check_size


class UploadForm(forms.Form):
    """A citation file."""

    file = forms.FileField(
        label="Citation file", allow_empty_file=True, help_text=f"BibTeX, RIS or PubMed; at most {MOST_MEGABYTES} MB."
    )

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except FileRejectedError as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file


class DecisionForm(forms.Form):
    """Whether an entry is the publication that it looks like, and what to take over from it."""

    decision = forms.ChoiceField(choices=Decision.choices())
    take = forms.MultipleChoiceField(choices=[(name, name) for name in TAKEABLE], required=False)
