"""What every form of a curator sends: the text of a reply or reason, and the revision that was seen."""

from django import forms
from django.http import HttpRequest

from studies.numerics.whole_number import whole_number
from studies.revisions.record_change import ActionRefusedError


class TextForm(forms.Form):
    """A free text; the action decides whether it can be empty."""

    words = forms.CharField(required=False, max_length=5000)


def posted_revision(request: HttpRequest) -> int:
    """The revision of the record that a form was made from; -1, which no record has, where the form names none."""
    revision = whole_number(request.POST.get("expected_revision", ""))
    return -1 if revision is None else revision


def posted_text(request: HttpRequest, name: str) -> str:
    """The words sent under that name. Raises ``ActionRefusedError`` for text that no record can hold."""
    form = TextForm({"words": request.POST.get(name, "")})
    if not form.is_valid():
        raise ActionRefusedError(" ".join(str(error) for error in form.errors["words"]))
    return str(form.cleaned_data["words"])
