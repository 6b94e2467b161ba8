"""The form of a reader's own selection, and the selection of an address.

The form refuses unknown values, so that every address means something and a filtered answer can be cited.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from evidence.filters.evidence_filter import DESIGNS, INTERVALS, LOW, MODELS, EvidenceFilter
from evidence.filters.value_ranges import RANGES
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.choices import Blinding, Guidance, RouteGroup
from studies.presentation.query_parameters import QueryParameterError
from studies.reported.windows import Window


class EvidenceFilterForm(forms.Form):
    """The filter as a plain GET form."""

    comparison = forms.MultipleChoiceField(
        required=False,
        choices=[(key.value, words.heading) for key, words in COMPARISON_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    window = forms.MultipleChoiceField(
        label="Time", required=False, choices=Window.choices(), widget=forms.CheckboxSelectMultiple
    )
    route = forms.MultipleChoiceField(required=False, choices=RouteGroup.choices(), widget=forms.CheckboxSelectMultiple)
    guidance = forms.MultipleChoiceField(
        label="Guided by", required=False, choices=Guidance.choices(), widget=forms.CheckboxSelectMultiple
    )
    blinding = forms.MultipleChoiceField(
        required=False, choices=Blinding.choices(), widget=forms.CheckboxSelectMultiple
    )
    design = forms.ChoiceField(required=False, choices=[("", "any"), *DESIGNS])
    risk = forms.ChoiceField(label="Risk of bias", required=False, choices=[("", "any"), (LOW, "low only")])
    exclude = forms.MultipleChoiceField(
        label="Exclude",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s” is no study of this condition. Expected: the name of one."},
    )
    all_routes = forms.BooleanField(label="Take all routes together", required=False)
    model = forms.ChoiceField(required=False, choices=MODELS)
    interval = forms.ChoiceField(required=False, choices=INTERVALS)

    def __init__(self, *args: Any, studies: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._add_ranges()
        exclude = self.fields["exclude"]
        assert isinstance(exclude, forms.MultipleChoiceField)  # noqa: S101 - mypy does not know which field it is
        exclude.choices = list(studies)

    def _add_ranges(self) -> None:
        """Add the limits of each range, before the studies to exclude."""
        names = list(self.fields)
        limits = {name: field for each in RANGES for name, field in each.form_fields().items()}
        self.fields.update(limits)
        place = names.index("exclude")
        self.order_fields([*names[:place], *limits, *names[place:]])

    @property
    def multiple_fields(self) -> list[forms.BoundField]:
        """The fields that take several values."""
        return [field for field in self.visible_fields() if isinstance(field.field, forms.MultipleChoiceField)]

    @property
    def single_fields(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self if not isinstance(field.field, forms.MultipleChoiceField)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # A check box takes every value for yes.
        ticked = self.data.get("all_routes", "")
        if ticked not in ("", "on"):
            self.add_error("all_routes", f"“{ticked}” is no choice. Expected: “on”, or no such parameter.")
        for each in RANGES:
            first, last = cleaned.get(each.low), cleaned.get(each.high)
            if first is not None and last is not None and first > last:
                self.add_error(
                    each.high, f"{last:g} is below {first:g}: the range runs from the smaller to the larger number."
                )
        return cleaned

    @property
    def messages(self) -> list[str]:
        """Every fault as a sentence with the name of its field."""
        return [f"{self[name].label}: {text}" for name, texts in self.errors.items() for text in texts]

    def to_filter(self) -> EvidenceFilter:
        """The selection of the address; the default where the address is not valid (the form says why)."""
        if not self.is_valid():
            return EvidenceFilter()
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in self.cleaned_data.items()}
        filled: dict[str, Any] = {name: value for name, value in values.items() if value not in (None, "", ())}
        names = [name for each in RANGES for name in (each.low, each.high)]
        limits = tuple((name, filled.pop(name)) for name in names if name in filled)
        return EvidenceFilter(**filled, limits=limits)


# The parameters of a selection, as an address has them.
SELECTION_PARAMETERS = tuple(EvidenceFilterForm().fields)


def read_selection(query: Mapping[str, Any], studies: Iterable[tuple[str, str]]) -> EvidenceFilter:
    """The selection of an address. Raises ``QueryParameterError`` for a value that the form refuses."""
    form = EvidenceFilterForm(query, studies=studies)
    if not form.is_valid():
        raise QueryParameterError(form.messages)
    return form.to_filter()
