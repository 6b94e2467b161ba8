"""Lights of risk of bias, and bars of the weight at each level: each with a letter, a shape and a colour.

A *light* shows one judgement, or that two people differ: its shape is a path about (0, 0) in a square of 20 units, so
that a page and a stand-alone drawing share one geometry. Fill and ink are for a stand-alone drawing; pages colour by
``kind``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.numerics.number_formatting import percent

SIZE = 20.0
_CIRCLE = "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z"
_TRIANGLE = "M0-9.5 10 8H-10z"
_SQUARE = "M-8.5-8.5h17v17h-17z"
_DIAMOND = "M0-10 10 0 0 10-10 0z"
_WHITE, _INK = "#ffffff", "#1b2226"
_GREEN, _AMBER, _RED, _DARK_RED = "#1d6b45", "#f0c14b", "#a32a1f", "#6d0f0f"
# Percent of the bar's length: a narrower segment has no room for its letter.
_ROOM_FOR_LETTER = 5.0


@dataclass(frozen=True, slots=True)
class Light:
    """One level: ``kind`` is its CSS class, ``words`` its label for readers; ``drop`` is the baseline of the letter."""

    kind: str
    words: str
    letter: str
    path: str
    fill: str
    ink: str
    drop: float = 4.0
    is_dashed: bool = False


LIGHTS = {
    light.kind: light
    for light in (
        Light("low", "Low", "L", _CIRCLE, _GREEN, _WHITE),
        Light("some-concerns", "Some concerns", "S", _TRIANGLE, _AMBER, _INK, drop=6.0),
        Light("moderate", "Moderate", "M", _TRIANGLE, _AMBER, _INK, drop=6.0),
        Light("high", "High", "H", _SQUARE, _RED, _WHITE),
        Light("serious", "Serious", "S", _SQUARE, _RED, _WHITE),
        Light("critical", "Critical", "C", _DIAMOND, _DARK_RED, _WHITE),
        Light("no-information", "No information", "?", _CIRCLE, _WHITE, _INK, is_dashed=True),
        Light("differing", "Two people differ", "≠", _DIAMOND, _WHITE, _INK, is_dashed=True),
        Light("no-domain", "Not asked of such a trial", "·", "", "none", _INK),
    )
}
# In place of a level where two people's assessments differ and no consensus is recorded.
DIFFERING = "differing"
# Where a version of the tool has no such domain.
NO_DOMAIN = "no-domain"
NOT_ASSESSED = Light("not-assessed", "Not assessed yet", "–", "", "none", _INK)


@dataclass(frozen=True, slots=True)
class BarSegment:
    """One segment of a bar, in percent of its length; ``letter`` is empty where there is no room."""

    light: Light
    x: float
    width: float
    text: str
    letter: str

    @property
    def middle(self) -> float:
        """Position of the letter."""
        return round(self.x + self.width / 2, 2)


def light_for_level(level: str | None) -> Light:
    """The light of a level, of ``DIFFERING`` or of ``NO_DOMAIN``; None means not assessed yet."""
    return LIGHTS[level] if level else NOT_ASSESSED


def stack_bar(weighted: Iterable[tuple[str | None, float]]) -> tuple[BarSegment, ...]:
    """Segments of one bar from each study's level and share of the weight (sum 1), best level first."""
    sums: dict[str, float] = {}
    for level, share in weighted:
        kind = light_for_level(level).kind
        sums[kind] = sums.get(kind, 0.0) + share
    segments: list[BarSegment] = []
    start = 0.0
    for light in (*LIGHTS.values(), NOT_ASSESSED):
        share = sums.get(light.kind, 0.0)
        if share > 0:
            width = round(100 * share, 2)
            letter = light.letter if width >= _ROOM_FOR_LETTER else ""
            segments.append(BarSegment(light, round(start, 2), width, f"{light.words} {percent(share)}", letter))
            start += 100 * share
    return tuple(segments)
