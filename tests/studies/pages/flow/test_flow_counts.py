"""The flow of records: its numbers add up after any imports and decisions, and each box lists what it counts."""

import random
from itertools import product

import pytest

from studies.choices import Decision, ExclusionReason, Kind, Screening, ScreeningStage, StudyStatus
from studies.citations.apply import ImportStateError, apply_import
from studies.citations.decide import EntryDecision, decide
from studies.citations.undo import undo_import
from studies.curation.screening.decisions import ScreeningVote, screening_status_of
from studies.curation.screening.screen import (
    NotScreenableError,
    add_report,
    exclude_publication,
    include_publication,
    withdraw_vote,
)
from studies.models import ImportBatch, ImportedEntry, Publication, Study
from studies.pages.flow.flow_counts import PLACES_OF, Box, Place, Removed, StudyState, place_of, states_without_decision
from studies.pages.flow.flow_records import COUNTED, FlowData
from tests.factories import make_publication, make_study, make_user
from tests.studies.citations.import_factories import BROKEN, now, plan_text

TITLE, FULL = ScreeningStage.TITLE_ABSTRACT, ScreeningStage.FULL_TEXT
IN, OUT = Screening.INCLUDED, Screening.EXCLUDED


def vote(by: int, decision: Screening, stage: ScreeningStage = TITLE, code: str = "") -> ScreeningVote:
    return ScreeningVote(by, stage, decision, reason_code=code)


class TestPlaces:
    @pytest.mark.parametrize(
        ("word", "study", "opinions", "place"),
        [
            (Screening.UNSCREENED, StudyState.NONE, [], Place.NOT_SCREENED),
            (Screening.UNSCREENED, StudyState.NONE, [vote(1, Screening.UNSCREENED)], Place.NOT_SCREENED),
            (Screening.INCLUDED, StudyState.OPEN, [], Place.BROUGHT),
            (Screening.INCLUDED, StudyState.DRAFT, [], Place.BROUGHT_WAITING),
            (Screening.METHODS_SOURCE, StudyState.NONE, [], Place.METHODS),
            (Screening.EXCLUDED, StudyState.NONE, [], Place.TITLE_EXCLUDED),
            (IN, StudyState.NONE, [vote(1, IN)], Place.AWAITING_TEXT),
            (IN, StudyState.DRAFT, [vote(1, IN)], Place.AWAITING_STUDY),
            (IN, StudyState.OPEN, [vote(1, IN)], Place.INCLUDED),
            (OUT, StudyState.NONE, [vote(1, OUT)], Place.TITLE_EXCLUDED),
            (OUT, StudyState.NONE, [vote(1, OUT, code=ExclusionReason.NOT_RETRIEVED)], Place.NOT_RETRIEVED),
            (Screening.UNSCREENED, StudyState.NONE, [vote(1, IN), vote(2, OUT)], Place.TITLE_DIFFER),
            (IN, StudyState.NONE, [vote(1, IN), vote(1, IN, FULL)], Place.AWAITING_STUDY),
            (OUT, StudyState.NONE, [vote(1, IN), vote(1, OUT, FULL)], Place.FULL_EXCLUDED),
            (OUT, StudyState.NONE, [vote(1, OUT, FULL, ExclusionReason.NOT_RETRIEVED)], Place.NOT_RETRIEVED),
            (Screening.UNSCREENED, StudyState.NONE, [vote(1, IN, FULL), vote(2, OUT, FULL)], Place.FULL_DIFFER),
        ],
    )
    def test_place_of_one_publication(self, word, study, opinions, place):
        assert place_of(word, study, screening_status_of(opinions)) is place

    def test_states_without_a_decision_match_their_place(self):
        for word, study in product(Screening, StudyState):
            place = place_of(word, study, None)
            assert (word, study) in states_without_decision([place])
            assert (word, study) not in states_without_decision(set(Place) - {place})

    def test_records_of_a_box_add_up_to_those_of_the_next(self):
        def places(*boxes: Box) -> list[Place]:
            return sorted(place for box in boxes for place in PLACES_OF[box])

        assert places(Box.RECORDS) == sorted([*places(Box.WITHOUT_SCREENING, Box.SCREENED), Place.NOT_SCREENED])
        assert places(Box.SCREENED) == sorted([*places(Box.SOUGHT), Place.TITLE_EXCLUDED, Place.TITLE_DIFFER])
        assert places(Box.SOUGHT) == sorted([*places(Box.ASSESSED), Place.NOT_RETRIEVED, Place.AWAITING_TEXT])


def entry_text(number: int, *, like: bool) -> str:
    title = f"Ozone therapy for the lumbar spine, experience number {number} of many"
    rest = "year = {2012}, journal = {Radiology}" if like else f"year = {{2015}}, doi = {{10.1000/walk.{number}}}"
    author = f"Rossi{chr(97 + number)}, A."
    return f"@article{{k{number}{'l' * like}, author = {{{author}}}, title = {{{title}}}, {rest}}}\n"


class Walk:
    """Random imports and decisions, one after the other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same sequence every time is intended
        self.people = [make_user(role="researcher") for _ in range(3)]

    def step(self) -> None:
        steps = (
            *(self.bring, self.include, self.exclude, self.report, self.take_back, self.settle),
            *(self.undo, self.settle_duplicate, self.add_by_hand, self.hide, self.delete, self.include, self.exclude),
        )
        self.random.choice(steps)()

    def bring(self) -> None:
        """A file of which some entries repeat others, look like others, or cannot be read."""
        entries = [entry_text(self.random.randrange(12), like=self.random.random() < 0.3) for _ in range(4)]
        batch = plan_text("".join(entries) + (BROKEN if self.random.random() < 0.3 else ""))
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


def assert_adds_up() -> set[Place]:
    """The places that hold a publication."""
    reading = FlowData()
    flow = reading.flow()
    entries = ImportedEntry.objects.filter(batch__state__in=COUNTED)

    assert flow.identified - sum(flow.removed.values()) == flow.n_records(Box.RECORDS) == Publication.objects.count()
    assert sum(source.n for source in flow.sources if source.batch) == entries.count()
    assert flow.n_records(Box.RECORDS) - flow.n_records(Box.WITHOUT_SCREENING) - flow.places[
        Place.NOT_SCREENED
    ] == flow.n_records(Box.SCREENED)
    for place in Place:
        assert len(reading.numbers([place])) == flow.places[place]
        for reason, number in flow.reasons.get(place, {}).items():
            assert len(reading.numbers([place], reason)) == number
        assert sum(flow.reasons.get(place, {}).values()) in (0, flow.places[place])
    everything = reading.numbers(Place)
    assert everything == sorted(Publication.objects.values_list("pk", flat=True))
    for kind in Removed:
        assert reading.entries(kind).count() == flow.removed[kind]
    assert_studies_are_those_of_the_reports(reading, flow)
    return {place for place in Place if flow.places[place]}


def assert_studies_are_those_of_the_reports(reading, flow) -> None:
    reports = Publication.objects.filter(pk__in=reading.numbers(PLACES_OF[Box.REPORTS])).select_related("study")
    studies = {report.study for report in reports}

    assert None not in studies
    assert all(study.standing != StudyStatus.DRAFT for study in studies)
    assert sum(flow.studies.values()) == len(studies)
    assert flow.studies[Kind.PRIMARY] == sum(study.kind == Kind.PRIMARY for study in studies)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_add_up_after_every_import_and_decision(seed):
    walk, seen = Walk(seed), set()

    for _ in range(36):
        walk.step()
        seen |= assert_adds_up()

    # The random steps reached most places.
    assert len(seen) >= 6


@pytest.mark.django_db
def test_undone_import_is_not_counted():
    make_publication()
    before = FlowData().flow()
    batch = apply_import(batch=plan_text(BROKEN + entry_text(1, like=False)), by=None, now=now())
    assert FlowData().flow().identified == before.identified + 2

    undo_import(batch=batch, by=None, now=now())

    assert FlowData().flow() == before
