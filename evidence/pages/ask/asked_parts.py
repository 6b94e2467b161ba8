"""The parts of a question as a reader gave them: in words, and each part that they chose by hand in its place."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from django import forms

from evidence.asked.asked_question import AskedPart, AskedQuestion
from evidence.synthesis.compared_trials import ComparedWith
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.choices import ComponentName, CriticalOutcome, Family, RouteGroup
from studies.models import Condition
from studies.presentation.query_parameters import QueryParameterError
from studies.reported.comparisons import Comparison, in_order
from studies.reported.windows import Window

Value = TypeVar("Value")
LONGEST_QUESTION = 300
NOT_SAID = ("", "not said")
_BASE_SIGN = "+"
_WINDOWS = [(window.value, f"{window.label}, {window.span}") for window in Window]
_ROUTES = [(route.value, route.label) for route in RouteGroup]


class QuestionForm(forms.Form):
    """The words of a question."""

    q = forms.CharField(
        label="Your question",
        required=False,
        max_length=LONGEST_QUESTION,
        error_messages={
            "max_length": "A question has at most %(limit_value)d characters; this one has %(show_value)d."
        },
    )


class PartsForm(forms.Form):
    """Each part of a question. A part that the address has, be it empty, stands in place of what the words say."""

    condition = forms.ChoiceField(required=False)
    comparison = forms.ChoiceField(label="Compared with", required=False)
    outcome = forms.ChoiceField(required=False, choices=[NOT_SAID, *CriticalOutcome.choices()])
    window = forms.ChoiceField(label="Time", required=False, choices=[NOT_SAID, *_WINDOWS])
    route = forms.ChoiceField(label="Route of ozone", required=False, choices=[NOT_SAID, *_ROUTES])

    def __init__(
        self, data: Mapping[str, Any], conditions: Iterable[Condition], compared: Iterable[ComparedWith]
    ) -> None:
        super().__init__(data, label_suffix="")
        self.compared = tuple(compared)
        _field(self, "condition").choices = [NOT_SAID, *((item.slug, item.name) for item in conditions)]
        _field(self, "comparison").choices = [NOT_SAID, *((key_of(item), item.words.heading) for item in self.compared)]


def _field(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - mypy does not know which field it is
    return field


QUESTION_PARAMETERS = (*QuestionForm.base_fields, *PartsForm.base_fields)


class AskedParts(NamedTuple):
    """What is asked: None for a part that was not said. A comparison without its base asks for any of its kind."""

    condition: str | None
    compared: ComparedWith | None
    outcome: CriticalOutcome | None
    window: Window | None
    route: RouteGroup | None


def key_of(compared: ComparedWith) -> str:
    """A comparison in an address: "add-on-to-procedure+laser"."""
    return _BASE_SIGN.join([compared.comparison.value, *(name.value for name in in_order(compared.base))])


def askable_comparisons(made: Iterable[ComparedWith], asked: ComparedWith | None) -> list[ComparedWith]:
    """Every kind of comparison, then its procedures or mixtures that studies compared, and the one that is asked."""
    kinds = (ComparedWith(comparison) for comparison in COMPARISON_WORDS)
    return sorted({*kinds, *made, *([asked] if asked else [])}, key=lambda item: item.order)


def compared_of(key: str) -> ComparedWith | None:
    """The comparison of a key that an address may have; None for no such key."""
    name, *names = key.split(_BASE_SIGN)
    comparison = next((item for item in COMPARISON_WORDS if item.value == name), None)
    if comparison is None:
        return None
    known: type[ComponentName] | type[Family] = Family if comparison is Comparison.MIXTURE else ComponentName
    try:
        return ComparedWith(comparison, frozenset(known(each) for each in names))
    except ValueError:
        return None


def chosen_parts(asked: AskedQuestion, form: PartsForm) -> AskedParts:
    """The words' parts, but for those of the form. Raises ``QueryParameterError`` for a value that does not exist."""
    if not form.is_valid():
        raise QueryParameterError(
            f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts
        )

    def chosen(name: str) -> str | None:
        """The value of the form; None where the address leaves the part to the words."""
        return form.cleaned_data[name] if name in form.data else None

    condition, comparison, outcome, window, route = map(chosen, PartsForm.base_fields)
    said = asked.comparison.compared if asked.comparison else None
    return AskedParts(
        condition=_value(asked.condition) if condition is None else condition or None,
        compared=said if comparison is None else compared_of(comparison),
        outcome=_value(asked.outcome) if outcome is None else CriticalOutcome(outcome) if outcome else None,
        window=_value(asked.window) if window is None else Window(window) if window else None,
        route=_value(asked.route) if route is None else RouteGroup(route) if route else None,
    )


def _value(part: AskedPart[Value] | None) -> Value | None:
    return part.value if part else None
