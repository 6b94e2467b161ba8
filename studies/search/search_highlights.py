"""The words of a query in a text that is shown: the text in pieces, some of which were found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studies.search.search_query import SearchQuery
from studies.search.search_tokens import TextWord, composed, words_of


class HitPiece(NamedTuple):
    """A part of a text; ``is_hit``: words that the query asked for."""

    text: str
    is_hit: bool = False


def hit_pieces(text: str, query: SearchQuery) -> list[HitPiece]:
    """A text in pieces, which together are the text.

    >>> from studies.search.search_query import read_query
    >>> [piece.text for piece in hit_pieces("Herniated disks, treated", read_query("disc")) if piece.is_hit]
    ['disks']
    """
    text = composed(text)
    pieces, end = [], 0
    for word in _hits(text, query):
        if word.start > end:
            pieces.append(HitPiece(text[end : word.start]))
        pieces.append(HitPiece(text[word.start : word.end], is_hit=True))
        end = word.end
    return [*pieces, HitPiece(text[end:])] if end < len(text) else pieces


def has_hit(pieces: Sequence[HitPiece]) -> bool:
    """Whether anything of a text was found."""
    return any(piece.is_hit for piece in pieces)


def excerpt(text: str, query: SearchQuery, *, length: int) -> str:
    """The part of a long text around its first found word, about as long as asked; '' where nothing is found.

    >>> from studies.search.search_query import read_query
    >>> excerpt("One two three four five six seven eight", read_query("five"), length=20)
    '… three four five six …'
    """
    text = composed(text)
    first = next(_hits(text, query), None)
    if first is None:
        return ""
    start = max(0, first.start - length // 2)
    end = min(len(text), start + length)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = len(text) if end == len(text) or " " not in text[first.end : end] else text.rfind(" ", 0, end)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"


def _hits(text: str, query: SearchQuery) -> Iterator[TextWord]:
    choices = [choice for clause in query.clauses for choice in clause.choices]
    whole = {token for choice in choices if not choice.is_beginning for token in choice.tokens}
    beginnings = tuple(choice.tokens[-1] for choice in choices if choice.is_beginning)
    return (word for word in words_of(text) if word.token in whole or word.token.startswith(beginnings))
