"""The forms of a request to authors: the letter, and what became of it."""

from datetime import date
from typing import Any

from django import forms

from studies.choices import RequestState
from studies.curation.author_requests.write_requests import NEXT_STATES

LONGEST_LETTER = 20_000


class LetterForm(forms.Form):
    """The person to whom the letter goes, and its text."""

    addressee = forms.CharField(
        label="To", max_length=200, help_text="Name and address of the corresponding author. Readers do not see it."
    )
    letter = forms.CharField(max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 24}))


class RequestStateForm(forms.Form):
    """What happened to a request, and on which day."""

    state = forms.TypedChoiceField(label="What happened", coerce=RequestState)
    on = forms.DateField(label="On which day", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: which figures came, and where they were entered. Readers do not see it.",
    )

    def __init__(self, data: Any, *, state: RequestState, today: date) -> None:
        super().__init__(data, initial={"on": today})
        choices = [(each.value, each.label) for each in NEXT_STATES[state]]
        self.fields["state"] = forms.TypedChoiceField(label="What happened", coerce=RequestState, choices=choices)
