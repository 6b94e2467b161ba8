"""What counts say where an arm has no event: both counts, and what is not excluded.

A ratio cannot be had, or not with a normal interval, so that the facts are said: the exact conditional odds ratio with
its one limit where one side has no event, and how large a risk may be where no one had it.
"""

from collections.abc import Sequence
from math import ceil

from evidence.statistics.effect_sizes import no_information
from evidence.statistics.exact_odds_ratio import ExactOddsRatio, exact_conditional_odds_ratio
from evidence.statistics.mantel_haenszel import Table
from evidence.statistics.rare_events import side_without_events
from evidence.statistics.single_arm import clopper_pearson
from evidence.synthesis.pool_choice import tables_of
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.arm_values import Counts, Means
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import ratio


def exact_odds_ratio_of(entries: Sequence[StudyEffect]) -> ExactOddsRatio | None:
    """The exact conditional odds ratio of studies of which no arm of one side has an event; None for all others."""
    tables = tables_of(entries)
    if not side_without_events(tables):
        return None
    try:
        return exact_conditional_odds_ratio(tables)
    except StatisticsError:
        # Parts of people, after arms were combined or divided: there is no exact odds ratio.
        return None


def exact_text(exact: ExactOddsRatio) -> str:
    """The exact odds ratio in words: "odds ratio 0, at most 0.64 (exact, mid-P)"."""
    if exact.high is None:
        return f"odds ratio without an upper limit, at least {ratio(exact.low)} (exact, mid-P)"
    if exact.estimate is None or exact.low > 0:
        raise ValueError("An odds ratio with two limits is an interval.")
    return f"odds ratio 0, at most {ratio(exact.high)} (exact, mid-P)"


def counts_text(table: Table) -> str:
    """Both arms' counts, ozone first: "0 of 40 v 3 of 40"."""
    return " v ".join(f"{arm.events:g} of {arm.n:g}" for arm in table)


def single_table_text(entry: StudyEffect) -> str:
    """Both counts and the bound of a study of which one arm has no event; empty for all others."""
    exact, tables = exact_odds_ratio_of([entry]), tables_of([entry])
    return f"{counts_text(tables[0])}; {exact_text(exact)}" if exact and len(tables) == 1 else ""


def no_event_text(ozone: Counts, comparator: Counts) -> str:
    """Where no one of either arm had the event: both counts, and the risks that 95% intervals do not exclude.

    >>> no_event_text(Counts(0, 20), Counts(0, 18))
    '0 of 20 and 0 of 18; up to 17 and 19 in 100 not excluded'
    """
    counts = " and ".join(f"0 of {arm.n:g}" for arm in (ozone, comparator))
    return f"{counts}; {not_excluded_text(ozone, comparator)}"


def not_excluded_text(ozone: Counts, comparator: Counts) -> str:
    """The risks that the 95% intervals of two arms without an event do not exclude."""
    bounds = [f"{ceil(100 * clopper_pearson(0, arm.n).high)}" for arm in (ozone, comparator)]
    return f"up to {' and '.join(dict.fromkeys(bounds))} in 100 not excluded"


def refusal_text(ozone: Counts | Means, comparator: Counts | Means, refusal: StatisticsError) -> str:
    """Why no effect follows from two arms: what is known where no one of either had the event, else as refused."""
    if not (isinstance(ozone, Counts) and isinstance(comparator, Counts)):
        return str(refusal)
    if ozone.events == comparator.events == 0:
        return f"no one had the event: {no_event_text(ozone, comparator)}"
    counts = counts_text((ozone, comparator))
    return f"everyone had the event: {counts}" if no_information(ozone, comparator) else str(refusal)


def side_note(entries: Sequence[StudyEffect]) -> str:
    """That no arm of one side has an event, and the exact odds ratio, for a pool by Peto's method; empty for others."""
    exact = exact_odds_ratio_of(entries)
    if exact is None:
        return ""
    side = "with ozone" if exact.estimate == 0 else "with the comparator"
    return f"No one had the event {side} in any study: {exact_text(exact)}."
