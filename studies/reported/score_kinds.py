"""The kinds of score by which two arms are compared."""

from studies.choices import LabelledEnum


class ScoreKind(LabelledEnum):
    """What a difference between two arms is one of, in the order in which a study's result is chosen."""

    # By analysis of covariance, or another model with the values before treatment in it.
    ADJUSTED_DIFFERENCE = "adjusted-difference", "difference adjusted for the values before treatment"
    FINAL = "final", "final scores"
    CHANGE = "change", "changes from before treatment"
    # Of final scores or of changes: the source does not say.
    DIFFERENCE = "difference", "difference as printed"

    @property
    def order(self) -> int:
        """The smaller, the sooner chosen."""
        return _ORDER[self]

    @property
    def can_be_standardised(self) -> bool:
        """Whether the spread of the scores is known too: without it a difference joins no other scale."""
        return self in (ScoreKind.FINAL, ScoreKind.CHANGE)


_ORDER = {kind: place for place, kind in enumerate(ScoreKind)}
