"""Tables of the methods page, made from the choices and constants that the rules use."""

from collections.abc import Iterable, Mapping

from evidence.findings.text_table import TextTable, text_table
from evidence.statistics.estimates import IntervalMethod, Model
from evidence.statistics.regression import STUDIES_PER_MODERATOR
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY
from evidence.statistics.subgroups import MIN_STUDIES_IN_ALL, MIN_STUDIES_IN_EACH
from evidence.statistics.tau2 import Tau2Method
from evidence.synthesis.comparison_labels import COMPARISON_WORDS, treatment_text
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL, MIN_STUDIES_TO_PREDICT
from studies.choices import (
    ROUTE_GROUPS,
    ComponentName,
    CriticalOutcome,
    Family,
    QueryState,
    Route,
    RouteGroup,
    Severity,
    StudyStatus,
)
from studies.numerics.number_formatting import weeks_text
from studies.presentation.query_texts import SEVERITY_CONSEQUENCES
from studies.reported.assumptions import Assumption, Caution
from studies.reported.comparisons import Comparison, compare, components
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.windows import Window

# An ozone arm and its comparator for each comparison; the rule itself classifies each pair.
_EXAMPLES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("ozone",), ("sham",)),
    (("ozone", "steroid"), ("steroid",)),
    (("ozone", "usual-care"), ("usual-care",)),
    (("ozone", "exercise"), ("exercise",)),
    (("ozone", "radiofrequency"), ("radiofrequency",)),
    (("ozone", "local-anaesthetic"), ("local-anaesthetic",)),
    (("ozone",), ("steroid", "local-anaesthetic")),
    (("ozone",), ("physiotherapy",)),
    (("ozone",), ("medication",)),
    (("ozone",), ("steroid", "supplement")),
    (("ozone",), ("discectomy",)),
    (("ozone",), ("laser",)),
    (("ozone",), ("local-anaesthetic",)),
    (("ozone",), ("ozone", "steroid")),
    (("ozone", "supplement"), ("steroid",)),
    (("ozone",), ("not-stated",)),
)

MODELS = {
    Model.RANDOM: "random effects, by inverse variance",
    Model.COMMON: "common effect, by inverse variance",
    Model.MANTEL_HAENSZEL: "Mantel-Haenszel, without correction, where an arm has no event and events are few",
    Model.PETO: "Peto, where no arm of one side has an event, or an arm has none, events are rare and arms balanced",
}
INTERVALS = {
    IntervalMethod.WALD: "Wald: normal",
    IntervalMethod.HKSJ: "Hartung-Knapp: t with k − 1 degrees of freedom",
    IntervalMethod.HKSJ_FLOORED: "Hartung-Knapp with its variance factor not below 1, t with k − 1 degrees of freedom",
}
TAU2 = {
    Tau2Method.DL: "DerSimonian-Laird",
    Tau2Method.PM: "Paule-Mandel",
    Tau2Method.REML: "restricted maximum likelihood (REML)",
    Tau2Method.ML: "maximum likelihood",
    Tau2Method.EB: "empirical Bayes",
    Tau2Method.HE: "Hedges-Olkin",
    Tau2Method.SJ: "Sidik-Jonkman",
}
STATUSES = {
    StudyStatus.DRAFT: "never shown to readers",
    StudyStatus.UNVERIFIED: "shown, with how many of its numbers a second person confirmed",
    StudyStatus.SIGNED_OFF: "shown: a second person has compared it with its source, whole or in part",
}
QUERY_STATES = {
    QueryState.OPEN: "affects the result",
    QueryState.ANSWERED: "affects the result until resolved",
    QueryState.RESOLVED: "shown, no longer affects the result",
}


def marks_table() -> TextTable:
    """The marks of every number that rests on more than what is printed."""
    rows = [(mark.label[:1].upper() + mark.label[1:], "assumption") for mark in Assumption]
    rows += [(mark.label[:1].upper() + mark.label[1:], "caution") for mark in Caution]
    return text_table("Marks that go with a number", ("Mark", "What it is"), tuple(rows))


def windows_table() -> TextTable:
    """The windows, in the order of answers."""
    rows = [
        (window.label.capitalize(), window.span, "–" if window is Window.NOT_STATED else weeks_text(window.target))
        for window in Window
    ]
    return text_table(
        "Windows of time after treatment", ("Window", "Contains", "Result used: the nearest to"), tuple(rows)
    )


def comparisons_table() -> TextTable:
    """Every comparison with an example that the rule classifies, in the order of answers."""
    by_comparison = {}
    for ozone, other in _EXAMPLES:
        compared = compare(components(ozone), components(other))
        if compared:
            by_comparison[compared.comparison] = (
                f"{treatment_text(components(ozone))} / {treatment_text(components(other))}"
            )
    rows = [_comparison_row(comparison, by_comparison[comparison]) for comparison in Comparison]
    headings = ("Comparison", "Title of its answers", "Example: ozone arm / comparator", "Isolates ozone")
    return text_table("What two arms compare", headings, tuple(rows))


def _comparison_row(comparison: Comparison, example: str) -> tuple[str, ...]:
    title = COMPARISON_WORDS[comparison].heading if comparison in COMPARISON_WORDS else "none"
    isolates = "yes" if comparison.isolates_ozone else "no: never pooled"
    return (comparison.label[:1].upper() + comparison.label[1:], title, example, isolates)


def components_table() -> TextTable:
    """What an arm can receive, by family."""
    rows = [
        (family.label.capitalize(), _labels(name for name in ComponentName if name.family is family))
        for family in Family
    ]
    return text_table("Components, by family", ("Family", "Components"), tuple(rows))


def routes_table() -> TextTable:
    """Which routes are pooled together."""
    rows = [
        (group.label[:1].upper() + group.label[1:], _labels(route for route in Route if ROUTE_GROUPS[route] is group))
        for group in RouteGroup
    ]
    return text_table("Groups of routes", ("Group", "Routes in it"), tuple(rows))


def critical_table() -> TextTable:
    """The critical outcomes in their order."""
    rows = [(str(place), outcome.label) for place, outcome in enumerate(CriticalOutcome, 1)]
    return text_table(
        "Critical outcomes, answered on every page even if no text read gives a result",
        ("Place", "Outcome"),
        tuple(rows),
    )


def numbers_table() -> TextTable:
    """The smallest number of studies for each analysis."""
    rows = (
        ("A pool", str(MIN_STUDIES_TO_POOL), "one study has its own effect; two are shown side by side"),
        (
            "A prediction interval",
            str(MIN_STUDIES_TO_PREDICT),
            "with fewer the variance between studies is too uncertain",
        ),
        ("Leaving out one study at a time", str(MIN_STUDIES_TO_POOL), "where there is a pool"),
        (
            "A test between subgroups",
            str(MIN_STUDIES_IN_ALL),
            f"in all, and at least {MIN_STUDIES_IN_EACH} in each subgroup",
        ),
        ("Tests of small-study effects, funnel plot", str(MIN_STUDIES_FOR_ASYMMETRY), "with fewer they say little"),
        ("Meta-regression", str(STUDIES_PER_MODERATOR), "for each covariate"),
    )
    return text_table("Smallest number of studies", ("Analysis", "Studies", "Why, or how"), rows)


def meanings_table(
    caption: str,
    headings: tuple[str, str],
    meanings: dict[Severity, str] | dict[StudyStatus, str] | dict[QueryState, str],
) -> TextTable:
    """The labels of a choice, each with its consequence."""
    return text_table(
        caption, headings, tuple((choice.label.capitalize(), meaning) for choice, meaning in meanings.items())
    )


def reasons_table() -> TextTable:
    """Every reason why a result is excluded from an answer or shown without being pooled."""
    rows = [(reason.label[:1].upper() + reason.label[1:], reason.value) for reason in ContrastExclusion]
    return text_table(
        "Why a result is excluded, or shown next to the answer",
        ("Reason as readers see it", "Its short name"),
        tuple(rows),
    )


def _labels(choices: Iterable[ComponentName] | Iterable[Route]) -> str:
    return ", ".join(choice.label for choice in choices)


def pooling_tables() -> tuple[TextTable, ...]:
    """By how many studies which number appears, and every method that a reader may choose."""
    return (
        numbers_table(),
        _methods_table("Models", MODELS),
        _methods_table("Intervals of a pool", INTERVALS),
        _methods_table("Estimators of the variance between studies", TAU2),
    )


def _methods_table(
    caption: str, methods: Mapping[Model, str] | Mapping[IntervalMethod, str] | Mapping[Tau2Method, str]
) -> TextTable:
    return text_table(caption, ("Name", "How"), tuple((name.value, words) for name, words in methods.items()))


def left_out_tables() -> tuple[TextTable, ...]:
    """Why results are left out, and what doubts do."""
    severity = "Doubts about a printed number, by severity"
    return (
        reasons_table(),
        meanings_table(severity, ("Severity", "Consequence"), SEVERITY_CONSEQUENCES),
        meanings_table("State of a doubt", ("State", "What it does"), QUERY_STATES),
    )
