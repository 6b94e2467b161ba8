"""The form of a decision on a publication."""

from typing import Any

from django import forms

from studies.choices import ExclusionReason, Retrieval, Screening, ScreeningStage
from studies.models import Study

LONGEST_NOTE = 2_000


class RetrievalForm(forms.Form):
    """What a person states of the full text of a publication."""

    state = forms.ChoiceField(choices=Retrieval.choices())
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)


class ScreeningForm(forms.Form):
    """One person's decision on a publication. "Another reason" needs a text, a reason from the list does not.

    ``reason`` is the note of any decision.
    """

    REPORT = "report"
    UNSURE = "unsure"
    ACTIONS = (
        (Screening.INCLUDED.value, "include"),
        (Screening.EXCLUDED.value, "exclude"),
        (REPORT, "further report of a study that is here"),
        (UNSURE, "unsure, or withdraws"),
    )
    action = forms.ChoiceField(choices=ACTIONS)
    stage = forms.ChoiceField(choices=ScreeningStage.choices(), required=False)
    reason_code = forms.ChoiceField(choices=ExclusionReason.choices(), required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_NOTE)
    study = forms.ModelChoiceField(queryset=Study.objects.order_by("label"), required=False, to_field_name="slug")
    settles = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.get("reason_code") or ExclusionReason.OTHER
        if cleaned.get("action") == Screening.EXCLUDED and not cleaned.get("reason") and code == ExclusionReason.OTHER:
            self.add_error("reason", "Give a reason for the exclusion: choose one, or write one.")
        if cleaned.get("action") == self.REPORT and not cleaned.get("study"):
            self.add_error("study", "Choose the study that it reports.")
        return cleaned
