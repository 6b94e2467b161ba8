"""The flow of records from the database: its numbers add up after any imports and decisions, and each has its list."""

import random
from collections import Counter
from itertools import chain

import pytest

from studies.choices import Decision, ExclusionReason, Retrieval, Screening, ScreeningStage, SearchMethod, StudyStatus
from studies.citations.apply import ImportStateError, apply_import
from studies.citations.decide import EntryDecision, decide
from studies.citations.receive import SentSearch
from studies.citations.searches import state_search
from studies.citations.undo import undo_import
from studies.curation.screening.retrievals import state_retrieval
from studies.curation.screening.screen import (
    NotScreenableError,
    add_report,
    exclude_publication,
    include_publication,
    withdraw_vote,
)
from studies.models import ImportBatch, ImportedEntry, Publication, Study
from studies.pages.flow.flow_counts import Origin, Place, Removed, StudyProvenance
from studies.pages.flow.flow_records import BY_HAND, COUNTED, FILES_WITHOUT_SEARCH, THE_DATA_SET, FlowData
from tests.factories import make_publication, make_study, make_user
from tests.studies.citations.import_factories import BROKEN, import_text, now, plan_text
from tests.studies.pages.flow.flow_identities import assert_boxes_flow_on

FULL, IN = ScreeningStage.FULL_TEXT, Screening.INCLUDED


def entry_text(number: int, *, like: bool) -> str:
    title = f"Ozone therapy for the lumbar spine, experience number {number} of many"
    rest = "year = {2012}, journal = {Radiology}" if like else f"year = {{2015}}, doi = {{10.1000/walk.{number}}}"
    author = f"Rossi{chr(97 + number)}, A."
    return f"@article{{k{number}{'l' * like}, author = {{{author}}}, title = {{{title}}}, {rest}}}\n"


class Walk:
    """Random imports and decisions, one after the other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same sequence every time is intended
        self.people = [make_user(role="curator") for _ in range(3)]

    def step(self) -> None:
        steps = (
            *(self.bring, self.include, self.exclude, self.report, self.take_back, self.settle, self.retrieve),
            *(self.retrieve, self.make_study_of),
            *(self.undo, self.settle_duplicate, self.add_by_hand, self.hide, self.delete, self.include, self.exclude),
        )
        self.random.choice(steps)()

    def bring(self) -> None:
        """A file of which some entries repeat others, look like others, or cannot be read."""
        entries = [entry_text(self.random.randrange(12), like=self.random.random() < 0.3) for _ in range(4)]
        batch = plan_text("".join(entries) + (BROKEN if self.random.random() < 0.3 else ""))
        method = self.random.choice([None, *SearchMethod])
        if method:
            search = SentSearch(self.random.choice(["", "One", "Two"]), now().date(), method=method)
            state_search(files=batch.files.all(), search=search, by=self.people[0], now=now())
        if self.random.random() < 0.9:
            apply_import(batch=batch, by=None, now=now())

    def decision_arguments(self, stage: ScreeningStage | None = None) -> dict:
        return {
            "publication": self.any_of(Publication.objects.all()) or make_publication(study=None),
            "by": self.random.choice(self.people),
            "now": now(),
            "reason": "",
            "stage": stage or self.random.choice(list(ScreeningStage)),
        }

    def include(self) -> None:
        self._try(include_publication, **self.decision_arguments())

    def exclude(self) -> None:
        code = self.random.choice([reason for reason in ExclusionReason if reason is not ExclusionReason.OTHER])
        self._try(exclude_publication, reason_code=code, **self.decision_arguments())

    def report(self) -> None:
        self._try(add_report, study=self.any_of(Study.objects.all()) or make_study(), **self.decision_arguments())

    def retrieve(self) -> None:
        state = self.random.choice(list(Retrieval))
        publication = self.any_of(Publication.objects.filter(screening=IN)) or make_publication(study=None)
        people = self.random.choice(self.people)
        self._try(state_retrieval, publication=publication, state=state, note="asked", by=people, now=now())

    def make_study_of(self) -> None:
        """A curator makes a study of what is included, whatever was read of it."""
        publication = self.any_of(Publication.objects.filter(screening=IN, study=None))
        if publication:
            publication.study = make_study()
            publication.save()

    def take_back(self) -> None:
        self._try(withdraw_vote, **self.decision_arguments())

    def settle(self) -> None:
        self._try(include_publication, settles=True, **self.decision_arguments())

    def undo(self) -> None:
        batch = self.any_of(ImportBatch.objects.all())
        if batch:
            self._try(undo_import, batch=batch, by=None, now=now())

    def settle_duplicate(self) -> None:
        entry = self.any_of(ImportedEntry.objects.filter(verdict="possible", applied=False))
        if entry:
            decided = EntryDecision(entry.index, self.random.choice(list(Decision)))
            self._try(decide, batch=entry.batch, decisions=[decided], by=self.people[0], now=now())

    def add_by_hand(self) -> None:
        make_publication(study=make_study() if self.random.random() < 0.5 else None)

    def hide(self) -> None:
        study = self.any_of(Study.objects.all())
        if study:
            study.standing = self.random.choice([StudyStatus.DRAFT, StudyStatus.UNVERIFIED])
            study.save()

    def delete(self) -> None:
        publication = self.any_of(Publication.objects.all())
        if publication:
            publication.delete()

    def any_of(self, rows):
        """A random row, or None if there are none."""
        numbers = sorted(rows.values_list("pk", flat=True))
        return rows.get(pk=self.random.choice(numbers)) if numbers else None

    def _try(self, act, **decision_arguments) -> None:
        try:
            act(**decision_arguments)
        except (NotScreenableError, ImportStateError):
            # A refusal is allowed: the numbers must still add up.
            return


def assert_adds_up(*, with_lists: bool) -> set[Place]:
    """The places that hold a publication."""
    reading = FlowData()
    flow = reading.flow()
    if with_lists:
        assert_lists_are_as_long_as_their_numbers(reading, flow)
    entries = ImportedEntry.objects.filter(batch__state__in=COUNTED)

    assert_boxes_flow_on(flow)
    of_own = Counter(group for _, study, group in reading.reports if reading.groups[study] is group)
    assert flow.reports - flow.reports_of_others == of_own
    assert (
        sum(source.n for source in flow.sources if source.method)
        + flow.n_removed(Origin.WITHOUT_SEARCH)
        + len(reading.of_source(FILES_WITHOUT_SEARCH))
        == entries.count()
    )
    without_search = [reading.of_source(each) for each in (THE_DATA_SET, BY_HAND, FILES_WITHOUT_SEARCH)]
    assert sum(map(len, without_search)) == len(set(chain.from_iterable(without_search)))
    assert sum(flow.places.values()) == Publication.objects.count()
    assert_studies_are_those_that_readers_see(reading, flow)
    return {place for _, place in flow.places}


def assert_lists_are_as_long_as_their_numbers(reading, flow) -> None:
    for (origin, place), number in flow.places.items():
        assert len(reading.numbers([place], origin)) == number
    for (origin, place, reason), number in flow.reasons.items():
        assert len(reading.numbers([place], origin, reason)) == number
    assert reading.numbers(Place) == sorted(Publication.objects.values_list("pk", flat=True))
    for (origin, kind), number in flow.removed.items():
        assert reading.removed(origin, kind).count() == number
    assert reading.removed(None, *Removed).count() == flow.removed.total()


def assert_studies_are_those_that_readers_see(reading, flow) -> None:
    visible = Study.objects.visible()

    assert flow.studies.total() == flow.kinds.total() == visible.count()
    assert flow.reports.total() == Publication.objects.visible().count()
    assessed = {number for number, _, group in reading.reports if group is StudyProvenance.NEW}
    for report in Publication.objects.filter(pk__in=assessed):
        assert report.screening_decisions.filter(stage=FULL, decision=IN).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 5))])
def test_numbers_add_up_after_every_import_and_decision(seed):
    walk, seen = Walk(seed), set()

    for step in range(24):
        walk.step()
        seen |= assert_adds_up(with_lists=step % 6 == 5)

    # The random steps reached most places.
    assert len(seen) >= 6


@pytest.mark.django_db
def test_undone_import_is_not_counted():
    make_publication()
    before = FlowData().flow()
    batch = apply_import(batch=plan_text(BROKEN + entry_text(1, like=False)), by=None, now=now())
    assert FlowData().flow().places.total() == before.places.total() + 1

    undo_import(batch=batch, by=None, now=now())

    assert FlowData().flow() == before


@pytest.mark.django_db
def test_a_publication_of_a_file_without_a_search_was_not_added_by_hand():
    import_text(entry_text(1, like=False))
    by_hand = make_publication(study=None)

    reading = FlowData()

    assert [*reading.of_source(BY_HAND)] == [by_hand.pk]
    assert len(reading.of_source(FILES_WITHOUT_SEARCH)) == 1
