"""Lists of publications for a person who screens; a second vote is kept blind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, Q, QuerySet

from studies.choices import LabelledEnum, Screening, ScreeningStage
from studies.curation.screening.decisions import ScreeningStatus, ScreeningVote, first_two_votes, screening_status_of
from studies.models import Publication, ScreeningDecision
from studies.numerics.kappa import Agreement, agreement
from studies.reported.text_keys import search_key
from studies.selectors.prepared_query import PreparedQuery

_FIELDS = ("publication_id", "decided_by_id", "stage", "decision", "reason_code", "study_id", "settles")


class Queue(LabelledEnum):
    """A list of publications to screen."""

    FIRST = "first", "waiting for a first opinion"
    SECOND = "second", "waiting for your second opinion"
    FULL_TEXT = "full-text", "waiting for the full text to be read"
    CONFLICTS = "conflicts", "opinions differ"
    MINE = "mine", "you gave an opinion"
    INCLUDED = "included", "included"
    EXCLUDED = "excluded", "excluded"
    METHODS = "methods-source", "sources of methods"


_OF_STATE = {
    Queue.INCLUDED: Screening.INCLUDED,
    Queue.EXCLUDED: Screening.EXCLUDED,
    Queue.METHODS: Screening.METHODS_SOURCE,
}


_VOTES = PreparedQuery(lambda _: ScreeningDecision.objects.order_by("pk").values_list(*_FIELDS))


def all_votes() -> dict[int, list[ScreeningVote]]:
    """Every vote, in order, by the number of its publication."""
    votes: dict[int, list[ScreeningVote]] = {}
    for publication, by, stage, decision, code, study, settles in _VOTES.rows():
        votes.setdefault(publication, []).append(ScreeningVote(by, stage, decision, code, study, settles))
    return votes


def is_blind_for(status: ScreeningStatus, person: int) -> bool:
    """Whether one other person has voted, which this one must not see before voting."""
    stage = status.decisive
    return len(stage.people) == 1 and person not in stage.people and not stage.is_settled


class Neighbours(NamedTuple):
    """How many publications a list holds, and the numbers of those before and after one of them."""

    waiting: int
    before: int | None
    after: int | None


@dataclass
class ScreeningQueues:
    """All lists of one person, from one query of the votes; with ``words``, only the publications that have them."""

    person: User
    votes: Mapping[int, list[ScreeningVote]]
    words: str = ""

    @cached_property
    def statuses(self) -> dict[int, ScreeningStatus]:
        return {number: screening_status_of(votes) for number, votes in self.votes.items()}

    @cached_property
    def blind(self) -> set[int]:
        """The publications of which this person must not see the other vote."""
        return {number for number, status in self.statuses.items() if is_blind_for(status, self.person.pk)}

    @cached_property
    def conflicts(self) -> set[int]:
        return {number for number, status in self.statuses.items() if status.decisive.differ}

    @cached_property
    def every(self) -> QuerySet[Publication]:
        """The publications of all lists, the oldest first."""
        return with_words(Publication.objects.order_by("pk"), self.words)

    def publications(self, queue: Queue) -> QuerySet[Publication]:
        """The publications of a list, the oldest first."""
        return self.every.filter(self._is_in(queue))

    def _is_in(self, queue: Queue) -> Q:
        if queue is Queue.FIRST:
            with_votes = [number for number, status in self.statuses.items() if status.decisive.has_votes]
            return Q(study=None, screening=Screening.UNSCREENED) & ~Q(pk__in=with_votes)
        if queue in _OF_STATE:
            return Q(study=None, screening=_OF_STATE[queue]) & ~Q(pk__in=self.blind)
        return Q(pk__in=self._decided(queue))

    def _decided(self, queue: Queue) -> set[int]:
        if queue is Queue.SECOND:
            return self.blind
        if queue is Queue.CONFLICTS:
            return self.conflicts
        if queue is Queue.MINE:
            me = self.person.pk
            return {number for number, votes in self.votes.items() if any(each.by == me for each in votes)}
        return {number for number, status in self.statuses.items() if status.awaits_full_text} - self.blind

    def counts(self) -> list[tuple[Queue, int]]:
        """How many each list holds."""
        # One by one: together, the numbers in all lists could be more than a statement of SQLite takes.
        return [(queue, self.publications(queue).count()) for queue in Queue]

    def neighbours(self, queue: Queue, number: int) -> Neighbours:
        """What lies before and after a publication in a list; after its end the list begins again."""
        found = self.publications(queue).aggregate(
            waiting=Count("pk"),
            first=Min("pk", filter=~Q(pk=number)),
            before=Max("pk", filter=Q(pk__lt=number)),
            after=Min("pk", filter=Q(pk__gt=number)),
        )
        return Neighbours(found["waiting"], found["before"], found["after"] or found["first"])

    def agreement(self) -> Agreement:
        """How far the first two people agreed, at either stage, before anything was settled."""
        pairs = [
            (two[0].decision, two[1].decision)
            for votes in self.votes.values()
            for stage in ScreeningStage
            if (two := first_two_votes([each for each in votes if each.stage == stage]))
        ]
        return agreement(pairs)


def with_words(publications: QuerySet[Publication], words: str) -> QuerySet[Publication]:
    """Those with every word in the title, the authors, another searched field, or the abstract."""
    for word in search_key(words).split():
        publications = publications.filter(
            Q(search_text__contains=word) | Q(abstract_record__search_text__contains=word)
        )
    return publications


def queues_of(person: User, words: str = "") -> ScreeningQueues:
    """The lists of a person now; with words, only the publications that have them."""
    return ScreeningQueues(person, all_votes(), words)
