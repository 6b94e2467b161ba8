"""What counts as a difference that matters."""

from studies.choices.labelled_enum import LabelledEnum


class ThresholdUse(LabelledEnum):
    """For what a threshold may be used. The two are never exchanged."""

    WITHIN_PERSON = "within-person", "change of one person"
    BETWEEN_GROUP = "between-group", "difference between groups"


class ChangeUnit(LabelledEnum):
    """The unit of a minimal important change."""

    POINTS = "points", "points"
    PERCENT_CHANGE = "percent-change", "percent change from baseline"


class EffectBand(LabelledEnum):
    """How large a difference between groups is called."""

    SMALL = "small", "small"
    MEDIUM = "medium", "medium"
    LARGE = "large", "large"
