"""A reader's own selection of the evidence: a frozen filter, its form, and what it leaves out for want of data."""

from evidence.filters.evidence_filter import LOW, EvidenceFilter
from evidence.filters.filter_form import SELECTION_PARAMETERS, EvidenceFilterForm, read_selection
from evidence.filters.selection_description import NO_SELECTION, SelectionDescription, describe_selection

__all__ = [
    "LOW",
    "NO_SELECTION",
    "SELECTION_PARAMETERS",
    "EvidenceFilter",
    "EvidenceFilterForm",
    "SelectionDescription",
    "describe_selection",
    "read_selection",
]
