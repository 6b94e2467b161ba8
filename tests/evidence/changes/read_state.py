"""A whole state in memory, to compare with another one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evidence.changes.differences import Document
from evidence.changes.public_state import current_state
from evidence.releases.release_files import state_digest


@dataclass(frozen=True)
class ReadState:
    """These documents."""

    by_name: Mapping[str, Document]

    @property
    def digests(self) -> Mapping[str, str]:
        return {name: state_digest(document) for name, document in self.by_name.items()}

    def documents(self, names: Collection[str]) -> Mapping[str, Document]:
        return {name: self.by_name[name] for name in names if name in self.by_name}


def read_state() -> ReadState:
    """The state as it is now; no later change reaches it."""
    state = current_state()
    return ReadState(state.documents(list(state.digests)))
