"""What a person sends on the import pages."""

from typing import Any

from django import forms

from studies.choices import ExclusionReason, Screening, ScreeningStage
from studies.models import Study


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
