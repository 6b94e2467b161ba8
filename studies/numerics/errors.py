"""Refusals: why a number is not given.

A *refusal* is raised where a formula has no meaning for the numbers it was
handed. Its text is a sentence a clinician understands, so that a page can print
it beside the study that was left out. Nothing in this package answers NaN.
"""


class StatisticsRefusal(ValueError):
    """The question has no numerical answer; the text says why."""


class ImpossibleNumber(StatisticsRefusal):
    """A reported number cannot be what it is said to be (more events than participants)."""


class TooFewParticipants(StatisticsRefusal):
    """An arm is too small for the formula."""


class NoSpread(StatisticsRefusal):
    """No standard deviation, or none above zero, to weigh the study by."""


class NoInformation(StatisticsRefusal):
    """The study says nothing about a ratio: nobody, or everybody, had the event in both arms."""


class UnlikeSigns(StatisticsRefusal):
    """A ratio of means needs two means of the same sign."""


class TooFewStudies(StatisticsRefusal):
    """The method needs more studies than there are."""


class MixedMeasures(StatisticsRefusal):
    """Effects on different scales cannot be pooled."""


class NotConverged(StatisticsRefusal):
    """An iterative estimate did not settle; the text names what could be asked for instead."""


class NotEstimable(StatisticsRefusal):
    """The model cannot be fitted to these numbers."""
