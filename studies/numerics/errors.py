"""Errors of statistics: why a number cannot be computed.

They are raised where a formula has no meaning for the given numbers. Their text is a
sentence that a clinician understands, so that a page can print it next to the study
that is excluded. No function of these packages returns NaN.
"""


class StatisticsError(ValueError):
    """There is no numerical result; the text says why."""


class ImpossibleNumberError(StatisticsError):
    """A reported number is impossible (more events than participants)."""


class TooFewParticipantsError(StatisticsError):
    """An arm is too small for the formula."""


class NoSpreadError(StatisticsError):
    """No standard deviation above zero, so that the study has no weight."""


class NoInformationError(StatisticsError):
    """The study gives no information about a ratio: no one, or everyone, had the event in both arms."""


class UnlikeSignsError(StatisticsError):
    """A ratio of means needs two means of the same sign."""


class TooFewStudiesError(StatisticsError):
    """The method needs more studies than there are."""


class MixedMeasuresError(StatisticsError):
    """Effects on different scales cannot be pooled."""


class NotConvergedError(StatisticsError):
    """An iterative estimate did not converge; the text names an alternative."""


class NotEstimableError(StatisticsError):
    """The model cannot be fitted to these numbers."""
