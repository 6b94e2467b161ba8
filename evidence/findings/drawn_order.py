"""The order in which a figure, and the tables next to it, list the studies of an answer."""

from collections.abc import Iterable

from evidence.synthesis.study_effects import ContrastEffect, StudyEffect

# The group of studies whose strata have different conditions.
SEVERAL = ""
_WITHOUT_YEAR = 9999


def drawn_groups(entries: Iterable[StudyEffect]) -> dict[str, list[StudyEffect]]:
    """Studies by their condition in the order given, each group oldest first; the last of several conditions each."""
    groups: dict[str, list[StudyEffect]] = {}
    for entry in entries:
        conditions = {line.arm.condition for line in entry.lines}
        groups.setdefault(conditions.pop() if len(conditions) == 1 else SEVERAL, []).append(entry)
    if SEVERAL in groups:
        groups[SEVERAL] = groups.pop(SEVERAL)
    return {condition: oldest_first(group) for condition, group in groups.items()}


def lines_as_drawn(entries: Iterable[StudyEffect], unpooled: Iterable[StudyEffect]) -> list[ContrastEffect]:
    """The lines of an answer in the order of its figure: studies in it by group, then those shown next to it."""
    grouped = (entry for group in drawn_groups(entries).values() for entry in group)
    return [line for entry in (*grouped, *oldest_first(unpooled)) for line in entry.lines]


def oldest_first(entries: Iterable[StudyEffect]) -> list[StudyEffect]:
    """Studies by year, then by name; without a year last."""
    return sorted(entries, key=_age)


def _age(entry: StudyEffect) -> tuple[int, str]:
    return entry.study.year or _WITHOUT_YEAR, entry.study.label
