"""The priors of a Bayesian answer as a reader may set them in the address."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.core.validators import MaxValueValidator

from evidence.synthesis.bayesian_answer import PriorChoice

# Beyond this no scale of an outcome reaches.
LARGEST_PRIOR = 10_000.0
ABOVE_ZERO = "This is a number above 0."


def _above_zero(value: float) -> None:
    if value <= 0:
        raise forms.ValidationError(ABOVE_ZERO)


def _prior_field(label: str) -> forms.FloatField:
    validators: list[Callable[[Any], None]] = [
        _above_zero,
        MaxValueValidator(LARGEST_PRIOR, f"This is {LARGEST_PRIOR:,.0f} at most."),
    ]
    messages = {"invalid": ABOVE_ZERO}
    return forms.FloatField(label=label, required=False, validators=validators, error_messages=messages)


class PriorForm(forms.Form):
    """Two numbers on the scale of analysis (natural log for ratios); an empty one is the default."""

    tau_scale = _prior_field("Scale of the prior of τ")
    effect_sd = _prior_field("Standard deviation of the sceptical prior")

    def to_choice(self) -> PriorChoice:
        """What the reader set; the defaults where the address is not valid (the form says why)."""
        return PriorChoice(**self.cleaned_data) if self.is_valid() else PriorChoice()

    @property
    def messages(self) -> list[str]:
        """Every fault as a sentence with the name of its field."""
        return [f"{self[name].label}: {text}" for name, texts in self.errors.items() for text in texts]

    def query(self) -> str:
        """The valid choices as part of an address; empty for the defaults."""
        return "&".join(f"{name}={value:g}" for name, value in self.valid_values().items())

    def valid_values(self) -> Mapping[str, Any]:
        """The values set, by name; none where the form is not valid."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


def hidden_pairs(query: str) -> tuple[tuple[str, str], ...]:
    """A query string as name and value of hidden fields, so that a form keeps the selection of its page."""
    return tuple(parse_qsl(query))
