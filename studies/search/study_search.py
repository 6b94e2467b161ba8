"""Searching studies: by the index, and by the records themselves of those that changed since they were indexed.

So a hit is never stale, whoever indexes and when: on a replica, inside a transaction, and where nothing is written.
Both databases give the same hits in the same order, since both look for the same tokens and order by whole numbers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Collate

from studies.models import SearchDocument, SearchNote, Study
from studies.search.index_work import document_of
from studies.search.search_match import matches
from studies.search.search_query import SearchQuery
from studies.search.study_texts import StudyTexts, study_texts
from studies.search.text_language import SearchedColumns
from studies.search.token_table import WordMatch

# Names in addresses are ordered by their bytes on both databases, whatever the language of PostgreSQL.
_BY_BYTES = {"sqlite": "BINARY", "postgresql": "C"}


class HitOrder(StrEnum):
    """How hits are ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    PEOPLE = "people"


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

    def condition(self) -> Q:
        """The same for the database."""
        found = Q()
        if self.design:
            found &= Q(design=self.design)
        if self.conditions:
            found &= Q(condition_id__in=self.conditions)
        if self.year_from:
            found &= Q(year__gte=self.year_from)
        if self.year_to:
            found &= Q(year__range=(1, self.year_to))
        return found


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
        kinds = Counter[HitKind]()
        indexed = self._indexed()
        counted = indexed.values_list("design", "condition_id", "year").annotate(Count("pk")).order_by()
        for design, condition, year, number in counted:
            kinds[HitKind(design, condition, year)] += number
        kinds.update(map(kind_of, changed))
        listed = [texts for texts in changed if narrowing.admits(kind_of(texts))]
        rows = self._ordered(indexed.filter(narrowing.condition()), order)
        if listed:
            before = [*map(_HitPlace._make, rows[: start + size]), *map(self._place, listed)]
            places = sorted(before, key=lambda place: place.key(order))[start : start + size]
        else:
            places = list(map(_HitPlace._make, rows[start : start + size]))
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

    def _ordered(self, documents: "QuerySet[SearchDocument]", order: HitOrder) -> "QuerySet[Any, Any]":
        by_bytes = _BY_BYTES[connections[documents.db].vendor]
        in_heading: Any = Value(0)
        if order is HitOrder.RELEVANCE:
            in_heading = Case(When(WordMatch(self.query, SearchedColumns.HEADING), then=1), default=0)
        known = Case(When(year=0, then=1), default=0, output_field=IntegerField())
        orders: dict[HitOrder, list[Any]] = {
            HitOrder.RELEVANCE: [F("in_heading").desc()],
            HitOrder.NEWEST: [F("year").desc()],
            HitOrder.OLDEST: [known, F("year")],
            HitOrder.PEOPLE: [F("people").desc()],
        }
        return (
            documents.annotate(in_heading=in_heading)
            .order_by(*orders[order], F("weight").desc(), Collate("slug", by_bytes))
            .values_list("study_id", "in_heading", "weight", "year", "people", "slug")
        )

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
