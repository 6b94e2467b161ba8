"""What a person sends on the import pages."""

from typing import Any

from django import forms
from django.core.files.base import File

from studies.choices import Decision, ExclusionReason, Screening, ScreeningStage
from studies.citations.entry_mapping import TAKEABLE
from studies.citations.parse.entries import Refused
from studies.citations.parse.limits import MOST_MEGABYTES, check_size
from studies.models import Study


class UploadForm(forms.Form):
    """A citation file."""

    file = forms.FileField(
        label="Citation file", allow_empty_file=True, help_text=f"BibTeX, RIS or PubMed; at most {MOST_MEGABYTES} MB."
    )

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file


class DecisionForm(forms.Form):
    """Whether an entry is the publication that it looks like, and what to take over from it."""

    decision = forms.ChoiceField(choices=Decision.choices())
    take = forms.MultipleChoiceField(choices=[(name, name) for name in TAKEABLE], required=False)


class ScreeningForm(forms.Form):
    """One person's decision on a publication. A reason from the list needs no words, "another reason" does."""

    REPORT = "report"
    UNSURE = "unsure"
    ACTIONS = (
        (Screening.INCLUDED.value, "include"),
        (Screening.EXCLUDED.value, "exclude"),
        (REPORT, "further report of a study that is here"),
        (UNSURE, "does not know, or takes back"),
    )
    action = forms.ChoiceField(choices=ACTIONS)
    stage = forms.ChoiceField(choices=ScreeningStage.choices(), required=False)
    reason_code = forms.ChoiceField(choices=ExclusionReason.choices(), required=False)
    reason = forms.CharField(required=False, max_length=500)
    study = forms.ModelChoiceField(queryset=Study.objects.order_by("label"), required=False, to_field_name="slug")
    settles = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        code = said.get("reason_code") or ExclusionReason.OTHER
        if said.get("action") == Screening.EXCLUDED and not said.get("reason") and code == ExclusionReason.OTHER:
            self.add_error("reason", "Say why it is excluded: choose a reason, or write one.")
        if said.get("action") == self.REPORT and not said.get("study"):
            self.add_error("study", "Choose the study that it reports.")
        return said
