"""The kinds of score in which two arms are compared."""

from studies.choices import LabelledEnum


class ScoreKind(LabelledEnum):
    """What the two figures of a contrast are, in the order in which a study's result is chosen."""

    FINAL = "final", "final scores"
    CHANGE = "change", "changes from before treatment"

    @property
    def order(self) -> int:
        """The smaller, the sooner chosen."""
        return _ORDER[self]


_ORDER = {kind: place for place, kind in enumerate(ScoreKind)}
