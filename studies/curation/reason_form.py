"""The text of a curator's reply or reason."""

from django import forms
from django.http import HttpRequest

from studies.revisions.record_change import ActionRefusedError


class TextForm(forms.Form):
    """A free text; the action decides whether it can be empty."""

    words = forms.CharField(required=False, max_length=5000)


def posted_text(request: HttpRequest, name: str) -> str:
    """The words sent under that name. Raises ``ActionRefusedError`` for text that no record can hold."""
    form = TextForm({"words": request.POST.get(name, "")})
    if not form.is_valid():
        raise ActionRefusedError(" ".join(str(error) for error in form.errors["words"]))
    return str(form.cleaned_data["words"])
