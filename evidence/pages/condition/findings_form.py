"""What a reader chooses of the table of findings, and how it is sorted."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from evidence.findings.finding import Finding
from evidence.pages.condition.finding_rows import FindingOrder, outcome_key
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from evidence.synthesis.gap_map import COLUMNS
from studies.choices import RouteGroup
from studies.presentation.query_parameters import QueryParameterError
from studies.reported.windows import Window

ANY = ("", "any")
CHOICES: dict[str, list[tuple[str, str]]] = {
    "comparison": [ANY, *((key.value, words.heading) for key, words in COMPARISON_WORDS.items())],
    "outcome": [ANY, *((column.key, column.label) for column in COLUMNS)],
    "window": [ANY, *Window.choices()],
    "route": [ANY, *RouteGroup.choices()],
}


class FindingsForm(forms.Form):
    """The choice as a plain GET form. Names are those of a selection, which chooses trials; this chooses rows."""

    comparison = forms.ChoiceField(label="Compared with", required=False, choices=CHOICES["comparison"])
    outcome = forms.ChoiceField(required=False, choices=CHOICES["outcome"])
    window = forms.ChoiceField(label="Time", required=False, choices=CHOICES["window"])
    route = forms.ChoiceField(required=False, choices=CHOICES["route"])
    sort = forms.ChoiceField(label="Sorted by", required=False, choices=FindingOrder.choices())

    @property
    def order(self) -> FindingOrder:
        """What the table is sorted by."""
        return FindingOrder(self.cleaned_data["sort"] or FindingOrder.COMPARISON)

    @property
    def compared(self) -> str:
        """The chosen comparison; empty for any."""
        return str(self.cleaned_data["comparison"])

    def keeps(self, finding: Finding) -> bool:
        """Whether a finding has every chosen value."""
        return all(self.cleaned_data[name] in ("", value) for name, value in _values(finding).items())

    def offer_only(self, findings: Iterable[Finding]) -> None:
        """Offer the values that some finding has, and those that are chosen."""
        offered: dict[str, set[str]] = {}
        for finding in findings:
            for name, value in _values(finding).items():
                offered.setdefault(name, {"", self.cleaned_data[name]}).add(value)
        for name, values in offered.items():
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)  # noqa: S101 - mypy does not know which widget it is
            # The widget alone: another value that exists is a valid address, of which there is no finding.
            widget.choices = [choice for choice in CHOICES[name] if choice[0] in values]


def _values(finding: Finding) -> dict[str, str]:
    question = finding.answer.question
    return {
        "comparison": question.comparison.value,
        "outcome": outcome_key(finding),
        "window": question.window.value,
        "route": question.route.value if question.route else "",
    }


# The parameters of the page, as an address has them.
FINDINGS_PARAMETERS = (*FindingsForm().fields, "page")


def read_findings_form(query: Mapping[str, Any]) -> FindingsForm:
    """The choice of an address. Raises ``QueryParameterError`` for a value that does not exist."""
    form = FindingsForm(query)
    if not form.is_valid():
        raise QueryParameterError(
            f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts
        )
    return form
