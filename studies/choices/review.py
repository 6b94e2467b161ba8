"""What reviews pooled."""

from studies.choices.labelled_enum import LabelledEnum


class PoolMeasure(LabelledEnum):
    """The measure of a pooled result as a review printed it."""

    RR = "RR", "risk ratio"
    OR = "OR", "odds ratio"
    SMD = "SMD", "standardised mean difference"
    MD = "MD", "mean difference"
    MEAN_CHANGE = "mean-change", "mean change from baseline"
    PROPORTION = "proportion-pct", "proportion, percent"


class PoolModel(LabelledEnum):
    """The model by which a review pooled."""

    RANDOM = "random-effects", "random effects"
    FIXED = "fixed-effect", "common effect"
    RANDOM_QUALITY = "random-effects-quality-weighted", "random effects, weighted by quality"
    NOT_STATED = "not-stated", "model not stated"


class PositiveIs(LabelledEnum):
    """What a larger pooled estimate means."""

    FAVOURS_OZONE = "favours-ozone", "larger favours ozone"
    FAVOURS_COMPARATOR = "favours-comparator", "larger favours the comparator"
    # An uncontrolled change printed as a gain: nothing was compared.
    IMPROVEMENT = "improvement", "larger is more improvement"
    NA = "na", "a proportion, no direction"
