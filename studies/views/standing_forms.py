"""What a curator sends about how a study stands."""

from django import forms

from studies.vocabulary import ReadAs


class SeenForm(forms.Form):
    """Which count of a study's changes a person saw when they decided."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)


class VouchForm(SeenForm):
    """A person's word that they compared the numbers of a study with its source."""

    read_as = forms.ChoiceField(label="What you had before you", choices=[("", "Choose"), *ReadAs.choices()])
    note = forms.CharField(
        label="What you compared",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tables, pages, what could not be checked. Readers see it.",
    )


class ReasonForm(SeenForm):
    """Why something is done."""

    reason = forms.CharField(label="Why", max_length=200, help_text="Kept in the history, which readers see.")
