"""What a form of a page without a form class sends: a reply or a reason, and a whole number."""

from django import forms
from django.http import HttpRequest

from studies.revisions.record_change import ActionRefusedError

# More than any key of the database has.
_MOST_DIGITS = 19


class TextForm(forms.Form):
    """A free text; the action decides whether it can be empty."""

    words = forms.CharField(required=False, max_length=5000)


def posted_text(request: HttpRequest, name: str) -> str:
    """The words sent under that name. Raises ``ActionRefusedError`` for text that no record can hold."""
    form = TextForm({"words": request.POST.get(name, "")})
    if not form.is_valid():
        raise ActionRefusedError(" ".join(str(error) for error in form.errors["words"]))
    return str(form.cleaned_data["words"])


def posted_number(request: HttpRequest, name: str) -> int | None:
    """The whole number sent under that name, such as a revision; None for anything else, and for an endless one."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None
