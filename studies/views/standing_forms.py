"""What a curator sends about how a study stands."""

from django import forms
from django.http import HttpRequest

from studies.choices import ReadAs
from studies.revisions.record_change import Refused


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


class WordsForm(forms.Form):
    """What a person says in a box of its own; whether it says anything, the action judges."""

    words = forms.CharField(required=False, max_length=5000)


def words_of(request: HttpRequest, name: str) -> str:
    """The words sent under that name. Raises ``Refused`` for text that no record can hold."""
    form = WordsForm({"words": request.POST.get(name, "")})
    if not form.is_valid():
        raise Refused(" ".join(str(error) for error in form.errors["words"]))
    return str(form.cleaned_data["words"])
