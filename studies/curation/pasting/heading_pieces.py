"""A line of headings that only spaces part, cut where a known name, time or word of statistics begins."""

import re
from dataclasses import dataclass

from studies.curation.pasting.orientation import PEOPLE
from studies.curation.pasting.read_time import time_spans

_SPREAD = (
    r"(?:S\.?D\.?|S\.?E\.?M?\.?|IQR|interquartile range|range|Q1|min|%|95\s*%\s*CI|CI|standard (?:deviation|error))"
)
_CENTRE = r"(?:mean|median|average|n\s*/\s*N|n|No\.)"
_STATISTICS = (
    rf"(?:change from baseline|{_CENTRE})\s*(?:±|\+/-|,|[(\[])\s*{_SPREAD}(?:\s*[-\u2013,;]\s*(?:Q3|max))?[)\]]?"
    rf"|change(?: from baseline)?|{_CENTRE}|{_SPREAD}"
)
_LABEL = (
    r"(?:study |treatment )?(?:groups?|arms?)"
    r"|time ?points?|time|outcomes?|variables?|parameters?|measures?|visits?|follow[- ]up"
)
_GROUP = r"(?:groups?|arms?)\s+(?:[A-Z]|\d|I{1,3}|IV)\b(?:\s*[(\[][^()\[\]]*[)\]])?"
_P = (
    r"P[- ]?values?|P|[tFZ]|\u03c72|\u03c7\u00b2"
    r"|(?:(?:adjusted |mean )*differences?|RR|HR|odds ratio|risk ratio|relative risk|hazard ratio)(?:\s*\([^()]*\))?"
)
_WIDE = re.compile(r"\S+(?: \S+)*")
# Words that go on with the heading before them.
_GOES_ON = re.compile(
    r"(?:\s|[(\[][^()\[\]]*[)\]]|[*\u2020\u2021\u00a7,:;.^]|\b(?:groups?|arms?|scores?|values?|treatment|therapy|"
    r"injections?|only|alone)\b)*",
    re.IGNORECASE,
)
NAME, TIME, PEOPLE_KIND, STATISTIC, LABEL, P = "name", "time", "people", "statistic", "label", "p"


@dataclass(frozen=True, slots=True)
class HeadingPieces:
    """The pieces of a line of headings, with their kinds."""

    texts: tuple[str, ...]
    kinds: tuple[str, ...]

    def over(self, count: int) -> tuple[str, ...] | None:
        """The heading of the labels and one of each of so many columns; None where the pieces do not fit.

        >>> HeadingPieces(("Time", "Ozone", "Sham"), (LABEL, NAME, NAME)).over(2)
        ('Time', 'Ozone', 'Sham')
        """
        texts, kinds = self.texts, self.kinds
        labels = next((place for place, kind in enumerate(kinds) if kind != LABEL), len(kinds))
        # With one column, one piece may be a separate line as well.
        if len(texts) - labels == count and (count > 1 or labels):
            return (" ".join(texts[:labels]), *texts[labels:])
        if not labels and len(texts) == count + 1:
            return texts
        # "Outcome, n (%)" heads the labels.
        if kinds[: labels + 1] == (*(LABEL,) * labels, STATISTIC) and labels and len(texts) - labels - 1 == count:
            return (", ".join(texts[: labels + 1]), *texts[labels + 1 :])
        size, rest = divmod(len(texts) - labels, count)
        inner = kinds[labels:]
        if size < 2 or rest or inner != inner[:size] * count or len(set(inner[:size])) != size:
            return None
        joined = (" ".join(texts[place : place + size]) for place in range(labels, len(texts), size))
        return (" ".join(texts[:labels]), *joined)

    def beside(self, whole: tuple[str, ...]) -> tuple[str, ...] | None:
        """The cells of one more line of headings, above or below the whole one; None where it is none.

        Merged headings stand without blanks: how far each goes is told by what repeats below.
        """
        columns = [place for place, text in enumerate(whole) if place and not re.fullmatch(_P, text, re.IGNORECASE)]
        if set(self.kinds) == {PEOPLE_KIND} and len(self.texts) == len(columns):
            under = dict(zip(columns, self.texts, strict=True))
            return tuple(under.get(place, "") for place in range(len(whole)))
        labels = sum(kind == LABEL for kind in self.kinds)
        wide = [kind for kind in self.kinds if kind not in (LABEL, P)]
        # A caption names an outcome and its notation; merged headings are all of one kind.
        if (labels and self.kinds[0] != LABEL) or len(set(wide)) != 1 or STATISTIC in wide:
            return None
        if 2 <= len(wide) < len(whole):
            return (" ".join(self.texts[:labels]), *self.texts[labels:])
        return None


def heading_pieces(line: str, names: tuple[str, ...]) -> HeadingPieces | None:
    """The pieces of a line of headings; None where some of its words are not known.

    >>> heading_pieces("Ozone (n = 30) Steroid (n = 28) P value", ("Ozone", "Steroid")).texts
    ('Ozone (n = 30)', 'Steroid (n = 28)', 'P value')
    """
    if re.search(r"\S {2,}\S", line):
        return _wide_pieces(line, names)
    found = _known(line, names)
    if not found or not _GOES_ON.fullmatch(line[: found[0][0]]) or line[: found[0][0]].strip():
        return None
    texts: list[str] = []
    kinds: list[str] = []
    for (start, end, kind), after in zip(found, [*found[1:], (len(line), 0, "")], strict=True):
        if not _GOES_ON.fullmatch(line[end : after[0]]):
            return None
        if kind == PEOPLE_KIND and kinds and kinds[-1] != PEOPLE_KIND:
            texts[-1] += f" {line[start : after[0]]}"
            continue
        texts.append(line[start : after[0]])
        kinds.append(kind)
    return HeadingPieces(tuple(" ".join(text.split()) for text in texts), tuple(kinds))


def _wide_pieces(line: str, names: tuple[str, ...]) -> HeadingPieces:
    """Pieces that two spaces or more part, whatever their words."""
    texts = tuple(found[0] for found in _WIDE.finditer(line))
    return HeadingPieces(texts, tuple(_kind(text, names) for text in texts))


def _kind(text: str, names: tuple[str, ...]) -> str:
    found = _known(text, names)
    return found[0][2] if found else NAME


def _known(line: str, names: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Where known names, times and words stand: from left to right, the longest first, without overlap."""
    named = "|".join(re.escape(name) for name in sorted(filter(None, names), key=len, reverse=True)) or r"(?!)"
    patterns = {
        NAME: f"{_GROUP}|{named}",
        P: _P,
        LABEL: _LABEL,
        STATISTIC: _STATISTICS,
        TIME: r"baseline|pre-?treatment",
    }
    matches = [
        (*found.span(), kind)
        for kind, pattern in patterns.items()
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", line, re.IGNORECASE)
    ]
    matches += [(*span, TIME) for span in time_spans(line)]
    matches += [(*found.span(), PEOPLE_KIND) for found in PEOPLE.finditer(line)]
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(matches, key=lambda each: (each[0], -each[1])):
        # "Ozone group" is one name.
        goes_on = kind == LABEL and kept and kept[-1][2] == NAME and not line[kept[-1][1] : start].strip()
        if not kept or (start >= kept[-1][1] and not goes_on):
            kept.append((start, end, kind))
    return kept
