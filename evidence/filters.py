"""A reader's own selection of the evidence: a frozen filter, read from an address and able to write it again.

The filter selects contrasts and pooling rules (``PoolingOptions``). The form refuses unknown values, so that every
address means something and a filtered answer can be cited.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django import forms

from evidence.statistics.estimates import IntervalMethod, Model
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, join_words
from evidence.synthesis.options import PoolingOptions
from studies.choices import ROUTE_GROUPS, BiasLevel, Blinding, Guidance, RouteGroup
from studies.reported.comparisons import Comparison
from studies.reported.contrasts import Contrast
from studies.reported.pairing import ArmPair
from studies.reported.risk_of_bias_views import overall_level
from studies.reported.rows import ArmRow, StudyRow
from studies.reported.windows import Window

RANDOMISED, NOT_RANDOMISED = "randomised", "not-randomised"
LOW = "low"
# With more studies than these the form shows no box for each.
MOST_BOXES = 100
_DESIGNS = [(RANDOMISED, "randomised trials"), (NOT_RANDOMISED, "other controlled studies")]
_MODELS = [(Model.RANDOM.value, "random effects"), (Model.COMMON.value, "common effect")]
_INTERVALS = [
    (IntervalMethod.HKSJ_FLOORED.value, "Hartung-Knapp, floored"),
    (IntervalMethod.HKSJ.value, "Hartung-Knapp"),
    (IntervalMethod.WALD.value, "Wald (normal)"),
]


@dataclass(frozen=True, slots=True)
class ValueRange:
    """A range that a reader can ask for. ``value`` reads the printed range of an arm; None is not reported."""

    name: str
    label: str
    unit: str
    value: Callable[[ArmRow], tuple[float, float] | None]
    field: type[forms.IntegerField] = forms.IntegerField
    smallest: int = 0
    largest: int | None = None

    @property
    def low(self) -> str:
        """The name of its lower limit in the form and in the address."""
        return f"{self.name}_from"

    @property
    def high(self) -> str:
        """The name of its upper limit in the form and in the address."""
        return f"{self.name}_to"

    def form_fields(self) -> dict[str, forms.Field]:
        """The fields of its two limits."""
        low_label = ", ".join(filter(None, (f"{self.label.capitalize()} from", self.unit)))
        return {
            name: self.field(label=label, required=False, min_value=self.smallest, max_value=self.largest)
            for name, label in ((self.low, low_label), (self.high, "to"))
        }


def _year_range(arm: ArmRow) -> tuple[float, float] | None:
    year = arm.study.year
    return (year, year) if year else None


RANGES = (
    ValueRange("ug", "ozone", "µg/ml", lambda arm: arm.concentration_range, forms.FloatField),
    ValueRange("sessions", "sessions", "", lambda arm: arm.sessions_range),
    ValueRange("year", "year", "", _year_range, smallest=1900, largest=2200),
)


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """A reader's own selection. An empty field selects everything; ``exclude`` holds slugs of studies.

    ``limits`` are those of ``RANGES``, each with its name: ("year_from", 2010).
    """

    comparison: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    window: tuple[str, ...] = ()
    blinding: tuple[str, ...] = ()
    design: str = ""
    risk: str = ""
    limits: tuple[tuple[str, float], ...] = ()
    exclude: tuple[str, ...] = ()
    all_routes: bool = False
    model: str = Model.RANDOM.value
    interval: str = IntervalMethod.HKSJ_FLOORED.value

    @property
    def is_default(self) -> bool:
        """Whether it selects nothing."""
        return self == EvidenceFilter()

    @property
    def options(self) -> PoolingOptions:
        """The pooling rules of the selection."""
        return PoolingOptions(self.all_routes, Model(self.model), interval=IntervalMethod(self.interval))

    def query(self) -> str:
        """The query string of this selection, without default values; empty for the default."""
        default = EvidenceFilter()
        pairs: list[tuple[str, Any]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "limits":
                pairs += value
            elif value != getattr(default, field.name):
                pairs += [(field.name, one) for one in (value if isinstance(value, tuple) else [value])]
        return urlencode([(name, "on" if value is True else value) for name, value in pairs])

    def keeps(self, item: Contrast | ArmPair) -> bool:
        """Whether a contrast belongs to the selection. Values that are not reported are outside every range."""
        pair = item if isinstance(item, ArmPair) else item.pair
        arm, study = pair.ozone, pair.ozone.study
        window = None if isinstance(item, ArmPair) else item.window
        return (
            _is_selected(pair.compared.comparison, self.comparison)
            and _is_selected(ROUTE_GROUPS[arm.route], self.route)
            and _is_selected(arm.guidance or "", self.guidance)
            and (window is None or _is_selected(window, self.window))
            and self._keeps_study(study)
            and (self.risk != LOW or _level(item) is BiasLevel.LOW)
            and all(_within(each.value(arm), low, high) for each, low, high in self._ranges())
        )

    def _keeps_study(self, study: StudyRow) -> bool:
        return (
            _is_selected(study.blinding, self.blinding)
            and study.slug not in self.exclude
            and self.design in ("", RANDOMISED if study.is_randomised else NOT_RANDOMISED)
        )

    def _ranges(self) -> Iterator[tuple[ValueRange, float | None, float | None]]:
        """Each range with its two limits."""
        limits = dict(self.limits)
        return ((each, limits.get(each.low), limits.get(each.high)) for each in RANGES)

    def words(self) -> list[str]:
        """The selection in words, a phrase for each choice."""
        phrases = [
            _any_of("comparison", (COMPARISON_WORDS[Comparison(value)].heading.lower() for value in self.comparison)),
            _any_of("route", (RouteGroup(value).label for value in self.route)),
            _any_of("guided by", (Guidance(value).label for value in self.guidance)),
            _any_of("time", (Window(value).label for value in self.window)),
            _any_of("blinding", (Blinding(value).label for value in self.blinding)),
            dict(_DESIGNS).get(self.design, ""),
            "low risk of bias only" if self.risk == LOW else "",
            *(_range_words(each.label, low, high, each.unit) for each, low, high in self._ranges()),
            f"without {len(self.exclude)} chosen {'study' if len(self.exclude) == 1 else 'studies'}"
            if self.exclude
            else "",
            "all routes together" if self.all_routes else "",
            dict(_MODELS)[self.model] if self.model != Model.RANDOM else "",
            f"{dict(_INTERVALS)[self.interval]} interval" if self.interval != IntervalMethod.HKSJ_FLOORED else "",
        ]
        return [phrase for phrase in phrases if phrase]


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
    design = forms.ChoiceField(required=False, choices=[("", "any"), *_DESIGNS])
    risk = forms.ChoiceField(label="Risk of bias", required=False, choices=[("", "any"), (LOW, "low only")])
    exclude = forms.MultipleChoiceField(label="Exclude", required=False, widget=forms.CheckboxSelectMultiple)
    all_routes = forms.BooleanField(label="Take all routes together", required=False)
    model = forms.ChoiceField(required=False, choices=_MODELS)
    interval = forms.ChoiceField(required=False, choices=_INTERVALS)

    def __init__(self, *args: Any, studies: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._add_ranges()
        exclude = self.fields["exclude"]
        assert isinstance(exclude, forms.MultipleChoiceField)  # noqa: S101 - mypy does not know which field it is
        exclude.choices = list(studies)
        if len(exclude.choices) > MOST_BOXES:
            # The address still excludes studies; a box for each would be longer than the page.
            exclude.widget = forms.MultipleHiddenInput()

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
        for each in RANGES:
            first, last = cleaned.get(each.low), cleaned.get(each.high)
            if first is not None and last is not None and first > last:
                self.add_error(
                    each.high, f"{last:g} is below {first:g}: the range runs from the smaller to the larger number."
                )
        return cleaned

    def to_filter(self) -> EvidenceFilter:
        """The selection of the address; the default where the address is not valid (the form says why)."""
        if not self.is_valid():
            return EvidenceFilter()
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in self.cleaned_data.items()}
        filled: dict[str, Any] = {name: value for name, value in values.items() if value not in (None, "", ())}
        names = [name for each in RANGES for name in (each.low, each.high)]
        limits = tuple((name, filled.pop(name)) for name in names if name in filled)
        return EvidenceFilter(**filled, limits=limits)


def _level(item: Contrast | ArmPair) -> BiasLevel | None:
    """The risk of bias of a contrast; for a pair without printed results, that of its whole study."""
    if isinstance(item, ArmPair):
        return overall_level(item.ozone.study.bias, "", None)
    return overall_level(item.pair.ozone.study.bias, item.measure.slug, item.weeks)


def _is_selected(value: str, selection: tuple[str, ...]) -> bool:
    return not selection or value in selection


def _within(printed: tuple[float, float] | None, low: float | None, high: float | None) -> bool:
    """Whether a printed range overlaps the requested one."""
    if low is None and high is None:
        return True
    if printed is None:
        return False
    return (low is None or printed[1] >= low) and (high is None or printed[0] <= high)


def _any_of(name: str, labels: Iterable[str]) -> str:
    found = list(labels)
    return f"{name}: {join_words(found)}" if found else ""


def _range_words(name: str, low: float | None, high: float | None, unit: str) -> str:
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        limits = f"{low:g} to {high:g}"
    else:
        limits = f"from {low:g}" if low is not None else f"up to {high:g}"
    return " ".join(filter(None, (name, limits, unit)))
