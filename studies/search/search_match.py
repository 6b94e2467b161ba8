"""Whether a text has what a query asks for, decided without a database: as the index of either database decides."""

from collections.abc import Sequence

from studies.search.search_query import Choice, SearchQuery

Tokens = Sequence[str]


def matches(query: SearchQuery, *columns: Tokens) -> bool:
    """Whether columns of tokens together have every clause of a query and nothing that it excludes.

    Words may stand in different columns; a phrase stands in one. A query without clauses finds nothing.

    >>> from studies.search.search_query import read_query
    >>> matches(read_query('laser "disc pain"'), ["disc", "pain"], ["laser"]), matches(read_query("-laser"), ["pain"])
    (True, False)
    """
    words = frozenset().union(*columns)
    return (
        bool(query.clauses)
        and all(any(_has(choice, words, columns) for choice in clause.choices) for clause in query.clauses)
        and not any(_has(choice, words, columns) for choice in query.excluded)
    )


def _has(choice: Choice, words: frozenset[str], columns: Sequence[Tokens]) -> bool:
    if choice.is_beginning:
        return any(word.startswith(choice.tokens[-1]) for word in words)
    if not words.issuperset(choice.tokens):
        return False
    return not choice.is_phrase or any(_follow(choice.tokens, column) for column in columns)


def _follow(phrase: Sequence[str], column: Tokens) -> bool:
    length = len(phrase)
    return any(tuple(column[at : at + length]) == tuple(phrase) for at in range(len(column) - length + 1))
