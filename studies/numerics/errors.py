"""Refusals: why a number is not given.

A *refusal* is raised where a formula has no meaning for the numbers it was
handed. Its text is a sentence a clinician understands, so that a page can print
it beside the study that was left out. Nothing in this package answers NaN.
"""


class StatisticsError(ValueError):
    """The question has no numerical answer; the text says why."""


class ImpossibleNumberError(StatisticsError):
    """A reported number cannot be what it is said to be (more events than participants)."""


class TooFewParticipantsError(StatisticsError):
    """An arm is too small for the formula."""


class NoSpreadError(StatisticsError):
    """No standard deviation, or none above zero, to weigh the study by."""


class NoInformationError(StatisticsError):
    """The study says nothing about a ratio: nobody, or everybody, had the event in both arms."""


class UnlikeSignsError(StatisticsError):
    """A ratio of means needs two means of the same sign."""


class TooFewStudiesError(StatisticsError):
    """The method needs more studies than there are."""


class MixedMeasuresError(StatisticsError):
    """Effects on different scales cannot be pooled."""


class NotConvergedError(StatisticsError):
    """An iterative estimate did not settle; the text names what could be asked for instead."""


class NotEstimableError(StatisticsError):
    """The model cannot be fitted to these numbers."""
