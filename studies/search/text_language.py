"""A query in the language of each database's own index of words: FTS5 of SQLite, tsquery of PostgreSQL.

Only tokens are written into it, which are ASCII letters and digits: nothing that a reader types is read as a sign of
either language.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from studies.search.search_query import Choice, SearchQuery


class SearchedColumns(StrEnum):
    """Where words are looked for: what names a study, what everybody may read, and that with abstracts."""

    HEADING = "heading"
    PUBLIC = "public"
    WITH_ABSTRACT = "with_abstract"


_FTS5_COLUMNS = {
    SearchedColumns.HEADING: "{heading}",
    SearchedColumns.PUBLIC: "{heading body}",
    SearchedColumns.WITH_ABSTRACT: "{heading body abstract}",
}
# The label of the words of a heading in a tsvector.
_LABEL = "A"


def fts5_query(query: SearchQuery, columns: SearchedColumns) -> str:
    """The query as FTS5 reads it, for some columns alone.

    >>> from studies.search.search_query import read_query
    >>> fts5_query(read_query('laser "disc pain" -steroid'), SearchedColumns.HEADING)
    '{heading} : (("laser") AND ("disc pain")) NOT {heading} : ("steroid")'
    """
    within = _FTS5_COLUMNS[columns]
    wanted = " AND ".join(f"({' OR '.join(map(_fts5_choice, clause.choices))})" for clause in query.clauses)
    unwanted = " OR ".join(map(_fts5_choice, query.excluded))
    return f"{within} : ({wanted})" + (f" NOT {within} : ({unwanted})" if unwanted else "")


def _fts5_choice(choice: Choice) -> str:
    if choice.is_phrase:
        return f'"{" ".join(choice.tokens)}"'
    if choice.is_beginning:
        return f'"{choice.tokens[-1]}"*'
    words = " AND ".join(f'"{token}"' for token in choice.tokens)
    return f"({words})" if len(choice.tokens) > 1 else words


def tsquery(query: SearchQuery, columns: SearchedColumns) -> str:
    """The query as PostgreSQL reads it.

    >>> from studies.search.search_query import read_query
    >>> tsquery(read_query('laser "disc pain" -steroid'), SearchedColumns.PUBLIC)
    "('laser') & ('disc'<->'pain') & !('steroid')"
    """
    label = _LABEL if columns is SearchedColumns.HEADING else ""
    wanted = [
        f"({' | '.join(_tsquery_choice(choice, label) for choice in clause.choices)})" for clause in query.clauses
    ]
    unwanted = [f"!({_tsquery_choice(choice, label)})" for choice in query.excluded]
    return " & ".join([*wanted, *unwanted])


def _tsquery_choice(choice: Choice, label: str) -> str:
    signs = f"{'*' if choice.is_beginning else ''}{label}"
    words = (f"'{token}'{':' if signs else ''}{signs}" for token in choice.tokens)
    if choice.is_phrase:
        return "<->".join(words)
    return f"({' & '.join(words)})" if len(choice.tokens) > 1 else next(words)


def tsvector(heading: Sequence[str], *rest: Iterable[str]) -> str:
    """Columns of tokens as one tsvector, with the words of the heading labelled; ``rest`` begin after a gap each."""
    words = [f"'{token}':{place}{_LABEL}" for place, token in enumerate(heading, 1)]
    place = len(heading)
    for column in rest:
        # Over the gap no phrase goes.
        place += 1
        for token in column:
            place += 1
            words.append(f"'{token}':{place}")
    return " ".join(words)
