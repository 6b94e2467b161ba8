"""Assumptions and cautions in words, with the figures that belong to them."""

from collections.abc import Iterator

from evidence.statistics.effect_sizes import EffectSize
from evidence.synthesis.answers import Answer
from evidence.synthesis.small_spreads import USUAL_SHARE
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.numerics.number_formatting import difference, effect_text
from studies.reported.assumptions import Assumption, Caution

USUAL_SPREAD = f"a spread of {100 * USUAL_SHARE:g} of 100"


def answer_marks(answer: Answer) -> str:
    """What a reader must know of the figures of an answer, in short; empty where they need nothing.

    The figures of one study are shown with its cautions; those of several are in their rows. A figure that is in no
    answer, such as one that is doubted or retracted, is not told by its caution either.
    """
    if len(answer.entries) == 1:
        return marks_text(answer.assumptions, tuple(_cautions_of_study(answer.entries[0])))
    return marks_text(answer.assumptions, tuple(mark.label for mark in answer.cautions))


def study_marks(entry: StudyEffect) -> tuple[str, ...]:
    """The same of one study, each mark a text of its own."""
    return (*(mark.label for mark in entry.assumptions), *_cautions_of_study(entry))


def line_marks(line: ContrastEffect) -> tuple[str, ...]:
    """The same for one line, a text for each mark."""
    return (*(mark.label for mark in line.assumptions), *_cautions(line))


def marks_text(assumptions: tuple[Assumption, ...], cautions: tuple[str, ...]) -> str:
    """Marks as one or two sentences.

    >>> marks_text((Assumption.MEAN_FOLLOW_UP,), ())
    'Assumed: the time is a mean or median follow-up.'
    >>> marks_text((), ("unusually small spread",))
    'Caution: unusually small spread.'
    """
    sentences = [f"Assumed: {'; '.join(mark.label for mark in assumptions)}." if assumptions else ""]
    sentences.append(f"Caution: {'; '.join(cautions)}." if cautions else "")
    return " ".join(filter(None, sentences))


def _cautions_of_study(entry: StudyEffect) -> Iterator[str]:
    """One study's cautions, each once; with their figures where it has one line."""
    if len(entry.lines) == 1:
        yield from _cautions(entry.lines[0])
    else:
        yield from (mark.label for mark in entry.cautions)


def _cautions(line: ContrastEffect) -> Iterator[str]:
    for mark in line.cautions:
        figure = ""
        if mark is Caution.SMALL_SPREAD and line.usual_spread_effect:
            figure = f" (with {USUAL_SPREAD}: {_effect_text(line.usual_spread_effect)})"
        elif mark is Caution.DIFFERED_BEFORE_TREATMENT and line.change_difference:
            change = line.change_difference
            figure = f" (difference of the changes: {difference(change.points)} points, {change.scale})"
        yield f"{mark.label}{figure}"


def _effect_text(effect: EffectSize) -> str:
    interval, measure = effect.reader_interval(), effect.measure
    return effect_text(
        effect.reader(), interval.low, interval.high, is_ratio=measure.is_ratio, label="", digits=measure.digits
    )
