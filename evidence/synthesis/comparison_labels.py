"""The words that answers use for comparisons, outcomes and times."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from studies.choices import ComponentName, Family
from studies.numerics.number_formatting import weeks_text
from studies.reported.comparisons import NO_BASE, Base, Comparison, Components, in_order
from studies.reported.rows import FEW_KINDS
from studies.reported.windows import Window, window_of

# With these words a heading begins.
WAYS = ("Against", "On top of", "Instead of")


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """The words for a comparison: a heading, and each side in a sentence."""

    heading: str
    with_ozone: str
    without_ozone: str

    @property
    def in_sentence(self) -> str:
        """The heading within a sentence: "instead of steroid"."""
        return lower_first(self.heading)

    @property
    def way(self) -> str:
        """How ozone was compared, the first words of the heading: "On top of"."""
        return next((way for way in WAYS if self.heading.startswith(f"{way} ")), "")

    @property
    def other(self) -> str:
        """With what, the rest of the heading: "a steroid injection"."""
        return self.heading.removeprefix(self.way).strip()


COMPARISON_WORDS: dict[Comparison, ComparisonWords] = {
    Comparison.SHAM: ComparisonWords("Against a sham injection", "ozone", "a sham injection"),
    Comparison.ADD_ON_STEROID: ComparisonWords(
        "On top of a steroid injection", "ozone on top of steroid", "steroid without ozone"
    ),
    Comparison.ADD_ON_USUAL_CARE: ComparisonWords(
        "On top of usual care", "ozone on top of usual care", "usual care without ozone"
    ),
    Comparison.ADD_ON_PHYSIOTHERAPY: ComparisonWords(
        "On top of physiotherapy", "ozone on top of physiotherapy", "physiotherapy without ozone"
    ),
    Comparison.ADD_ON_PROCEDURE: ComparisonWords(
        "On top of another procedure", "ozone on top of a procedure", "the procedure without ozone"
    ),
    Comparison.ADD_ON_LOCAL_ANAESTHETIC: ComparisonWords(
        "On top of a local anaesthetic", "ozone on top of local anaesthetic", "local anaesthetic without ozone"
    ),
    Comparison.STEROID: ComparisonWords("Instead of a steroid injection", "ozone", "steroid"),
    Comparison.PHYSIOTHERAPY: ComparisonWords("Instead of physiotherapy", "ozone", "physiotherapy"),
    Comparison.MEDICATION: ComparisonWords("Instead of medication", "ozone", "medication"),
    Comparison.MIXTURE: ComparisonWords("Instead of a mixture of treatments", "ozone", "a mixture of treatments"),
    Comparison.DISCECTOMY: ComparisonWords("Instead of disc surgery", "ozone", "discectomy"),
    Comparison.OTHER_PROCEDURE: ComparisonWords("Instead of another procedure", "ozone", "another procedure"),
    Comparison.LOCAL_ANAESTHETIC: ComparisonWords("Instead of a local anaesthetic", "ozone", "local anaesthetic"),
}

# Families that are more than their label in a sentence.
_FAMILY_WORDS: dict[ComponentName | Family, str] = {
    Family.PROCEDURE: "another procedure",
    Family.UNNAMED_INJECTION: "an injection of unnamed drugs",
}
# Named last: they accompany a treatment.
_LAST = (Family.VEHICLE, Family.SHAM)
IMMEDIATELY = "immediately after treatment"


def join_words(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    >>> join_words(["steroid"]), join_words(["steroid", "oxygen"]), join_words(["a", "b", "c"])
    ('steroid', 'steroid and oxygen', 'a, b and c')
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def lower_first(text: str) -> str:
    """The words of a heading within a sentence: their first letter is small."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Words as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def join_labels(labels: Iterable[str]) -> str:
    """Join labels at the start of a sentence: only the first keeps its capital.

    >>> join_labels(["Pain", "Disability", "Later surgery"])
    'Pain, disability and later surgery'
    """
    first, *others = list(labels) or [""]
    return join_words([first, *map(lower_first, others)])


@lru_cache(maxsize=FEW_KINDS)
def comparison_words(comparison: Comparison, base: Base = NO_BASE) -> ComparisonWords:
    """The words of a comparison that isolates ozone, with its base where it has one.

    >>> comparison_words(Comparison.OTHER_PROCEDURE, frozenset({ComponentName.LASER})).heading
    'Instead of laser'
    """
    if not base:
        return COMPARISON_WORDS[comparison]
    other = join_words(_FAMILY_WORDS.get(name, name.label) for name in in_order(base))
    if comparison is Comparison.ADD_ON_PROCEDURE:
        return ComparisonWords(f"On top of {other}", f"ozone on top of {other}", f"{other} without ozone")
    return ComparisonWords(f"Instead of {other}", "ozone", other)


def treatment_text(components: Components) -> str:
    """What an arm received, ozone first and vehicles last."""
    order = list(ComponentName)
    named = sorted(components, key=lambda name: (name.family in _LAST, order.index(name)))
    return join_words(name.label for name in named)


# Asked of every study of every finding, and few times are different.
@lru_cache(maxsize=FEW_KINDS)
def time_label(weeks: float | None, label: str) -> str:
    """When something was measured: in weeks or months, else as printed."""
    if weeks is not None:
        return weeks_text(weeks)
    return IMMEDIATELY if window_of(None, label) is Window.IMMEDIATE else "a time not stated"


def when_text(weeks: float | None, label: str) -> str:
    """The same as an adverbial phrase.

    >>> when_text(4, "4 weeks"), when_text(None, "immediately after"), when_text(None, "")
    ('at 4 weeks', 'immediately after treatment', 'at a time not stated')
    """
    time = time_label(weeks, label)
    return time if time == IMMEDIATELY else f"at {time}"
