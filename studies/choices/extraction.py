"""A second extraction of a study, and how differences were settled."""

from studies.choices.labelled_enum import LabelledEnum


class ExtractionState(LabelledEnum):
    """The status of a second extraction. Until it is finished its reader sees no number of the first."""

    OPEN = "open", "being read"
    FINISHED = "finished", "finished, differences to be settled"
    SETTLED = "settled", "settled"


class Settlement(LabelledEnum):
    """Which of two extractions counts."""

    FIRST = "first", "the record stands"
    SECOND = "second", "the second reading stands"
    OTHER = "other", "neither: a third value stands"
