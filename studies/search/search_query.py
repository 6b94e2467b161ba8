"""What a reader types, read as a query: words, "phrases", -words, begin*, alternatives with OR, identifiers, synonyms.

A query is found where each of its *clauses* holds and none of the *excluded* words stands. A clause holds where one of
its *choices* does: words that all stand in the text, or a phrase, whose words follow each other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studies.search.search_tokens import beginning_of, composed, identifiers_in, plain_word, tokens_of, words_of
from studies.search.synonyms import JOINING_TOKENS, SynonymSet, Term

# Words that ask and do not say what for. A query of nothing else is searched as it is.
_SILENT = "a an and are as at be by can do does for from help helps how i if in into is it me my of on or than that the"
SILENT_WORDS = frozenset(
    f"{_SILENT} their there this to v versus vs was were what when which who why will with et al".split()
)
# A phrase in quotes of any form, a word with its signs; a minus before either excludes it.
_PART = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]?|(?P<word>[^\s"“”„«»]+))')
_OR, _NOT, _STAR = "OR", "NOT", "*"
# More clauses are a pasted text; its first words are searched.
MOST_CLAUSES = 24
MOST_CHOICES = 40


class Choice(NamedTuple):
    """Tokens that all stand in a text; ``is_phrase``: one after the other, as they are here.

    ``is_beginning``: the last token may go on.
    """

    tokens: Term
    is_phrase: bool = False
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be found, in any of its choices; ``words`` are what the reader typed for it."""

    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class UsedSynonym:
    """Words of the reader, and what else was looked for in their place."""

    words: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query as it is searched. ``text`` is what was typed; without clauses it finds nothing."""

    text: str
    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Choice, ...] = ()
    synonyms: tuple[UsedSynonym, ...] = ()

    @property
    def has_alternatives(self) -> bool:
        """Whether the reader typed one or the other."""
        return any(f" {_OR} " in clause.words for clause in self.clauses)

    @property
    def tokens(self) -> frozenset[str]:
        """Every token by which it can be found."""
        return frozenset(token for clause in self.clauses for choice in clause.choices for token in choice.tokens)


class _Part(NamedTuple):
    """A piece of the query: a phrase, an identifier or a word, as tokens; ``words`` as typed."""

    words: str
    tokens: Term
    is_plain: bool
    is_excluded: bool = False
    is_or: bool = False
    is_beginning: bool = False


def read_query(text: str, synonyms: SynonymSet | None = None) -> SearchQuery:
    """Read a reader's words. Any text is a query: what is no word is passed over.

    >>> query = read_query('slipped disc -laser "at 6 months"', SynonymSet.from_lines(["slipped disc; disc prolapse"]))
    >>> [clause.words for clause in query.clauses], query.excluded[0].tokens, query.synonyms[0].others
    (['slipped disc', 'at 6 months'], ('laser',), ('disc prolapse',))
    """
    parts = _without_silent(list(_parts(composed(text))))
    excluded = tuple(Choice(part.tokens, is_phrase=True) for part in parts if part.is_excluded)
    used: list[UsedSynonym] = []
    clauses = [_clause(group, synonyms or SynonymSet(), used) for group in _groups(parts, synonyms or SynonymSet())]
    return SearchQuery(text, tuple(clauses[:MOST_CLAUSES]), excluded[:MOST_CLAUSES], tuple(used))


def _parts(text: str) -> Iterator[_Part]:
    """The pieces of a query in order; a work named by its identifier is one piece."""
    named = sorted(identifiers_in(text), key=lambda each: each[0].start())
    end = 0
    for found, token in named:
        if found.start() >= end:
            yield from _typed_parts(text[end : found.start()])
            yield _Part(found[0].strip(), (token,), is_plain=False)
            end = found.end()
    yield from _typed_parts(text[end:])


def _typed_parts(text: str) -> Iterator[_Part]:
    after_not = False
    for found in _PART.finditer(text):
        minus, after_not = bool(found["minus"]) or after_not, found["word"] == _NOT
        if after_not:
            continue
        if found["phrase"] is not None:
            if tokens := tuple(tokens_of(found["phrase"])):
                yield _Part(found["phrase"].strip(), tokens, is_plain=False, is_excluded=minus)
        elif found["word"] == _OR:
            yield _Part(_OR, (), is_plain=False, is_or=True)
        elif minus:
            if tokens := tuple(tokens_of(found["word"])):
                yield _Part(found["word"], tokens, is_plain=False, is_excluded=True)
        else:
            yield from _words(found["word"])


def _words(text: str) -> Iterator[_Part]:
    """The words of a piece without spaces; the last is a beginning where a * follows it."""
    for word in words_of(text):
        typed, star = text[word.start : word.end], text[word.end : word.end + 1] == _STAR
        if star:
            yield _Part(f"{typed}{_STAR}", (beginning_of(typed),), is_plain=False, is_beginning=True)
        else:
            yield _Part(typed, (word.token,), is_plain=True)


def _without_silent(parts: list[_Part]) -> list[_Part]:
    """Without words that say nothing, unless there are no others."""
    telling = [part for part in parts if not (part.is_plain and plain_word(part.words) in SILENT_WORDS)]
    return telling if any(part.tokens and not part.is_excluded for part in telling) else parts


def _groups(parts: Sequence[_Part], synonyms: SynonymSet) -> Iterator[list[list[_Part]]]:
    """What must be found: each the alternatives around OR, and each of those the parts of one term."""
    group: list[list[_Part]] = []
    joined = False
    for piece in _terms([part for part in parts if not part.is_excluded], synonyms):
        if piece[0].is_or:
            joined = bool(group)
        elif joined:
            group.append(piece)
            joined = False
        else:
            if group:
                yield group
            group = [piece]
    if group:
        yield group


def _terms(parts: Sequence[_Part], synonyms: SynonymSet) -> Iterator[list[_Part]]:
    """The parts, those together that are a term of the list of synonyms: the longest first."""
    at = 0
    while at < len(parts):
        length = next(
            (
                size
                for size in range(min(synonyms.longest, len(parts) - at), 1, -1)
                if _is_term(parts[at : at + size], synonyms)
            ),
            1,
        )
        yield list(parts[at : at + length])
        at += length


def _is_term(parts: Sequence[_Part], synonyms: SynonymSet) -> bool:
    return all(part.is_plain for part in parts) and bool(synonyms.meanings_of(_term(parts)))


def _term(parts: Sequence[_Part]) -> Term:
    tokens = [token for part in parts for token in part.tokens]
    return tuple(token for token in tokens if token not in JOINING_TOKENS) or tuple(tokens)


def _clause(group: Sequence[Sequence[_Part]], synonyms: SynonymSet, used: list[UsedSynonym]) -> Clause:
    choices: list[Choice] = []
    for parts in group:
        words = " ".join(part.words for part in parts)
        if not parts[0].is_plain:
            is_phrase = len(parts[0].tokens) > 1
            choices.append(Choice(parts[0].tokens, is_phrase=is_phrase, is_beginning=parts[0].is_beginning))
            continue
        term = _term(parts)
        choices += [Choice(each) for each in synonyms.alternatives(term)]
        others = tuple(name for meaning in synonyms.meanings_of(term) for name in meaning.others(term))
        if others:
            used.append(UsedSynonym(words, tuple(dict.fromkeys(others))))
    words = f" {_OR} ".join(" ".join(part.words for part in parts) for parts in group)
    return Clause(words, tuple(dict.fromkeys(choices))[:MOST_CHOICES])
