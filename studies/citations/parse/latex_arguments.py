"""LaTeX commands whose arguments mean something: quantities, formulae, quotations, links.

The commands for quantities (siunitx) are written as text before the rest is decoded, because their arguments are a
language of its own: ``\\SI{5}{\\milli\\gram}`` is 5 mg. The others shape the decoded text of the argument that follows.
"""

import re
from collections.abc import Callable

from studies.citations.parse.latex_symbols import SUBSCRIPT, SUPERSCRIPT

# More in one field, or a longer argument, is no text for readers; looking for their ends takes time.
_MOST_QUANTITIES = 200
_LONGEST_ARGUMENT = 500

_QUANTITY = re.compile(
    r"\\(?P<command>SIrange|qtyrange|numrange|SI|qty|si|unit|num|ang|url|nolinkurl)\s*(?:\[[^\[\]{}]{0,200}\])?\s*(?=\{)"
)
_N_ARGUMENTS = {"SI": 2, "qty": 2, "SIrange": 3, "qtyrange": 3, "numrange": 2}
_PREFIXES = {
    "femto": "f",
    "pico": "p",
    "nano": "n",
    "micro": "µ",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "deca": "da",
    "hecto": "h",
    "kilo": "k",
    "mega": "M",
    "giga": "G",
    "tera": "T",
}
# A unit that is not here is written as its command: \mg is mg.
_UNITS = {
    "gram": "g",
    "kilogram": "kg",
    "metre": "m",
    "meter": "m",
    "litre": "L",
    "liter": "L",
    "second": "s",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "mole": "mol",
    "kelvin": "K",
    "celsius": "°C",
    "degreeCelsius": "°C",
    "degree": "°",
    "arcminute": "′",
    "arcsecond": "″",
    "percent": "%",
    "pascal": "Pa",
    "newton": "N",
    "joule": "J",
    "watt": "W",
    "volt": "V",
    "ampere": "A",
    "hertz": "Hz",
    "ohm": "Ω",
    "tesla": "T",
    "gray": "Gy",
    "sievert": "Sv",
    "becquerel": "Bq",
    "dalton": "Da",
    "electronvolt": "eV",
    "decibel": "dB",
    "hectare": "ha",
    "tonne": "t",
    "angstrom": "Å",
    "candela": "cd",
    "lumen": "lm",
    "coulomb": "C",
    "farad": "F",
    "henry": "H",
    "siemens": "S",
    "weber": "Wb",
    "katal": "kat",
    "radian": "rad",
    "um": "µm",
    "ug": "µg",
    "ul": "µL",
    "umol": "µmol",
    "degC": "°C",
}
_POWERS = {"squared": "²", "cubed": "³"}
_POWERS_BEFORE = {"square": "²", "cubic": "³"}
_UNIT_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*|\^(?:\{(?P<group>[^{}]*)\}|(?P<power>-?\d))|(?P<text>[^\\^]+)|.", re.DOTALL
)
_EXPONENT = re.compile(r"(?<=\d)\s*[eEdD]([+-]?\d+)")

_CHEMICAL = re.compile(
    r"(?P<arrow><=>>?|<<=>|<->|->|<-)|(?P<signed>\^)(?P<raised>[0-9]*[+−-]?)|_(?P<lowered>\d+)"
    r"|(?<=[A-Za-z)\]])(?P<index>\d+)|(?<=[A-Za-z0-9)\]])(?P<charge>[+−-])(?=\s|$)"
)
_ARROWS = {"->": "→", "<-": "←", "<->": "↔"}


def with_quantities(text: str) -> str:
    """LaTeX text whose quantities, numbers, units and addresses are plain.

    >>> with_quantities(r"\\SI{5}{\\milli\\gram\\per\\kilo\\gram}, \\num{1.2e-3}, \\si{\\metre\\squared}")
    '5 mg/kg, 1.2 × 10⁻³, m²'
    >>> with_quantities(r"\\SIrange{20}{40}{\\micro\\gram\\per\\milli\\litre} at \\ang{30}")
    '20–40 µg/mL at 30°'
    """
    text = text.replace("quote*{", "quote{")
    pieces, at = [], 0
    for _ in range(_MOST_QUANTITIES):
        match = _QUANTITY.search(text, at)
        if not match:
            break
        arguments, end = _arguments(text, match.end(), _N_ARGUMENTS.get(match["command"], 1))
        written = _written(match["command"], arguments) if arguments else match[0]
        pieces += [text[at : match.start()], written]
        at = end if arguments else match.end()
    return "".join([*pieces, text[at:]])


def _arguments(text: str, at: int, number: int) -> tuple[list[str], int]:
    """So many arguments in braces from a place on, and the place after them; none when they are not there."""
    arguments = []
    for _ in range(number):
        start = at + len(text[at : at + 20]) - len(text[at : at + 20].lstrip())
        depth, at = 0, start
        while at < min(len(text), start + _LONGEST_ARGUMENT):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
            if depth <= 0:
                break
        if depth or text[start : start + 1] != "{":
            return [], start
        arguments.append(text[start + 1 : at - 1])
    return arguments, at


def _written(command: str, arguments: list[str]) -> str:
    first, last = arguments[0], arguments[-1]
    if command in ("url", "nolinkurl"):
        return first.replace("~", r"\textasciitilde{}")
    if command in ("si", "unit"):
        return _unit(first)
    if command == "ang":
        return f"{_number(first)}°"
    if command in ("num", "numrange"):
        return "–".join(map(_number, arguments))
    unit = _unit(last)
    return "–".join(map(_number, arguments[:-1])) + ("" if unit[:1] in "%°′″" and unit != "°C" else " ") + unit


def _number(text: str) -> str:
    text = text.replace("+-", " ± ").replace("\\pm", " ± ")
    return _EXPONENT.sub(lambda match: f" × 10{match[1].lstrip('+').translate(SUPERSCRIPT)}", " ".join(text.split()))


def _unit(text: str) -> str:
    """Unit macros, or a unit that is written out."""
    written, separator, power = "", "", ""
    for token in _UNIT_TOKEN.finditer(text):
        word = token["word"]
        if word == "per":
            separator = "/"
        elif word in _PREFIXES:
            written += separator + _PREFIXES[word]
            separator = ""
        elif word in _POWERS_BEFORE:
            power = _POWERS_BEFORE[word]
        elif word in _POWERS:
            written += _POWERS[word]
        elif word:
            written += separator + _UNITS.get(word, word) + power
            separator, power = " ", ""
        elif token["text"]:
            written += separator.strip() + token["text"].replace(".", "·").replace("~", " ").strip("{}")
        else:
            written += (token["group"] or token["power"] or "").translate(SUPERSCRIPT)
    return written.strip()


def _chemical(text: str) -> str:
    """A chemical formula of mhchem: indices and charges.

    >>> _chemical("2H2O2 -> 2H2O + O2"), _chemical("SO4^2-"), _chemical("Na+"), _chemical("^13C")
    ('2H₂O₂ → 2H₂O + O₂', 'SO₄²⁻', 'Na⁺', '¹³C')
    """

    def once(match: re.Match[str]) -> str:
        if match["arrow"]:
            return _ARROWS.get(match["arrow"], "⇌")
        if match["signed"]:
            return match["raised"].translate(SUPERSCRIPT)
        if match["charge"]:
            return match["charge"].translate(SUPERSCRIPT)
        return (match["lowered"] or match["index"]).translate(SUBSCRIPT)

    return _CHEMICAL.sub(once, text)


def _nothing(_text: str) -> str:
    return ""


def _between(opening: str, closing: str) -> Callable[[str], str]:
    return lambda text: f"{opening}{text}{closing}"


# What a command does to the decoded text of its first argument; a second one follows as plain text.
SHAPES: dict[str, Callable[[str], str]] = {
    "ce": _chemical,
    "enquote": _between("“", "”"),
    "mkbibquote": _between("“", "”"),
    "mkbibparens": _between("(", ")"),
    "mkbibbrackets": _between("[", "]"),
    "frac": _between("", "/"),
    "nicefrac": _between("", "/"),
    # The address of a link, a colour, a language, a length.
    "href": _nothing,
    "textcolor": _nothing,
    "color": _nothing,
    "foreignlanguage": _nothing,
    "selectlanguage": _nothing,
    "texorpdfstring": _nothing,
    "hspace": _nothing,
    "vspace": _nothing,
}
