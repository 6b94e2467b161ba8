"""Lettered footnotes under a table of findings: one letter a note, whichever findings share it."""

from collections.abc import Sequence
from dataclasses import dataclass

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of a table, each with its letter, and the letters of each row in the order of the rows."""

    notes: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, ...], ...] = ()


def footnotes(rows: Sequence[Sequence[str]]) -> Footnotes:
    """Letter the notes of each row in the order in which they are first met.

    >>> footnotes([["bias"], [], ["few", "bias"]])
    Footnotes(notes=(('a', 'bias'), ('b', 'few')), letters=(('a',), (), ('b', 'a')))
    """
    known = {note: letter_of(place) for place, note in enumerate(dict.fromkeys(note for row in rows for note in row))}
    return Footnotes(
        tuple((letter, note) for note, letter in known.items()),
        tuple(tuple(known[note] for note in row) for row in rows),
    )


def letter_of(place: int) -> str:
    """The letter of a note by its place, from 0; two letters after z.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('a', 'z', 'aa')
    """
    rounds, place = divmod(place, len(ALPHABET))
    return ALPHABET[place] if rounds == 0 else letter_of(rounds - 1) + ALPHABET[place]
