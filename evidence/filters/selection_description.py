"""A selection in words: for its page, for findings, in files and in the names of files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.filters.evidence_filter import EvidenceFilter
from evidence.filters.unreported_data import missing_data
from studies.reported.contrasts import Contrast
from studies.reported.pairing import ArmPair

# Names of files may hold 255 bytes in most file systems; the name of a finding takes up to 140 of them.
LONGEST_FILE_WORDS = 90


@dataclass(frozen=True, slots=True)
class SelectionDescription:
    """A reader's own selection in words; empty for the default.

    ``phrases`` has one for each choice; ``missing_data`` are sentences about what is left out for want of data;
    ``query`` is its address.
    """

    phrases: tuple[str, ...] = ()
    missing_data: tuple[str, ...] = ()
    query: str = ""

    @property
    def notice(self) -> str:
        """All of it in sentences, for a file; empty for the default."""
        if not self.query:
            return ""
        text = f"This is a reader's own selection, not the default answer: {'; '.join(self.phrases)}."
        # On one line, so that it can be a comment of a script.
        return " ".join(" ".join((text, *self.missing_data)).split())

    @property
    def address_end(self) -> str:
        """What follows the path of an address that carries the selection; empty for the default."""
        return f"?{self.query}" if self.query else ""

    def file_stem(self, stem: str) -> str:
        """The name of a file without its ending, with the selection in words."""
        words = re.sub(r"[^a-z0-9]+", "-", " ".join(self.phrases).lower().replace("µ", "u")).strip("-")
        if len(words) > LONGEST_FILE_WORDS:
            words = f"{words[:LONGEST_FILE_WORDS].rpartition('-')[0]}-and-more"
        return "-".join(filter(None, (stem, words)))


NO_SELECTION = SelectionDescription()


def describe_selection(
    evidence_filter: EvidenceFilter, items: Iterable[Contrast | ArmPair], labels: Mapping[str, str]
) -> SelectionDescription:
    """Describe a selection from these contrasts. ``labels`` are those of studies, by slug."""
    if evidence_filter.is_default:
        return NO_SELECTION
    return SelectionDescription(
        tuple(evidence_filter.words(labels)), missing_data(evidence_filter, items), evidence_filter.query()
    )
