"""A second extraction of a study, and how differences were settled."""

from studies.choices.labelled_enum import LabelledEnum


class ExtractionState(LabelledEnum):
    """The status of a second extraction. Until it is finished, its author sees no number of the first."""

    OPEN = "open", "in progress"
    FINISHED = "finished", "finished, differences not settled"
    SETTLED = "settled", "settled"


class Settlement(LabelledEnum):
    """Which of two extractions counts."""

    FIRST = "first", "the record is right"
    SECOND = "second", "the second extraction is right"
    OTHER = "other", "neither: another value is right"
