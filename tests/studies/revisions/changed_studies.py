"""Which studies have changed, by their versions."""

from collections.abc import Collection, Mapping

from studies.selectors import study_versions


def changed_since(before: Mapping[int, int], *, among: Collection[int] | None = None) -> set[int]:
    """The studies that are new or gone, or have another version than before; only these, where some are named."""
    now = study_versions()
    changed = {study for study in before.keys() | now.keys() if before.get(study) != now.get(study)}
    return changed if among is None else changed & set(among)
