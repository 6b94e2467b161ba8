"""The rows of a forest plot, pasted as text: the study, both arms, the effect with its interval, the weight.

Columns can be parted by tabs or single blanks. A line of headings, where there is one, names the order of the figures
of the arms; else four figures are events and people of each arm, and six are mean, standard deviation and people. What
is not a row of a trial is returned with the reason: nothing is left out in silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studies.curation.pasting.read_number import NotANumberError, read_number

MOST_ROWS = 200
MOST_LETTERS = 60_000
_ARM_WORDS = {
    "events": "events",
    "event": "events",
    "responders": "events",
    "total": "n",
    "n": "n",
    "participants": "n",
    "patients": "n",
    "mean": "mean",
    "sd": "sd",
}
_ORDERS: Mapping[int, tuple[str, ...]] = {4: ("events", "n"), 6: ("mean", "sd", "n")}
_YEAR = re.compile(r"\(?(?:19|20)\d\d[a-z]?[),.]?", re.ASCII)
# A blank parts two figures here, never thousands.
_NUMBER = r"[-+\u2212\u2013]?(?:\d+(?:[.,\u00b7]\d+)*|[.\u00b7]\d+)"
_INTERVAL = re.compile(rf"[\[(]\s*({_NUMBER})\s*(?:,|;|\bto\b|–|—|-|\s)\s*({_NUMBER})\s*[\])]")
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_FIGURE = re.compile(_NUMBER)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_HAS_POINT = re.compile(r"\d\.\d")
_NO_TRIAL = re.compile(
    r"\s*(?:sub)?total\b|\s*(?:heterogeneity|test for|overall|tau|pooled|i2|i²|summary|favou?rs)\b", re.IGNORECASE
)


class ForestTableError(ValueError):
    """A text that is empty or longer than a page can show; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class PlottedRow:
    """One row: its line (the first is 1), the study as printed, and the printed form of each figure by field."""

    line: int
    label: str
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that is no row of a trial, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForestTable:
    """What was read of a pasted forest plot."""

    rows: tuple[PlottedRow, ...]
    unread: tuple[UnreadLine, ...]


def read_forest_table(text: str) -> ForestTable:
    """Read a pasted forest plot. Raises ``ForestTableError``."""
    if len(text) > MOST_LETTERS:
        raise ForestTableError(f"The text is longer than {MOST_LETTERS:,} letters: paste it in parts.")
    lines = [(place, line.strip()) for place, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise ForestTableError("The text is empty. Paste the rows of the forest plot.")
    if len(lines) > MOST_ROWS:
        raise ForestTableError(f"The text has more than {MOST_ROWS} lines: paste it in parts.")
    has_decimal_commas = bool(_DECIMAL_COMMA.search(text)) and not _HAS_POINT.search(text)
    order: tuple[str, ...] = ()
    rows: list[PlottedRow] = []
    unread: list[UnreadLine] = []
    for place, line in lines:
        plain = _DECIMAL_COMMA.sub(".", line) if has_decimal_commas else line
        if headings := _heading_order(plain):
            order = headings
            unread.append(UnreadLine(place, line, "headings"))
            continue
        read = _read_line(place, plain, order)
        if isinstance(read, PlottedRow):
            rows.append(read)
        else:
            unread.append(read)
    return ForestTable(tuple(rows), tuple(unread))


def _heading_order(line: str) -> tuple[str, ...]:
    """The figures of both arms in the order of a line of headings; () for another line.

    >>> _heading_order("Study or Subgroup  Mean SD Total  Mean SD Total  Weight  IV, Random, 95% CI")
    ('mean', 'sd', 'n', 'mean', 'sd', 'n')
    """
    words = [_ARM_WORDS[word] for word in re.findall(r"[a-z]+", line.lower()) if word in _ARM_WORDS]
    half = len(words) // 2
    is_pair = half > 0 and words[:half] == words[half:] and len(set(words[:half])) == half
    return tuple(words) if is_pair and len(words) % 2 == 0 else ()


def _read_line(place: int, line: str, order: Sequence[str]) -> PlottedRow | UnreadLine:
    if _NO_TRIAL.match(line):
        return UnreadLine(place, line, "a total or a test, no trial")
    label, rest = _cut_label(line)
    if not label or not rest:
        return UnreadLine(place, line, "no figures" if label else "no name of a study before the figures")
    if len(_PERCENT.findall(_INTERVAL.sub(" ", rest))) > 1:
        return UnreadLine(place, line, "percentages among the figures of the arms: type this row")
    figures, arms = _effect_figures(rest)
    names = _arm_names(len(arms), order)
    if arms and not names:
        return UnreadLine(
            place, line, f"{len(arms)} figures before the effect: 4 are read as events and people, 6 as means"
        )
    try:
        texts = {name: read_number(text).text for name, text in (*zip(names, arms, strict=True), *figures.items())}
    except NotANumberError as error:
        return UnreadLine(place, line, str(error))
    impossible = _impossible(texts)
    return UnreadLine(place, line, impossible) if impossible else PlottedRow(place, label, texts)


def _impossible(figures: Mapping[str, str]) -> str:
    """Why figures cannot be those of their columns; '' where they can."""
    for arm in "ab":
        people, events = figures.get(f"arm_{arm}_n", "0"), figures.get(f"arm_{arm}_events", "0")
        if not (people.isdigit() and events.isdigit()):
            return f"{people if not people.isdigit() else events} is no count of people: the columns have another order"
        if int(events) > int(people):
            return "more events than people: the columns have another order"
    return ""


def _cut_label(line: str) -> tuple[str, str]:
    """The name of the study with its year, and the rest.

    >>> _cut_label("Bonetti 2005 58 77 37 73"), _cut_label("de Sire (2021)\\t12/20 10/20")
    (('Bonetti 2005', '58 77 37 73'), ('de Sire (2021)', '12/20 10/20'))
    """
    first, tab, rest = line.partition("\t")
    if tab and re.search(r"[^\W\d]", first):
        return first.strip(), rest.strip()
    words = line.split()
    for place, word in enumerate(words):
        if re.match(r"[\[(]?[-+−–]?[.\d]", word) and not (_YEAR.fullmatch(word) and place):
            return " ".join(words[:place]), " ".join(words[place:])
        if _YEAR.fullmatch(word) and place:
            return " ".join(words[: place + 1]), " ".join(words[place + 1 :])
    return line, ""


def _effect_figures(rest: str) -> tuple[dict[str, str], list[str]]:
    """Effect, interval and weight by field; and the figures of the arms in their order."""
    found: dict[str, str] = {}
    before = rest
    interval = next(reversed(list(_INTERVAL.finditer(rest))), None)
    if interval:
        found |= {"ci_low": interval[1], "ci_high": interval[2]}
        before, behind = rest[: interval.start()], rest[interval.end() :]
        effect = next(reversed(list(_FIGURE.finditer(before))), None)
        if effect:
            found = {"effect": effect[0], **found}
            before = before[: effect.start()]
        before = f"{before} {behind}"
    weight = _PERCENT.search(before)
    if weight:
        found["weight_pct"] = weight[1]
        before = before[: weight.start()] + before[weight.end() :]
    return found, list(_arm_figures(before))


def _arm_figures(text: str) -> Iterator[str]:
    for match in _FIGURE.finditer(re.sub(r"[/±()\[\]|]", " ", text)):
        yield match[0]


def _arm_names(number: int, order: Sequence[str]) -> list[str]:
    """The fields of the figures of both arms; [] where the headings and the number of figures do not say."""
    names = order if len(order) == number else _ORDERS.get(number, ()) * 2
    half = len(names) // 2
    return [f"arm_{'a' if place < half else 'b'}_{name}" for place, name in enumerate(names)]
