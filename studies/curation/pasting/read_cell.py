"""One cell of results read into the fields of a result: what each of its numbers is, or why it is left unread."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from studies.curation.pasting.read_number import NUMBER, POINT, NotANumberError, read_number
from studies.fields import FIELDS, FieldKind

# The fields of a pair of limits, and what an average printed with such a pair is.
PAIRS = {"ci": ("ci_low", "ci_high"), "quartiles": ("q1", "q3"), "range": ("minimum", "maximum")}
CENTRE_OF_PAIR = {"ci": "mean", "quartiles": "median", "range": "median"}
_LIMITS = frozenset(name for names in PAIRS.values() for name in names) | {"ci_level"}
_COUNTED = frozenset({"events", "n", "percent"})
# The fields allowed under a heading that names one field; under any other, only that field.
FIELDS_UNDER: dict[str, frozenset[str]] = {
    "mean": _LIMITS | {"mean", "sd", "se"},
    "median": _LIMITS | {"median"},
    "events": _COUNTED,
    "percent": _COUNTED,
    "ci": frozenset({"ci_low", "ci_high", "ci_level"}),
    "quartiles": frozenset({"q1", "q3"}),
    "range": frozenset({"minimum", "maximum"}),
}
# The columns into which numbers of a cell go.
FIGURES = {each.name: each for each in FIELDS["result"].typed if each.is_figure}
EMPTY = frozenset({"", "-", "\u2013", "\u2014", "\u2212", "nr", "na", "n/a", "nd", "not reported", "not stated", "."})
_NO_SHAPE = "No number, or more numbers than one reading explains. Type what is meant into the row."
_FOOTNOTE = re.compile(
    r"[*\u2020\u2021\u00a7\u00b6#]+|(?<![\d.,]10)\^[\w,*\u2020\u2021]+|[\u00aa\u00b2\u00b3\u00b9\u1d43-\u1d4d\u2070-\u2079]+"
    r"|(?<=[\d)\]%])\s*[a-e](?:,?[a-e])*$"
)


class UnreadableCellError(ValueError):
    """A cell that cannot be read for certain; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Notation:
    """What a table means by its marks; '' where neither its headings nor the person say.

    ``alone``: a number on its own (a field: mean, median, events, percent). ``spread``: the number after ± or alone
    in brackets (sd, se, or percent after a count). ``pair``: two limits (ci, quartiles, range); ``level`` in percent.
    """

    alone: str = ""
    spread: str = ""
    pair: str = ""
    level: str = ""

    def filled_from(self, other: "Notation") -> "Notation":
        """The same, with what it leaves open taken from another."""
        return Notation(*(getattr(self, name) or getattr(other, name) for name in ("alone", "spread", "pair", "level")))


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell was read as: texts by field, and a sentence. ``footnotes`` are marks that were not read."""

    values: dict[str, str] = field(default_factory=dict)
    sentence: str = "not reported"
    footnotes: str = ""


def read_cell(text: str, notation: Notation, *, decimal: str = "") -> CellReading:
    """Read a cell of results. Raises ``UnreadableCellError``.

    >>> read_cell("5.2 ± 1.1", Notation(spread="sd")).sentence
    'mean 5.2, SD 1.1'
    >>> read_cell("34/60 (56.7%)", Notation()).values
    {'events': '34', 'n': '60', 'percent': '56.7'}
    """
    marks = "".join(_FOOTNOTE.findall(text)).strip()
    plain = _FOOTNOTE.sub("", text).strip()
    if plain.lower() in EMPTY:
        return CellReading(footnotes=marks)
    values = _values(plain, notation, decimal)
    return CellReading(values, values_text(values), marks)


def values_text(values: dict[str, str]) -> str:
    """The values of a cell in words."""
    return ", ".join(f"{FIGURES[name].heading} {text}" for name, text in values.items())


def _values(text: str, notation: Notation, decimal: str) -> dict[str, str]:
    """Field and number of a cell, by the first shape that explains all of it. Raises ``UnreadableCellError``."""
    reasons = []
    for shape, read in _SHAPES:
        match = re.fullmatch(shape.replace("SEP", _separator(decimal)), text, re.IGNORECASE)
        try:
            if match:
                return {name: _text(name, number, decimal) for name, number in read(match, notation)}
        except UnreadableCellError as unread:
            reasons.append(unread)
    # The sentence of the first shape that fits is the one that helps.
    raise next(iter(reasons), UnreadableCellError(_NO_SHAPE))


def _separator(decimal: str) -> str:
    tight = "|," if decimal == POINT else ""
    return rf"(?:\s*;\s*|\s+to\s+|,\s+|\s*[-\u2013\u2212]\s*|\s*/\s*{tight})"


def _text(name: str, number: str, decimal: str) -> str:
    try:
        read = read_number(number, decimal=decimal)
    except NotANumberError as error:
        raise UnreadableCellError(str(error)) from error
    if FIGURES[name].kind is FieldKind.WHOLE and not read.value.is_integer():
        raise UnreadableCellError(f"“{FIGURES[name].heading}” would be {read.text}, which is not a whole number.")
    return read.text


def _fraction(match: re.Match[str], _: Notation) -> Iterator[tuple[str, str]]:
    yield "events", match["events"]
    yield "n", match["n"]
    if match["percent"]:
        yield "percent", match["percent"]


def _percent(match: re.Match[str], _: Notation) -> Iterator[tuple[str, str]]:
    if match["events"]:
        yield "events", match["events"]
    if match["n"]:
        yield "n", match["n"]
    yield "percent", match["percent"]


def _plus_minus(match: re.Match[str], notation: Notation) -> Iterator[tuple[str, str]]:
    if notation.spread not in ("sd", "se"):
        raise UnreadableCellError(
            "± is followed by an SD or an SE, and no heading says which: choose above, and read again."
        )
    yield "mean", match["centre"]
    yield notation.spread, match["spread"]
    yield from _limits(match, notation)


def _bracket(match: re.Match[str], notation: Notation) -> Iterator[tuple[str, str]]:
    if match["share"] or notation.spread == "percent":
        yield "events", match["centre"]
        yield "percent", match["spread"]
        return
    if notation.spread not in ("sd", "se"):
        raise UnreadableCellError(
            "No heading says what the number in brackets is: choose above (SD, SE, percent), and read again."
        )
    yield "mean", match["centre"]
    yield notation.spread, match["spread"]


def _paired(match: re.Match[str], notation: Notation) -> Iterator[tuple[str, str]]:
    kind = _pair_kind(match, notation)
    yield notation.alone or CENTRE_OF_PAIR[kind], match["centre"]
    yield from _limits(match, notation)


def _limits(match: re.Match[str], notation: Notation) -> Iterator[tuple[str, str]]:
    if not match["low"]:
        return
    kind = _pair_kind(match, notation)
    low, high = PAIRS[kind]
    yield low, match["low"]
    yield high, match["high"]
    level = match["level"] or notation.level
    if kind == "ci" and level:
        yield "ci_level", level


def _pair_kind(match: re.Match[str], notation: Notation) -> str:
    word = (match["word"] or "").lower()
    kind = {"ci": "ci", "iqr": "quartiles", "range": "range"}.get(word, notation.pair)
    if kind not in PAIRS:
        raise UnreadableCellError(
            "No heading says what the two limits are: choose above (interval, quartiles, range), read again."
        )
    return kind


def _alone(match: re.Match[str], notation: Notation) -> Iterator[tuple[str, str]]:
    if notation.alone not in FIGURES:
        raise UnreadableCellError(
            "No heading says whether this is a mean, a median, a count or a percentage: choose above."
        )
    yield notation.alone, match["centre"]


Shape = tuple[str, Callable[[re.Match[str], Notation], Iterator[tuple[str, str]]]]
_PAIR = rf"(?:(?P<level>\d+(?:\.\d+)?)\s*%\s*)?(?P<word>CI|IQR|range)?[:=,]?\s*(?P<low>{NUMBER})SEP(?P<high>{NUMBER})"
# The first pattern that matches the whole cell is used.
_SHAPES: tuple[Shape, ...] = (
    (
        rf"(?P<events>{NUMBER})\s*(?:/|of)\s*(?P<n>{NUMBER})(?:\s*[(\[]\s*(?P<percent>{NUMBER})\s*%?\s*[)\]])?",
        _fraction,
    ),
    (
        rf"(?P<percent>{NUMBER})\s*%(?:\s*[(\[]\s*(?P<events>{NUMBER})(?:\s*(?:/|of)\s*(?P<n>{NUMBER}))?\s*[)\]])?",
        _percent,
    ),
    (rf"(?P<centre>{NUMBER})\s*(?:±|\+/?[-\u2212])\s*(?P<spread>{NUMBER})(?:\s*[(\[]\s*{_PAIR}\s*[)\]])?", _plus_minus),
    (rf"(?P<centre>{NUMBER})\s*[(\[]\s*(?P<spread>{NUMBER})\s*(?P<share>%?)\s*[)\]]", _bracket),
    (rf"(?P<centre>{NUMBER})\s*[(\[]\s*{_PAIR}\s*[)\]]", _paired),
    (rf"(?P<centre>{NUMBER})", _alone),
    (rf"[(\[]?\s*{_PAIR}\s*[)\]]?", _limits),
)
