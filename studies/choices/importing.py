"""The states of an import, and verdicts and decisions on its entries."""

from enum import StrEnum

from studies.choices.labelled_enum import LabelledEnum


class ImportVerdict(StrEnum):
    """What becomes of an entry."""

    NEW = "new"
    DUPLICATE = "duplicate"
    POSSIBLE = "possible"
    UNREADABLE = "unreadable"


class ImportState(LabelledEnum):
    """The state of an import, from the upload to its result."""

    WAITING = "waiting", "waiting to be read"
    READING = "reading", "being read"
    PLANNED = "planned", "ready to be applied"
    APPLYING = "applying", "being applied"
    APPLIED = "applied", "applied"
    UNDONE = "undone", "undone"
    CANCELLED = "cancelled", "cancelled"
    REFUSED = "refused", "refused as a whole"


class Decision(LabelledEnum):
    """A person's decision on a possible duplicate."""

    SAME = "same", "the same publication"
    DIFFERENT = "different", "not the same"
