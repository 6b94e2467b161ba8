"""What the address of the search says: the words, what hits are narrowed to, their order, and the page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.http import urlencode

from studies.choices import Design
from studies.models import Condition
from studies.presentation.query_parameters import QueryParameterError
from studies.search.study_search import HitOrder, Narrowing

LONGEST_QUERY = 200
# All parameters but the page: what narrows and orders.
PARAMETERS = ("q", "design", "condition", "year_from", "year_to", "sort")
ORDER_LABELS = {
    HitOrder.RELEVANCE: "Best match",
    HitOrder.NEWEST: "Newest",
    HitOrder.OLDEST: "Oldest",
    HitOrder.PEOPLE: "Most people",
}


class SiteSearchForm(forms.Form):
    """The parameters; a value that is not known is refused with a sentence."""

    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    design = forms.ChoiceField(required=False, choices=Design.choices())
    condition = forms.ModelChoiceField(Condition.objects.all(), required=False, to_field_name="slug")
    year_from = forms.IntegerField(required=False, min_value=1800, max_value=2200)
    year_to = forms.IntegerField(required=False, min_value=1800, max_value=2200)
    sort = forms.ChoiceField(required=False, choices=[(order.value, label) for order, label in ORDER_LABELS.items()])


@dataclass(frozen=True, slots=True)
class SearchChoice:
    """What a reader asked for. It can write its own address with one thing changed."""

    text: str
    design: str = ""
    condition: Condition | None = None
    year_from: int = 0
    year_to: int = 0
    order: HitOrder = HitOrder.RELEVANCE

    @property
    def narrowing(self) -> Narrowing:
        """Which hits are listed."""
        conditions = (self.condition.pk,) if self.condition else ()
        return Narrowing(self.design, conditions, self.year_from, self.year_to)

    def href(self, **changed: Any) -> str:
        """The address of the same search with other values; an empty one is left out."""
        values: dict[str, Any] = {
            "q": self.text,
            "design": self.design,
            "condition": self.condition.slug if self.condition else "",
            "year_from": self.year_from,
            "year_to": self.year_to,
            "sort": "" if self.order is HitOrder.RELEVANCE else self.order.value,
        }
        return f"?{urlencode({name: value for name, value in (values | changed).items() if value})}"


def read_choice(form: SiteSearchForm) -> SearchChoice:
    """The choice of a valid form. Raises ``QueryParameterError`` where the address has a value that is not known."""
    if not form.is_valid():
        errors = [(name, message) for name, messages in form.errors.items() if name != "q" for message in messages]
        raise QueryParameterError(f"{name}: {message}" for name, message in errors)
    values = form.cleaned_data
    return SearchChoice(
        text=values["q"],
        design=values["design"],
        condition=values["condition"],
        year_from=values["year_from"] or 0,
        year_to=values["year_to"] or 0,
        order=HitOrder(values["sort"] or HitOrder.RELEVANCE),
    )
