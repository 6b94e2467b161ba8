"""All terms that a question can use, and what each may mean.

A *term* is a word or several, as tokens in any order; a *reading* says that a term names one value of one part of a
question. A term has several readings where only the rest of the question tells them apart: surgery is what ozone is
compared with, or what it may spare.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from evidence.asked.question_words import OUTCOME_WORDS, ROUTE_WORDS, TIME_WORDS, TREATMENT_WORDS
from studies.choices import ComponentName, CriticalOutcome, RouteGroup
from studies.reported.windows import Window
from studies.search.search_tokens import tokens_of
from studies.search.synonyms import JOINING_TOKENS, SynonymSet, Term, term_of


class PartKind(StrEnum):
    """A part of a question."""

    CONDITION = "condition"
    TREATMENT = "treatment"
    OUTCOME = "outcome"
    TIME = "time"
    ROUTE = "route"


class AskableCondition(NamedTuple):
    """A condition by its slug, the names that people use of it, and the slugs of the conditions above it."""

    slug: str
    names: tuple[str, ...]
    above: tuple[str, ...] = ()


class Reading(NamedTuple):
    """One meaning of a term: a value of a part, of a condition its slug."""

    kind: PartKind
    value: str | ComponentName | CriticalOutcome | Window | RouteGroup


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms with their readings, each under its sorted tokens. ``longest`` is the most tokens of a term.

    ``words`` are those of all terms as they are written.
    """

    readings: Mapping[Term, tuple[Reading, ...]]
    conditions: tuple[AskableCondition, ...]
    longest: int
    words: frozenset[str] = frozenset()

    def readings_of(self, tokens: Sequence[str]) -> tuple[Reading, ...]:
        """What these tokens together may mean; nothing for no term."""
        return self.readings.get(tuple(sorted(tokens)), ())


def make_lexicon(conditions: Iterable[AskableCondition], synonyms: SynonymSet) -> Lexicon:
    """The terms of these conditions and of the fixed values, widened by synonyms.

    A value's own words come before synonyms: a synonym that is a word of another value of its part changes nothing. A
    narrower term means what the terms mean that find it.
    """
    found = tuple(conditions)
    own: dict[Term, list[Reading]] = {}
    named = (*_fixed_words(), *_condition_words(found))
    for name, reading in named:
        for term in _forms(name):
            if reading not in own.setdefault(term, []):
                own[term].append(reading)
    widened = {term: tuple(readings) for term, readings in own.items()}
    for meaning in synonyms.meanings:
        terms = [tuple(sorted(term)) for term in meaning.terms]
        readings = dict.fromkeys(reading for term in terms[: meaning.equal] for reading in own.get(term, ()))
        for term in terms:
            kinds = {reading.kind for reading in own.get(term, ())}
            further = tuple(reading for reading in readings if reading.kind not in kinds)
            if further:
                widened[term] = tuple(dict.fromkeys((*widened.get(term, ()), *further)))
    names = (*(name for name, _ in named), *(name for meaning in synonyms.meanings for name in meaning.names))
    return Lexicon(widened, found, max(map(len, widened), default=0), _written_words(names))


def _written_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for name in names for word in re.findall(r"[^\W\d_]+", name))


@lru_cache(maxsize=2_000)
def _forms(name: str) -> frozenset[Term]:
    """A name as it is; without words such as "of", unless it begins with one: "into the disc" is more than a disc."""
    tokens = tokens_of(name)
    forms = {tuple(sorted(tokens))}
    if tokens and tokens[0] not in JOINING_TOKENS:
        forms.add(tuple(sorted(term_of(name))))
    return frozenset(forms - {()})


@lru_cache(maxsize=1)
def _fixed_words() -> tuple[tuple[str, Reading], ...]:
    named = [(name.label, Reading(PartKind.TREATMENT, name)) for name in ComponentName if _is_askable(name)]
    words = [
        *((PartKind.TREATMENT, value, names) for value, names in TREATMENT_WORDS.items()),
        *((PartKind.OUTCOME, value, names) for value, names in OUTCOME_WORDS.items()),
        *((PartKind.ROUTE, value, names) for value, names in ROUTE_WORDS.items()),
        *((PartKind.TIME, value, names) for value, names in TIME_WORDS.items()),
    ]
    named += [(name, Reading(kind, value)) for kind, value, names in words for name in names.split(";")]
    return tuple(named)


def _is_askable(name: ComponentName) -> bool:
    return name not in (ComponentName.NOT_STATED, ComponentName.UNNAMED_INJECTION)


def _condition_words(conditions: Iterable[AskableCondition]) -> list[tuple[str, Reading]]:
    return [(name, Reading(PartKind.CONDITION, item.slug)) for item in conditions for name in item.names]


@lru_cache(maxsize=8)
def phrases(words: str) -> tuple[tuple[str, ...], ...]:
    """Phrases separated by semicolons as tokens in their order, the longest first."""
    found = {tuple(tokens_of(phrase)) for phrase in words.split(";")}
    return tuple(sorted((phrase for phrase in found if phrase), key=lambda phrase: (-len(phrase), phrase)))
