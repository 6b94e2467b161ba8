"""How an answer is said: one pattern of a sentence for each kind of figure.

Names in braces are filled from the records. A pattern has the words before the figure, the figure, and the words after
it; the interval follows in brackets. None rates, and none says which side is better: the interval's phrase does.
"""

from dataclasses import dataclass
from enum import Enum, auto


class SentenceKind(Enum):
    """What the sentence has to say: kinds of figures, of one study, of a pool, or of several studies."""

    DIFFERENCE = auto()
    RISKS = auto()
    RISKS_OF_POOL = auto()
    COUNTS = auto()
    RATIO = auto()
    PARTS = auto()
    SIDE_BY_SIDE = auto()
    VALUE = auto()
    VALUES = auto()


@dataclass(frozen=True, slots=True)
class Pattern:
    """The words of one kind of sentence, in the three pieces that a page sets apart."""

    lead: str
    figure: str = ""
    tail: str = ""

    def fill(self, **words: str) -> tuple[str, str, str]:
        """The three pieces, filled. Raises KeyError where a word is missing."""
        return self.lead.format(**words), self.figure.format(**words), self.tail.format(**words)


_SEEN = "In {studies}, {outcome} {when} was seen in"
PATTERNS: dict[SentenceKind, Pattern] = {
    SentenceKind.DIFFERENCE: Pattern(
        "In {studies}, {outcome} {when} was", "{figure}", "{scale}with {ozone} than with {comparator}"
    ),
    SentenceKind.RISKS: Pattern(_SEEN, "{ozone_figure} with {ozone} and {comparator_figure} with {comparator}"),
    # The risk with the comparator is the median of the studies, and the ratio gives the other.
    SentenceKind.RISKS_OF_POOL: Pattern(
        _SEEN, "about {ozone_figure} with {ozone} and {comparator_figure} with {comparator}"
    ),
    SentenceKind.COUNTS: Pattern(_SEEN, "{ozone_figure} with {ozone} and {comparator_figure} with {comparator}"),
    SentenceKind.RATIO: Pattern("In {studies}, {outcome} {when} was", "{figure}", "with {ozone} as with {comparator}"),
    SentenceKind.PARTS: Pattern(
        _SEEN, "{ozone_figure} with {ozone} and {comparator_figure} with {comparator}", "{parts}"
    ),
    SentenceKind.SIDE_BY_SIDE: Pattern(
        "In {studies}, {outcome} {when} was measured {scale}with {ozone} and with {comparator};"
        " the studies are not pooled. {each}"
    ),
    SentenceKind.VALUE: Pattern(
        "In {studies}, {outcome} {when} was{seen_in}",
        "{ozone_figure} with {ozone} and {comparator_figure} with {comparator}",
    ),
    SentenceKind.VALUES: Pattern("In {studies}, {outcome} was printed without an interval: {each}"),
}
