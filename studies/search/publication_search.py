"""Searching publications that report no study: those that wait for a decision, were excluded, or are of methods.

Only people who import see them. They have no index: the database looks through the texts that lists of publications
are searched by. A word is found where its stem begins a word.
"""

from functools import reduce
from operator import and_, or_

from django.db.models import F, Q, QuerySet

from studies.models import Publication
from studies.search.search_query import Choice, Clause, SearchQuery
from studies.search.search_tokens import identifiers_in
from studies.search.stem_patterns import words_pattern


def find_publications(query: SearchQuery, *, with_abstracts: bool) -> QuerySet[Publication]:
    """Those without a study that have what a query asks for, the newest first."""
    if not query.clauses:
        return Publication.objects.none()
    wanted = reduce(and_, (_clause(clause, with_abstracts=with_abstracts) for clause in query.clauses))
    for choice in query.excluded:
        wanted &= ~_choice(choice, with_abstracts=with_abstracts)
    return Publication.objects.filter(wanted, study=None).order_by(F("year").desc(nulls_last=True), "pk")


def _clause(clause: Clause, *, with_abstracts: bool) -> Q:
    named = [Q(doi__iexact=found[1].rstrip(".,;:)]}'")) | Q(pmid=found[1]) for found, _ in identifiers_in(clause.words)]
    return reduce(or_, named or (_choice(choice, with_abstracts=with_abstracts) for choice in clause.choices))


def _choice(choice: Choice, *, with_abstracts: bool) -> Q:
    groups = [choice.tokens] if choice.is_phrase else [(token,) for token in choice.tokens]
    patterns = (words_pattern(group, goes_on=choice.is_beginning) for group in groups)
    return reduce(and_, (_has(pattern, with_abstracts=with_abstracts) for pattern in patterns))


def _has(pattern: str, *, with_abstracts: bool) -> Q:
    in_record = Q(search_text__regex=pattern)
    return in_record | Q(abstract_record__search_text__regex=pattern) if with_abstracts else in_record
