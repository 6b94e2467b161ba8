"""Words of criteria in a text: the text in pieces, some of which a criterion has words for.

A *phrase* is one line of the words of a criterion. Words are compared without case, accents and the plural s (the
S stemmer of Harman 1991, doi:10.1002/(SICI)1097-4571(199101)42:1<7::AID-ASI2>3.0.CO;2-P); a word that ends in * stands
for all that begin so. Only whole words count. Of several phrases at one place the longest counts, and of two as long
that of exclusion.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from studies.choices import CriterionKind
from studies.reported.text_keys import search_key

_WORD = re.compile(r"\w+")
# What may stand between the words of a phrase.
_JOINT = re.compile(r"[\s\-‐‑–/]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, as stems; one that ends in * is the beginning of a word."""

    stems: tuple[str, ...]
    kind: CriterionKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text. ``kind`` is that of the criterion whose words it is, None for other text."""

    text: str
    kind: CriterionKind | None = None


def stem(word: str) -> str:
    """A word in small letters without accents and without the s of a plural.

    >>> [stem(word) for word in ("Studies", "DISCS", "Hérnia", "diagnosis", "pus", "ties")]
    ['study', 'disc', 'hernia', 'diagnosi', 'pus', 'ty']
    """
    plain = search_key(word)
    if plain.endswith("ies") and not plain.endswith(("eies", "aies")):
        return f"{plain[:-3]}y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith(("us", "ss")) else plain


def phrases_of(words: str, kind: CriterionKind) -> list[Phrase]:
    """The phrases of a criterion, one on each line.

    >>> [phrase.stems for phrase in phrases_of("low-back pains\\nrandomi*", CriterionKind.INCLUDE)]
    [('low', 'back', 'pain'), ('randomi*',)]
    """
    found = (
        tuple(f"{search_key(word[:-1])}*" if word.endswith("*") else stem(word) for word in re.findall(r"\w+\*?", line))
        for line in words.splitlines()
    )
    return [Phrase(stems, kind) for stems in found if stems]


def highlighted(text: str, phrases: Sequence[Phrase]) -> list[Piece]:
    """A text in pieces, which together are the text."""
    pieces, end = [], 0
    for start, stop, kind in _places(text, _by_first(phrases)):
        if start > end:
            pieces.append(Piece(text[end:start]))
        pieces.append(Piece(text[start:stop], kind))
        end = stop
    return [*pieces, Piece(text[end:])] if end < len(text) else pieces


def _by_first(phrases: Iterable[Phrase]) -> list[Phrase]:
    """The phrases in the order in which they are tried: the longest first, of two as long that of exclusion."""
    return sorted(phrases, key=lambda phrase: (-len(phrase.stems), phrase.kind is not CriterionKind.EXCLUDE))


def _places(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[int, int, CriterionKind]]:
    """Where phrases stand in a text, from the first to the last; none overlaps another."""
    words = list(_WORD.finditer(text))
    folded = [(stem(word[0]), search_key(word[0])) for word in words]
    at = 0
    while at < len(words):
        found = next((phrase for phrase in phrases if _stands_at(phrase, text, words, folded, at)), None)
        if found:
            last = at + len(found.stems)
            yield words[at].start(), words[last - 1].end(), found.kind
            at = last
        else:
            at += 1


def _stands_at(
    phrase: Phrase, text: str, words: Sequence[re.Match[str]], folded: Sequence[tuple[str, str]], at: int
) -> bool:
    """Whether the words of a phrase follow each other from one word of a text on."""
    last = at + len(phrase.stems)
    if last > len(words):
        return False
    for wanted, (stemmed, whole) in zip(phrase.stems, folded[at:last], strict=True):
        if not (whole.startswith(wanted[:-1]) if wanted.endswith("*") else stemmed == wanted):
            return False
    return all(_JOINT.fullmatch(text, words[place].end(), words[place + 1].start()) for place in range(at, last - 1))
