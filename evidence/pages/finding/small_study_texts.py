"""Small-study effects and subgroups of one answer: the tests in words, or why there is none, and the funnel plot."""

from collections.abc import Mapping

from evidence.figures.funnel import FunnelPlot, draw_funnel
from evidence.grading.answer_facts import asymmetry
from evidence.statistics.small_study import CONTOUR_LEVELS, MIN_STUDIES_FOR_ASYMMETRY
from evidence.statistics.subgroups import separate_subgroups
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import join_words
from studies.numerics.distributions import z_critical
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import p_value


def small_study_text(answer: Answer) -> str:
    """The test of small-study effects, or why there is none."""
    if answer.k < MIN_STUDIES_FOR_ASYMMETRY:
        return (
            f"Small-study effects are not tested: with fewer than {MIN_STUDIES_FOR_ASYMMETRY} studies a test "
            f"is not informative ({answer.k} here)."
        )
    try:
        test = asymmetry(answer)
    except StatisticsError as refusal:
        return str(refusal)
    return f"{test.name} test of small-study effects: P {p_value(test.p)}."


def subgroup_text(answer: Answer, names: Mapping[str, str]) -> str:
    """The test between conditions where the answer spans several, or why there is none; empty for one condition."""
    conditions = [names.get(entry.lines[0].arm.condition, "") for entry in answer.entries]
    if len(set(conditions)) < 2:
        return ""
    try:
        analysis = separate_subgroups([entry.effect for entry in answer.entries], conditions)
    except StatisticsError as refusal:
        return str(refusal)
    if analysis.between is None:
        return analysis.reason
    return f"Test between {join_words(sorted(set(conditions)))}: P {p_value(analysis.between.p)}."


def funnel_plot(answer: Answer) -> FunnelPlot | None:
    if answer.k < MIN_STUDIES_FOR_ASYMMETRY:
        return None
    return draw_funnel(
        [(entry.study.label, entry.effect.estimate, entry.effect.se) for entry in answer.entries],
        centre=0.0,
        contours=[(f"P {1 - level:.2f}", z_critical(level)) for level in reversed(CONTOUR_LEVELS)],
        title=f"Funnel plot of {answer.k} studies, contours about no difference",
    )
