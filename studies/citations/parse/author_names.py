"""Names of authors as "Family, Given"; a group as its whole name, without a comma.

Names are split before LaTeX is decoded, because braces keep a group together. What cannot be split is kept as written:
no entry is lost because of its authors.
"""

import re
from collections.abc import Iterable, Iterator

from studies.citations.parse.plain_text import plain_text, without_entities

OTHERS = "others"
# No work has more; the rest of a list that goes on is not read.
MOST_AUTHORS = 3_000
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MARK = re.compile(r"\\[{}]|[{}]|;|,|\s+")
# Braces keep words together, and a name can be written as "family = ...".
_NEEDS_CARE = re.compile(r"[\\{}$<=~]|\b(?:AND|And)\b")
_EXTENDED = re.compile(r"^\s*(?:family|given|prefix|suffix)\s*=", re.IGNORECASE)
# Arabic and full-width commas.
_COMMAS = str.maketrans("\u060c\uff0c", ",,")
_ET_AL = re.compile(r"^(?:others|et\.?\s*al\.?|\.\.\.|…)$", re.IGNORECASE)
_ET_AL_TAIL = re.compile(r",?\s+et\.?\s*al\.?\s*$", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{1,3}(?:-[A-Z])?\Z|(?:[A-Z]\.-?){1,4}\Z")
# One of several names in a field: "Smith J.A." and its like, and the initials behind a family name.
_VANCOUVER = re.compile(r"(?:[^\W\d_][\w'’-]*\s+){1,4}(?:[A-Z]\.?[ -]?){1,4}\Z")
_GIVEN_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?){1,4}\Z|[A-Z]{1,3}(?:-[A-Z])?\Z")
# More parts between commas than a name has.
_MOST_PARTS = 3
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd)\.?\Z", re.IGNORECASE)


def bibtex_names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors of a BibTeX field, and warnings.

    >>> bibtex_names(r"M{\\"u}ller, Jens and {WHO Group} and Ludwig van Beethoven and others")[0]
    ('Müller, Jens', 'WHO Group', 'van Beethoven, Ludwig', 'others')
    """
    text = without_entities(text)
    if not _NEEDS_CARE.search(text):
        return _plain_names(text)
    names = _split_and(text)
    if len(names) == 1:
        names = [name for name in _split_at(text, ";") if name.strip()]
    read: list[str] = []
    warnings: list[str] = []
    for name in names[: MOST_AUTHORS + 1]:
        plain, name_warnings = _one_bibtex_name(name.strip())
        warnings += name_warnings
        read += plain
    return _without_gaps(read), tuple(dict.fromkeys(warnings))


def _plain_names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors of a field without braces and commands: decoded as a whole, then split."""
    plain, warnings = plain_text(text, latex=True)
    names = f" {plain} ".split(" and ")
    if len(names) == 1 and ";" in text:
        names = plain.split(";")
    if plain.count(",") > _MOST_PARTS - 1:
        # The Cochrane Library writes "Rossi, A, Verdi, C, and Neri, D".
        names = [each for name in names for each in _names_between_commas(name.strip(" ,"))]
    return _without_gaps(arranged for name in names[: MOST_AUTHORS + 1] for arranged in _arranged(name)), warnings


def listed_names(names: Iterable[str]) -> tuple[str, ...]:
    """The authors of a file that has one a field: "Family, Given", with or without a suffix, or "Family AB".

    A field with several is split at semicolons, and at commas where initials make it safe.

    >>> listed_names(["Smith J.A., Brown K., Li X."]), listed_names(["Smith, J.A., Li, X."])
    (('Smith, J.A.', 'Brown, K.', 'Li, X.'), ('Smith, J.A.', 'Li, X.'))
    """
    read: list[str] = []
    for field in names:
        for several in without_entities(field).split(";"):
            plain, _ = plain_text(several, latex=False)
            for name in _names_between_commas(plain):
                # RIS writes a comma after a name that must not be split.
                read += [name.rstrip(", ")] if name.endswith(",") else _arranged(name)
    return _without_gaps(read)


def warnings_of_names(names: Iterable[str]) -> list[str]:
    """A sentence for each field that seems to hold several names and could not be split."""
    several = (name.strip() for field in names for name in without_entities(field).split(";"))
    unclear = [name for name in several if name.count(",") >= _MOST_PARTS and len(_names_between_commas(name)) == 1]
    return [f"These names could not be told apart and are one author: {name[:80]!r}." for name in unclear]


def _names_between_commas(text: str) -> list[str]:
    """The names of a field with commas between them; the field itself where that is not safe.

    >>> _names_between_commas("Smith JA, Brown K and Li X"), _names_between_commas("Smith, John, Jr")
    (['Smith JA', 'Brown K', 'Li X'], ['Smith, John, Jr'])
    """
    _, _, after = text.partition(",")
    if " and " not in text and " " not in after.strip(" ,"):
        # Most names: "Family, Given" or "Family AB".
        return [text]
    parts = [part.strip() for part in re.split(r",\s+and\s+|,\s+|\s+(?:and|&)\s+", text.rstrip(", ")) if part.strip()]
    ending = [parts.pop()] if parts and _ET_AL.match(parts[-1]) else []
    if len(parts) > 1 and all(_VANCOUVER.match(part) for part in parts):
        return parts + ending
    families, given = parts[::2], parts[1::2]
    paired = len(parts) > _MOST_PARTS and len(families) == len(given) and all(map(_GIVEN_INITIALS.match, given))
    if paired and not any(_GIVEN_INITIALS.match(family) or _SUFFIX.match(family) for family in families):
        return [f"{family}, {initials}" for family, initials in zip(families, given, strict=True)] + ending
    return [text]


def _without_gaps(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name.strip(" ,;."))


def _split_and(text: str) -> list[str]:
    """Between the word "and", outside braces."""
    if "{" not in text:
        return _AND.split(text)
    names, start = [], 0
    for match in _AND.finditer(text):
        if _depth(text, start, match.start()) <= 0:
            names.append(text[start : match.start()])
            start = match.end()
    return [*names, text[start:]]


def _depth(text: str, start: int, end: int) -> int:
    braces = text.count("{", start, end) - text.count("}", start, end)
    return braces - text.count("\\{", start, end) + text.count("\\}", start, end)


def _split_at(text: str, sign: str) -> list[str]:
    """Between a sign, or between blanks, outside braces."""
    pieces, depth, start = [], 0, 0
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in "{}":
            depth += 1 if mark == "{" else -1
        elif depth <= 0 and (mark == sign or (sign == " " and mark.isspace())):
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


def _one_bibtex_name(name: str) -> tuple[list[str], tuple[str, ...]]:
    if _is_group(name):
        plain, warnings = plain_text(name, latex=True)
        return [plain.replace(";", " ")], warnings
    if _EXTENDED.match(name):
        return [_extended(name)], ()
    if "," in name or " " not in name or "{" not in name:
        plain, warnings = plain_text(name, latex=True)
        return list(_arranged(plain)), warnings
    # First von Last with braces in it: the braces keep words together that the last name is made of.
    tokens = [plain_text(token, latex=True)[0] for token in _split_at(name, " ") if token]
    return list(_first_von_last(tokens)), ()


def _is_group(name: str) -> bool:
    """Whether one pair of braces holds the whole name, and it is no accent."""
    if not (name.startswith("{") and name.endswith("}")) or len(name) < 5 or name.startswith("{\\"):
        return False
    return _depth(name, 0, len(name) - 1) == 1 and all(_depth(name, 0, at) >= 1 for at in _closings(name))


def _closings(name: str) -> Iterator[int]:
    return (place + 1 for place, sign in enumerate(name[:-1]) if sign == "}")


def _extended(name: str) -> str:
    """biblatex's family=..., given=..., prefix=..., suffix=..."""
    parts = dict(part.split("=", 1) for part in _split_at(name, ",") if "=" in part)
    plain = {key.strip().lower(): plain_text(value.strip(' "'), latex=True)[0] for key, value in parts.items()}
    family = " ".join(filter(None, (plain.get("prefix"), plain.get("family"))))
    return ", ".join(filter(None, (family, plain.get("given"), plain.get("suffix"))))


def _arranged(name: str) -> Iterator[str]:
    """A plain name as "Family, Given".

    >>> list(_arranged("\u062d\u062f\u0627\u062f\u060c \u0646\u0648\u0631")), list(_arranged("Anna Rossi"))
    (['\u062d\u062f\u0627\u062f, \u0646\u0648\u0631'], ['Rossi, Anna'])
    """
    name = name.translate(_COMMAS).strip(" ,")
    if _ET_AL.match(name):
        yield OTHERS
        return
    and_others = _ET_AL_TAIL.search(name) if name.rstrip(".").endswith(("al", "AL", "Al")) else None
    if and_others:
        name = name[: and_others.start()]
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) == 3 and _SUFFIX.match(parts[1]):
        # von Last, Jr, First
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) > 1:
        yield ", ".join(parts)
    elif parts:
        yield from _first_von_last(parts[0].split())
    if and_others:
        yield OTHERS


def _first_von_last(tokens: list[str]) -> Iterator[str]:
    """The family name is what begins with a small letter and the rest, else the last word."""
    if len(tokens) < 2:
        yield " ".join(tokens)
        return
    given = len(tokens)
    while given > 1 and _INITIALS.match(tokens[given - 1]):
        given -= 1
    if given < len(tokens) and not _INITIALS.match(tokens[0]):
        # "Smith JA" or "Smith J. A.", as PubMed and Vancouver style write it
        yield f"{' '.join(tokens[:given])}, {' '.join(tokens[given:])}"
        return
    von = next((place for place, token in enumerate(tokens[:-1]) if place and token[:1].islower()), len(tokens) - 1)
    if _SUFFIX.match(tokens[-1]) and von == len(tokens) - 1 and von > 1:
        yield f"{tokens[-2]}, {' '.join(tokens[:-2])}, {tokens[-1]}"
        return
    yield f"{' '.join(tokens[von:])}, {' '.join(tokens[:von])}"
