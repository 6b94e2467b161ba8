"""Tables of harm: each harm of one study as a row, whose cells are what was counted with ozone and next to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.truncation import SHORT_LIST, truncate
from evidence.synthesis.harms import HarmComparison, RouteHarms, harm_rate, why_no_rate
from studies.choices import Fatal, Serious
from studies.numerics.number_formatting import count, people, percent
from studies.presentation.study_names import StudyNamer
from studies.presentation.study_sources import SourceLink, web_link
from studies.reported.reported_numbers import NumberShare, share_of_row
from studies.reported.row_keys import row_address
from studies.reported.rows import HarmRow

NO_OZONE_ARM = "Counted in arms without ozone alone"
# Smaller shares are printed with a second decimal.
SMALL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A count as one arm printed it, and what follows from it, or why nothing does."""

    count: str
    arm: str = ""
    words: str = ""

    @property
    def detail(self) -> str:
        """The arm and what follows."""
        return ": ".join(filter(None, (self.arm, self.words)))


@dataclass(frozen=True, slots=True)
class HarmCell:
    """One cell of a table of harm: figures, or words alone."""

    column: str
    figures: tuple[CellFigure, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class HarmItem:
    """One harm of one study as its row shows it. ``marks`` are shown next to its name: serious, fatal."""

    event: str
    marks: tuple[str, ...]
    study: str
    href: str
    facts: tuple[str, ...]
    cells: tuple[HarmCell, ...]
    source: SourceLink
    share: NumberShare

    @property
    def title(self) -> str:
        """Its name with its marks."""
        return f"{self.event} ({', '.join(self.marks)})" if self.marks else self.event


@dataclass(frozen=True, slots=True)
class RouteGroupItems:
    """The harms of one group of routes: the gravest, and how many there are in all."""

    title: str
    items: tuple[HarmItem, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not among the items."""
        return self.total - len(self.items)


CellsOf = Callable[[HarmComparison], tuple[HarmCell, ...]]


def cells_of_signal(line: HarmComparison) -> tuple[HarmCell, ...]:
    """What a case report describes: people, without a number treated."""
    return (HarmCell("People", (CellFigure(_people(line.row)),)),)


def cells_of_count(line: HarmComparison) -> tuple[HarmCell, ...]:
    """A count among people treated with its share, and the same of the other arms."""
    others = tuple(_figure(other, _rate(other) or why_no_rate(other)) for other in line.comparators)
    return (HarmCell("With ozone", (_figure(line.row, _rate(line.row) or why_no_rate(line.row)),)), _other_arms(others))


def cells_without_rate(line: HarmComparison) -> tuple[HarmCell, ...]:
    """A count from which no share follows, and why."""
    words = why_no_rate(line.row)
    return (
        HarmCell("As counted", (_figure(line.row),)),
        _other_arms(tuple(_figure(other) for other in line.comparators)),
        HarmCell("Why no rate follows", words=words[:1].upper() + words[1:]),
    )


def harm_group(group: RouteHarms, cells_of: CellsOf, names: Mapping[str, str], naming: StudyNamer) -> RouteGroupItems:
    """One group of routes with its harms. ``names`` are of the conditions in scope, by slug."""
    label = group.route.label if group.route else NO_OZONE_ARM
    shown = truncate(group.lines, lambda line: _item(line, cells_of, names, naming), SHORT_LIST)
    return RouteGroupItems(label[:1].upper() + label[1:], shown.rows, shown.total)


def _item(line: HarmComparison, cells_of: CellsOf, names: Mapping[str, str], naming: StudyNamer) -> HarmItem:
    row = line.row
    is_serious, is_fatal = row.serious is Serious.YES, row.fatal is Fatal.YES
    facts = (
        row.study.design_label,
        names[row.arm.condition] if len(names) > 1 else "",
        row.arm.stratum.replace("-", " "),
        "" if is_serious else row.serious.label,
    )
    marks = (row.serious.label if is_serious else "", row.fatal.label if is_fatal else "")
    return HarmItem(
        event=row.event,
        marks=tuple(filter(None, marks)),
        study=row.study.label,
        href=f"{reverse('study', args=[row.study.slug])}#harm-{row_address(row.key)}",
        facts=tuple(filter(None, facts)),
        cells=cells_of(line),
        source=SourceLink(
            link=web_link(row.provenance.source_url), place=row.provenance.locator, read_as="", note=naming(row.note)
        ),
        share=share_of_row("harm", row),
    )


def _other_arms(figures: tuple[CellFigure, ...]) -> HarmCell:
    return HarmCell("Comparator arm", figures, "" if figures else "none counted")


def _figure(row: HarmRow, words: str = "") -> CellFigure:
    return CellFigure(_people(row), row.arm.label, words)


def _people(row: HarmRow) -> str:
    if row.n_events is None:
        return "not counted"
    if row.n_at_risk is None:
        return people(row.n_events) if row.n_events else "none"
    return f"{count(row.n_events)} of {count(row.n_at_risk)}"


def _rate(row: HarmRow) -> str:
    bounds = harm_rate(row)
    if bounds is None or not row.n_at_risk:
        return ""
    if not row.n_events:
        return f"up to {_share(bounds.high)} cannot be excluded"
    return f"{_share(row.n_events / row.n_at_risk)}, 95% interval {_share(bounds.low)} to {_share(bounds.high)}"


def _share(share: float) -> str:
    return percent(share, digits=2 if share < SMALL_SHARE else 1)
