"""A reader's own selection of the evidence: a frozen filter that knows its address, its words and what it keeps.

The filter selects contrasts and pooling rules (``PoolingOptions``).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum, auto
from typing import Any
from urllib.parse import urlencode

from evidence.filters.value_ranges import RANGES, ValueRange
from evidence.statistics.estimates import IntervalMethod, Model
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, join_words
from evidence.synthesis.options import PoolingOptions
from studies.choices import ROUTE_GROUPS, BiasLevel, Blinding, Guidance, RouteGroup
from studies.reported.comparisons import Comparison
from studies.reported.contrasts import Contrast
from studies.reported.pairing import ArmPair
from studies.reported.risk_of_bias_views import overall_level
from studies.reported.rows import StudyRow
from studies.reported.windows import Window

RANDOMISED, NOT_RANDOMISED = "randomised", "not-randomised"
LOW = "low"
# A selection without more studies than these gives their number in place of their names.
MOST_NAMED = 5
DESIGNS = [(RANDOMISED, "randomised trials"), (NOT_RANDOMISED, "other controlled studies")]
MODELS = [(Model.RANDOM.value, "random effects"), (Model.COMMON.value, "common effect")]
INTERVALS = [
    (IntervalMethod.HKSJ_FLOORED.value, "Hartung-Knapp, floored"),
    (IntervalMethod.HKSJ.value, "Hartung-Knapp"),
    (IntervalMethod.WALD.value, "Wald (normal)"),
]


class Fit(Enum):
    """What one criterion of a selection makes of a contrast."""

    INSIDE = auto()
    OUTSIDE = auto()
    # The criterion asks for what is not reported.
    NOT_REPORTED = auto()


# What one criterion asks for, as in "without a year", and what it makes of a contrast. Some data are never missing.
Criterion = tuple[str, Fit]


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
        return all(fit is Fit.INSIDE for _, fit in self.fits(item))

    def fits(self, item: Contrast | ArmPair) -> Iterator[Criterion]:
        """What each criterion of the selection makes of a contrast; all must hold."""
        pair = item if isinstance(item, ArmPair) else item.pair
        arm = pair.ozone
        yield "", _choice_fit(pair.compared.comparison, self.comparison)
        yield "a stated route", _choice_fit(ROUTE_GROUPS[arm.route], self.route, RouteGroup.NOT_STATED)
        yield "a stated guidance of the needle", _choice_fit(arm.guidance or "", self.guidance, "")
        if isinstance(item, Contrast):
            yield "a stated time", _choice_fit(item.window, self.window, Window.NOT_STATED)
        yield from self._study_fits(arm.study)
        yield "a judgement of risk of bias", self._risk_fit(item)
        limits = dict(self.limits)
        for each in RANGES:
            yield each.datum, _range_fit(each.value(arm), limits.get(each.low), limits.get(each.high))

    def _study_fits(self, study: StudyRow) -> Iterator[Criterion]:
        yield "stated blinding", _choice_fit(study.blinding, self.blinding, Blinding.NOT_REPORTED)
        is_asked_for = self.design in ("", RANDOMISED if study.is_randomised else NOT_RANDOMISED)
        yield "", _fit_of(is_inside=is_asked_for and study.slug not in self.exclude)

    def _risk_fit(self, item: Contrast | ArmPair) -> Fit:
        level = _level(item) if self.risk == LOW else BiasLevel.LOW
        return Fit.NOT_REPORTED if level is None else _fit_of(is_inside=level is BiasLevel.LOW)

    def words(self, labels: Mapping[str, str]) -> list[str]:
        """The selection in words, a phrase for each choice; ``labels`` are those of studies, by slug."""
        phrases = [
            _any_of("comparison", (COMPARISON_WORDS[Comparison(value)].heading.lower() for value in self.comparison)),
            _any_of("route", (RouteGroup(value).label for value in self.route)),
            _any_of("guided by", (Guidance(value).label for value in self.guidance)),
            _any_of("time", (Window(value).label for value in self.window)),
            _any_of("blinding", (Blinding(value).label for value in self.blinding)),
            dict(DESIGNS).get(self.design, ""),
            "low risk of bias only" if self.risk == LOW else "",
            *(_range_words(each, dict(self.limits)) for each in RANGES),
            self._exclusion_words(labels),
            "all routes together" if self.all_routes else "",
            dict(MODELS)[self.model] if self.model != Model.RANDOM else "",
            f"{dict(INTERVALS)[self.interval]} interval" if self.interval != IntervalMethod.HKSJ_FLOORED else "",
        ]
        return [phrase for phrase in phrases if phrase]

    def _exclusion_words(self, labels: Mapping[str, str]) -> str:
        if len(self.exclude) > MOST_NAMED:
            return f"without {len(self.exclude)} chosen studies"
        return f"without {join_words(labels.get(slug, slug) for slug in self.exclude)}" if self.exclude else ""


def _level(item: Contrast | ArmPair) -> BiasLevel | None:
    """The risk of bias of a contrast; for a pair without printed results, that of its whole study."""
    if isinstance(item, ArmPair):
        return overall_level(item.ozone.study.bias, "", None)
    return overall_level(item.pair.ozone.study.bias, item.measure.slug, item.weeks)


def _fit_of(*, is_inside: bool) -> Fit:
    return Fit.INSIDE if is_inside else Fit.OUTSIDE


def _choice_fit(value: str, selection: tuple[str, ...], missing: str | None = None) -> Fit:
    """Whether a value is selected; ``missing`` is the value that means not reported."""
    if not selection or value in selection:
        return Fit.INSIDE
    return Fit.NOT_REPORTED if value == missing else Fit.OUTSIDE


def _range_fit(printed: tuple[float, float] | None, low: float | None, high: float | None) -> Fit:
    """Whether a printed range overlaps the requested one."""
    if low is None and high is None:
        return Fit.INSIDE
    if printed is None:
        return Fit.NOT_REPORTED
    return _fit_of(is_inside=(low is None or printed[1] >= low) and (high is None or printed[0] <= high))


def _any_of(name: str, labels: Iterable[str]) -> str:
    found = list(labels)
    return f"{name}: {join_words(found)}" if found else ""


def _range_words(each: ValueRange, chosen: dict[str, float]) -> str:
    low, high = chosen.get(each.low), chosen.get(each.high)
    if low is None and high is None:
        return ""
    if low is not None and high is not None:
        limits = f"{low:g} to {high:g}"
    else:
        limits = f"from {low:g}" if low is not None else f"up to {high:g}"
    return " ".join(filter(None, (each.label, limits, each.unit)))
