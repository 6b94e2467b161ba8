"""The form that attaches a file, or pasted text, to a study."""

from typing import Any

from django import forms

from studies.documents.content_kind import MOST_BYTES, MOST_MEGABYTES

PASTED_NAME = "Pasted text"


class AttachForm(forms.Form):
    """A file, or pasted text with a name."""

    document_file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        help_text=f"A PDF, a web page saved as HTML, or a text file; at most {MOST_MEGABYTES} MB. "
        "Of a web page the text is kept, with its tables.",
    )
    pasted = forms.CharField(
        label="Or paste text",
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="A table from a web page or a letter; one row a line.",
    )
    name = forms.CharField(
        label="Name", required=False, max_length=200, help_text="Empty: the name of the file. Shown to curators only."
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        sent, pasted = values.get("document_file"), values.get("pasted", "")
        if not sent and not pasted.strip() and not self.errors:
            self.add_error("document_file", "Choose a file, or paste text.")
        if sent and pasted.strip():
            self.add_error("pasted", "Attach the file first, then the text: each is a document of its own.")
        if sent and sent.size > MOST_BYTES:
            self.add_error("document_file", f"The file has {sent.size / 2**20:.0f} MB; the limit is {MOST_MEGABYTES}.")
        return values

    def sent(self) -> tuple[str, bytes]:
        """The name and the bytes of what was sent."""
        file = self.cleaned_data["document_file"]
        if file:
            return self.cleaned_data["name"] or file.name or "document", file.read()
        return self.cleaned_data["name"] or PASTED_NAME, self.cleaned_data["pasted"].encode()
