"""Doubts about reported numbers."""

from studies.choices.labelled_enum import LabelledEnum


class Severity(LabelledEnum):
    """How far a data query reaches."""

    # Do not use the figure as printed.
    ERROR = "error", "error"
    # The printed result is implausible: shown next to the answer, in no pool.
    DOUBT = "doubt", "doubt"
    WARNING = "warning", "warning"
    NOTE = "note", "note"


class QueryState(LabelledEnum):
    """Whether a data query is still open."""

    OPEN = "open", "open"
    ANSWERED = "answered", "answered"
    RESOLVED = "resolved", "resolved"


# Fields of a data query that do not touch the figure of a result.
QUERY_FIELDS_WITHOUT_FIGURE = frozenset({"p", "conclusion", "source", "design", "role", "overlap", "event"})
