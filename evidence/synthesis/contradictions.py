"""Printed results of trials in an answer that have another direction than their number there.

A trial may enter by one measure and print another result of the same domain, in the same window, that goes elsewhere: a
reader of the number must know. The printed direction is shown next to the number, and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from evidence.synthesis.trial_directions import TrialDirection
from studies.choices import OutcomeDomain, PrintedDirection
from studies.reported.contrasts import Contrast
from studies.reported.outcome_facts import Outcome
from studies.reported.rows import ContrastRow, StudyRow
from studies.reported.windows import Window

# The two arms, what the outcome is of, and when.
Place = tuple[frozenset[int], str, Window]
PrintedDirections = Mapping[Place, Sequence[tuple[Contrast, ContrastRow]]]
_STATED = frozenset(PrintedDirection) - {PrintedDirection.NOT_STATED}


class Contradiction(NamedTuple):
    """A printed result of a trial with another direction than its number in the answer, ``own``."""

    study: StudyRow
    contrast: Contrast
    row: ContrastRow
    own: TrialDirection

    @property
    def printed(self) -> TrialDirection:
        """The direction that the trial printed."""
        return TrialDirection(self.row.direction.value)


def printed_directions(contrasts: Iterable[Contrast]) -> PrintedDirections:
    """Every direction that trials print, by the arms, the outcome and the window that it is of."""
    found: dict[Place, dict[int, tuple[Contrast, ContrastRow]]] = {}
    for contrast in contrasts:
        stated = [row for row in contrast.reported if row.direction in _STATED]
        if stated:
            found.setdefault(place_of(contrast), {}).update({row.id: (contrast, row) for row in stated})
    return {place: list(rows.values()) for place, rows in found.items()}


def contradictions(
    entries: Iterable[StudyEffect],
    printed: PrintedDirections,
    higher_is_better: bool | None,  # noqa: FBT001 - the fact of an answer, not a switch
) -> tuple[Contradiction, ...]:
    """Each printed result of the studies of an answer with another direction than their number in it, once."""
    if higher_is_better is None:
        return ()
    found: dict[int, Contradiction] = {}
    for entry in entries:
        for line in entry.lines:
            printed_rows = _printed_of(line, printed)
            own = direction_of(line, higher_is_better=higher_is_better) if printed_rows else None
            for contrast, row in printed_rows:
                if own and row.direction.value != own:
                    found.setdefault(row.id, Contradiction(entry.study, contrast, row, own))
    return tuple(found.values())


def direction_of(line: ContrastEffect, *, higher_is_better: bool) -> TrialDirection:
    """Which side a number is better for; no difference where its interval holds none."""
    if line.effect.includes_no_difference:
        return TrialDirection.NO_DIFFERENCE
    is_higher = line.effect.estimate > 0
    return TrialDirection.FAVOURS_OZONE if is_higher is higher_is_better else TrialDirection.FAVOURS_COMPARATOR


def _printed_of(line: ContrastEffect, printed: PrintedDirections) -> list[tuple[Contrast, ContrastRow]]:
    """What the trial printed of the arms of a line, of the same people."""
    places = dict.fromkeys(map(place_of, line.contrasts))
    rows = (found for place in places for found in printed.get(place, ()))
    return [(contrast, row) for contrast, row in rows if row.part == line.first.part]


def place_of(contrast: Contrast) -> Place:
    """The arms, the outcome and the window that a contrast is of."""
    return contrast.pair.arms, _subject(contrast.outcome), contrast.window


def _subject(outcome: Outcome) -> str:
    """What an outcome is of: its domain, where all of it is one thing to a patient, else itself."""
    critical = outcome.critical
    if critical:
        return critical.value
    return outcome.key if outcome.domain in (OutcomeDomain.OTHER, OutcomeDomain.USE_OF_CARE) else outcome.domain.value
