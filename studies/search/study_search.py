"""Searching studies: by the index, and by the records themselves of those that changed since they were indexed.

So a hit is never stale, wherever and whenever the index is written: on a replica, inside a transaction, and where
nothing is written.
Both databases give the same hits in the same order, since both look for the same tokens and order by whole numbers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from studies.models import SearchDocument, SearchNote, Study
from studies.search.hit_statement import HitRange, hit_rows
from studies.search.index_work import document_of
from studies.search.search_match import matches
from studies.search.search_query import SearchQuery
from studies.search.study_texts import StudyTexts, study_texts
from studies.search.text_language import SearchedColumns
from studies.search.token_table import WordMatch


class HitOrder(StrEnum):
    """How hits are ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    PEOPLE = "people"


# What comes first in each order, in the statement; the rest is the same in all.
_ORDERS = {
    HitOrder.RELEVANCE: "in_heading DESC",
    HitOrder.NEWEST: "year DESC",
    HitOrder.OLDEST: "CASE WHEN year = 0 THEN 1 ELSE 0 END, year",
    HitOrder.PEOPLE: "people DESC",
}


class HitKind(NamedTuple):
    """By what hits are counted and narrowed; a year that is not known is 0."""

    design: str
    condition_id: int
    year: int


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which hits are listed; empty lists everything. Years are included, and 0 is no limit."""

    design: str = ""
    conditions: tuple[int, ...] = ()
    year_from: int = 0
    year_to: int = 0

    def admits(self, kind: HitKind) -> bool:
        """Whether hits of this kind are listed."""
        return (
            (not self.design or kind.design == self.design)
            and (not self.conditions or kind.condition_id in self.conditions)
            and (not self.year_from or kind.year >= self.year_from)
            and (not self.year_to or 0 < kind.year <= self.year_to)
        )

    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """The same as a condition of the statement, with its values."""
        parts: list[tuple[str, tuple[Any, ...]]] = [("1 = 1", ())]
        if self.design:
            parts.append(("design = %s", (self.design,)))
        if self.conditions:
            parts.append((f"condition_id IN ({', '.join(['%s'] * len(self.conditions))})", self.conditions))
        if self.year_from:
            parts.append(("year >= %s", (self.year_from,)))
        if self.year_to:
            parts.append(("year BETWEEN 1 AND %s", (self.year_to,)))
        return " AND ".join(text for text, _ in parts), tuple(value for _, values in parts for value in values)


NO_NARROWING = Narrowing()


@dataclass(frozen=True, slots=True)
class StudyHits:
    """The studies of one page of hits, in order, and how many hits there are of each kind, narrowed or not."""

    studies: tuple[int, ...]
    kinds: Mapping[HitKind, int] = field(default_factory=dict)

    def count(self, narrowing: Narrowing = NO_NARROWING) -> int:
        """How many hits would be listed."""
        return sum(number for kind, number in self.kinds.items() if narrowing.admits(kind))


@dataclass(frozen=True, slots=True)
class StudySearch:
    """One query over the studies. ``with_abstracts``: the words of abstracts too, for people who may read them."""

    query: SearchQuery
    with_abstracts: bool = False

    @property
    def columns(self) -> SearchedColumns:
        """Where its words are looked for."""
        return SearchedColumns.WITH_ABSTRACT if self.with_abstracts else SearchedColumns.PUBLIC

    def page(
        self, *, order: HitOrder = HitOrder.RELEVANCE, narrowing: Narrowing = NO_NARROWING, start: int = 0, size: int
    ) -> StudyHits:
        """One page of hits, from the place ``start`` on, which the first has as 0."""
        if not self.query.clauses:
            return StudyHits(())
        changed = self._changed()
        listed = [texts for texts in changed if narrowing.admits(kind_of(texts))]
        # Hits that are not indexed may stand between the others, so these are then read from the first on.
        first, most = (0, start + size) if listed else (start, size)
        rows = hit_rows(
            self.query,
            self.columns,
            HitRange(*narrowing.sql(), _ORDERS[order], first, most),
            by_heading=order is HitOrder.RELEVANCE,
        )
        kinds = Counter({HitKind(row.slug, row.people, row.year): row.weight for row in rows if not row.part})
        kinds.update(map(kind_of, changed))
        places = [_HitPlace(*row[1:]) for row in rows if row.part] + [self._place(texts) for texts in listed]
        places.sort(key=lambda place: place.key(order))
        if listed:
            places = places[start : start + size]
        return StudyHits(tuple(place.study_id for place in places), kinds)

    def studies(self) -> Q:
        """A condition on studies: that they are hits."""
        if not self.query.clauses:
            return Q(pk__in=())
        return Q(pk__in=self._indexed().values("study_id")) | Q(pk__in=[texts.study_id for texts in self._changed()])

    def exists(self) -> bool:
        """Whether anything is found."""
        return bool(self.query.clauses) and (self._indexed().exists() or bool(self._changed()))

    def _indexed(self) -> "QuerySet[SearchDocument]":
        """Documents of hits whose studies have not changed since."""
        changed = SearchNote.objects.values("study_id")
        return SearchDocument.objects.filter(WordMatch(self.query, self.columns)).exclude(study_id__in=changed)

    def _changed(self) -> list[StudyTexts]:
        """The hits among studies that changed since they were indexed, by their records."""
        changed = list(SearchNote.objects.values_list("study_id", flat=True).distinct())
        if not changed:
            return []
        noted = Study.objects.filter(pk__in=SearchNote.objects.values("study_id"))
        return [texts for texts in study_texts(noted) if matches(self.query, *self._columns_of(texts))]

    def _columns_of(self, texts: StudyTexts) -> Sequence[Sequence[str]]:
        public = (texts.heading, texts.body)
        return (*public, texts.abstract) if self.with_abstracts else public

    def _place(self, texts: StudyTexts) -> "_HitPlace":
        document = document_of(texts)
        in_heading = int(matches(self.query, texts.heading))
        return _HitPlace(texts.study_id, in_heading, document.weight, document.year, document.people, texts.slug)


class _HitPlace(NamedTuple):
    """By what the place of a hit among the others follows."""

    study_id: int
    in_heading: int
    weight: int
    year: int
    people: int
    slug: str

    def key(self, order: HitOrder) -> tuple[Any, ...]:
        """What sorts as the database does."""
        first: Any = {
            HitOrder.RELEVANCE: (-self.in_heading,),
            HitOrder.NEWEST: (-self.year,),
            HitOrder.OLDEST: (self.year == 0, self.year),
            HitOrder.PEOPLE: (-self.people,),
        }[order]
        return (*first, -self.weight, self.slug.encode())


def kind_of(texts: StudyTexts) -> HitKind:
    """By what a study is counted."""
    return HitKind(texts.design, texts.condition_id, texts.year)
