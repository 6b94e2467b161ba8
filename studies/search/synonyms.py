"""Words that mean the same: which terms a reader's words stand for.

A *term* is one word or several, as tokens. The curated list has a line for each meaning, its terms separated by
semicolons: "disc herniation; slipped disc". After ">" stand terms that the ones before it find, and that do not find
those: "steroid > dexamethasone". The order of the words of a term does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from studies.search.search_tokens import tokens_of

Term = tuple[str, ...]
# Between the words of a term these say nothing: prolapse of the disc.
_JOINING = "a an the of in into on to by for with from and at or"
JOINING_TOKENS = frozenset(_JOINING.split())


@dataclass(frozen=True, slots=True)
class Meaning:
    """Terms of one meaning. ``names`` are as the list has them, ``terms`` the same as tokens.

    The first ``equal`` of them find all others; the rest are found by them.
    """

    names: tuple[str, ...]
    terms: tuple[Term, ...]
    equal: int

    def others(self, term: Term) -> tuple[str, ...]:
        """The names of all terms but this one and its spellings."""
        return tuple(name for name, each in zip(self.names, self.terms, strict=True) if sorted(each) != sorted(term))


@dataclass(frozen=True, slots=True)
class SynonymSet:
    """All meanings, found by the words of a term in any order."""

    meanings: tuple[Meaning, ...] = ()
    longest: int = 0
    _by_words: dict[Term, tuple[Meaning, ...]] = field(default_factory=dict)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> "SynonymSet":
        """The set of a list of lines, each one meaning; a line with fewer than two terms means nothing.

        >>> list(SynonymSet.from_lines(["sham; placebo"]).meanings_of(("placebo",)))[0].names
        ('sham', 'placebo')
        """
        meanings = tuple(each for each in map(_meaning, lines) if len(each.terms) > 1)
        by_words: dict[Term, tuple[Meaning, ...]] = {}
        for meaning in meanings:
            for term in dict.fromkeys(tuple(sorted(each)) for each in meaning.terms[: meaning.equal]):
                by_words[term] = (*by_words.get(term, ()), meaning)
        longest = max((len(term) for term in by_words), default=0)
        return cls(meanings, longest, by_words)

    def meanings_of(self, term: Term) -> tuple[Meaning, ...]:
        """The meanings with this term; none for a term that is not in the list."""
        return self._by_words.get(tuple(sorted(term)), ())

    def alternatives(self, term: Term) -> tuple[Term, ...]:
        """The term, and every other one that means the same, each once.

        >>> SynonymSet.from_lines(["slipped disc; disc herniation"]).alternatives(("disc", "slip"))
        (('disc', 'slip'), ('disc', 'herniat'))
        """
        found = {tuple(sorted(term)): term}
        for meaning in self.meanings_of(term):
            for each in meaning.terms:
                found.setdefault(tuple(sorted(each)), each)
        return tuple(found.values())


def term_of(text: str) -> Term:
    """A name as a term: its tokens without joining words, each once.

    >>> term_of("prolapse of the disc")
    ('prolaps', 'disc')
    """
    return tuple(dict.fromkeys(token for token in tokens_of(text) if token not in JOINING_TOKENS))


def _meaning(line: str) -> Meaning:
    equal, _, narrower = line.partition(">")
    finding, found = _named_terms(equal), _named_terms(narrower)
    return Meaning((*finding.values(), *found.values()), (*finding, *found), len(finding))


def _named_terms(names: str) -> dict[Term, str]:
    return {term: name.strip() for name in names.split(";") if (term := term_of(name))}
