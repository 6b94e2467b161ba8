"""What was measured, and in what form it was printed."""

from studies.choices.labelled_enum import LabelledEnum


class OutcomeDomain(LabelledEnum):
    """What an outcome is about."""

    PAIN = "pain", "Pain"
    DISABILITY = "disability", "Disability"
    SUCCESS = "success", "Treatment success"
    HARM = "harm", "Harm"
    USE_OF_CARE = "use-of-care", "Use of care"
    QUALITY_OF_LIFE = "quality-of-life", "Quality of life"
    IMAGING = "imaging", "Imaging"
    OTHER = "other", "Other"


class CriticalOutcome(LabelledEnum):
    """The outcomes that every condition page answers, measured or not, in this order."""

    PAIN = "pain", "Pain"
    DISABILITY = "disability", "Disability"
    SUCCESS = "success", "Treatment success"
    SERIOUS_HARM = "serious-harm", "Serious harm"
    SURGERY = "surgery", "Surgery"
    QUALITY_OF_LIFE = "quality-of-life", "Quality of life"
    ANALGESICS = "analgesics", "Analgesic use"


class DefinedBy(LabelledEnum):
    """What distinguishes two outcomes of one instrument."""

    # One event, whatever a source calls it: operated on, a poor outcome.
    INSTRUMENT = "instrument", "the instrument alone"
    INSTRUMENT_AND_NAME = "instrument-and-name", "the instrument and the outcome's name"
    # The instrument collects outcomes without an own instrument: another success, another outcome.
    NAME = "name", "the outcome's name"


class HigherIs(LabelledEnum):
    """Which way an outcome is better."""

    WORSE = "worse", "lower is better"
    BETTER = "better", "higher is better"


class ResultKind(LabelledEnum):
    """Whether a result is a score or a count of people."""

    CONTINUOUS = "continuous", "score"
    DICHOTOMOUS = "dichotomous", "count of people"


class Clock(LabelledEnum):
    """What week zero is."""

    START = "start", "from the start of treatment"
    END = "end", "from the end of treatment"
    NOT_STATED = "not-stated", "not stated"


class PrintedForm(LabelledEnum):
    """In what form a trial printed the difference between two arms."""

    PROPORTIONS = "proportions", "proportions"
    MEANS = "means", "means"
    P_ONLY = "p-only", "p value only"
    DIRECTION_ONLY = "direction-only", "direction only"


class PrintedEffectMeasure(LabelledEnum):
    """The measure of a difference between two arms that a trial printed as one number."""

    MD = "MD", "mean difference"
    # By analysis of covariance or another model with the values before treatment in it.
    ADJUSTED_MD = "adjusted-MD", "adjusted mean difference"
    RR = "RR", "risk ratio"
    OR = "OR", "odds ratio"
    HR = "HR", "hazard ratio"

    @property
    def is_ratio(self) -> bool:
        """Whether it compares how often, or how soon, people had an event; else it compares scores."""
        return self in (PrintedEffectMeasure.RR, PrintedEffectMeasure.OR, PrintedEffectMeasure.HR)

    @property
    def result_kind(self) -> ResultKind:
        """Whether it compares scores or counts."""
        return ResultKind.DICHOTOMOUS if self.is_ratio else ResultKind.CONTINUOUS


class PrintedDirection(LabelledEnum):
    """Which arm did better, from the printed text alone."""

    FAVOURS_OZONE = "favours-ozone", "favours ozone"
    NO_DIFFERENCE = "no-difference", "no difference"
    FAVOURS_COMPARATOR = "favours-comparator", "favours the comparator"
    NOT_STATED = "not-stated", "not stated"


class Relation(LabelledEnum):
    """The sign before a p value."""

    EQUAL = "=", "="
    LESS = "<", "<"
    GREATER = ">", ">"
    NOT_STATED = "not-stated", "sign not stated"
