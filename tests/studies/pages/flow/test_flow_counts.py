"""The places and boxes of the flow of records: each box is the sum of what flows out of it."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.choices import ExclusionReason, Retrieval, Screening, ScreeningStage, SearchMethod
from studies.curation.screening.decisions import ScreeningVote, screening_status_of
from studies.pages.flow.flow_boxes import chart_of
from studies.pages.flow.flow_counts import (
    Flow,
    FlowSource,
    Origin,
    Place,
    Removed,
    StudyProvenance,
    StudyState,
    group_of,
    origin_of,
    place_of,
    reason_of,
    states_without_decision,
    studies_by_group,
)
from studies.pages.flow.flow_records import BY_HAND
from tests.studies.pages.flow.flow_identities import assert_boxes_flow_on

TITLE, FULL = ScreeningStage.TITLE_ABSTRACT, ScreeningStage.FULL_TEXT
IN, OUT = Screening.INCLUDED, Screening.EXCLUDED
NONE, DRAFT, OPEN = StudyState


def vote(by: int, decision: Screening, stage: ScreeningStage = TITLE, code: str = "") -> ScreeningVote:
    return ScreeningVote(by, stage, decision, reason_code=code)


class TestPlaces:
    @pytest.mark.parametrize(
        ("word", "study", "opinions", "retrieval", "place"),
        [
            (Screening.UNSCREENED, NONE, [], "", Place.NOT_SCREENED),
            (Screening.UNSCREENED, NONE, [vote(1, Screening.UNSCREENED)], "", Place.NOT_SCREENED),
            (IN, OPEN, [], "", Place.BROUGHT),
            (IN, DRAFT, [], "", Place.BROUGHT_WAITING),
            (Screening.METHODS_SOURCE, NONE, [], "", Place.METHODS),
            # A status without a decision on record is not screening.
            (OUT, NONE, [], "", Place.STATUS_ONLY),
            (IN, NONE, [], "", Place.STATUS_ONLY),
            # A study that was made of an included title is no assessment of its full text.
            (IN, NONE, [vote(1, IN)], "", Place.NOT_SOUGHT),
            (IN, DRAFT, [vote(1, IN)], "", Place.NOT_SOUGHT),
            (IN, OPEN, [vote(1, IN)], "", Place.NOT_SOUGHT),
            (IN, OPEN, [vote(1, IN)], Retrieval.SOUGHT, Place.UNDER_WAY),
            (IN, OPEN, [vote(1, IN)], Retrieval.RETRIEVED, Place.AWAITING_TEXT),
            (IN, NONE, [vote(1, IN)], Retrieval.NOT_RETRIEVED, Place.NOT_RETRIEVED),
            # What was said of its text does not count while it is not included, or once it is assessed.
            (OUT, NONE, [vote(1, OUT)], Retrieval.RETRIEVED, Place.TITLE_EXCLUDED),
            (IN, OPEN, [vote(1, IN, FULL)], Retrieval.NOT_RETRIEVED, Place.INCLUDED),
            (OUT, NONE, [vote(1, OUT, code=ExclusionReason.NOT_RETRIEVED)], "", Place.NOT_RETRIEVED),
            (Screening.UNSCREENED, NONE, [vote(1, IN), vote(2, OUT)], "", Place.TITLE_DIFFER),
            (IN, NONE, [vote(1, IN), vote(1, IN, FULL)], "", Place.AWAITING_STUDY),
            (IN, DRAFT, [vote(1, IN), vote(1, IN, FULL)], "", Place.AWAITING_STUDY),
            (IN, OPEN, [vote(1, IN), vote(1, IN, FULL)], "", Place.INCLUDED),
            (OUT, NONE, [vote(1, IN), vote(1, OUT, FULL)], "", Place.FULL_EXCLUDED),
            (OUT, NONE, [vote(1, OUT, FULL, ExclusionReason.NOT_RETRIEVED)], "", Place.NOT_RETRIEVED),
            (Screening.UNSCREENED, NONE, [vote(1, IN, FULL), vote(2, OUT, FULL)], "", Place.FULL_DIFFER),
        ],
    )
    def test_place_of_one_publication(self, word, study, opinions, retrieval, place):
        assert place_of(word, study, screening_status_of(opinions), retrieval) is place

    def test_states_without_a_decision_match_their_place(self):
        for word, study in product(Screening, StudyState):
            place = place_of(word, study, None)
            assert (word, study) in states_without_decision([place])
            assert (word, study) not in states_without_decision(set(Place) - {place})

    def test_every_kind_of_source_has_its_column(self):
        assert {origin_of(method) for method in SearchMethod} == set(Origin) - {Origin.WITHOUT_SEARCH}
        assert origin_of("") is Origin.WITHOUT_SEARCH


METHODS = st.sampled_from(["", *SearchMethod])
VOTES = st.builds(
    vote,
    by=st.integers(1, 3),
    decision=st.sampled_from([IN, OUT, Screening.UNSCREENED]),
    stage=st.sampled_from(list(ScreeningStage)),
    code=st.sampled_from(["", ExclusionReason.NOT_OZONE, ExclusionReason.NOT_RETRIEVED]),
)
# A publication: how it was found, its own status, its study and whether that is open, votes, retrieval.
PUBLICATIONS = st.tuples(
    METHODS,
    st.sampled_from(list(Screening)),
    st.sampled_from([(0, NONE), (1, DRAFT), *((number, OPEN) for number in range(2, 6))]),
    st.lists(VOTES, max_size=4),
    st.sampled_from(["", *Retrieval]),
)


def counted(publications: list, removed: list) -> Flow:
    """The flow of made-up publications, and of entries that did not become one."""
    found = [method for method, *_ in publications] + [method for method, _ in removed if method]
    flow = Flow(
        sources=tuple(
            FlowSource(f"Source {method}" if method else BY_HAND, found.count(method), method)
            for method in sorted({*found})
        )
    )
    reports = []
    for method, word, (study, state), opinions, retrieval in publications:
        status = screening_status_of(opinions)
        place, origin = place_of(word, state, status, retrieval), origin_of(method)
        flow.add(origin, place, 1, reason_of(status))
        if state is OPEN:
            reports.append((study, group_of(origin, place)))
    for method, kind in removed:
        flow.removed[origin_of(method), kind] += 1
    flow.reports.update(group for _, group in reports)
    # The last was entered without any report.
    flow.studies.update(studies_by_group([*{study for study, _ in reports}, 99], reports).values())
    return flow


@given(st.lists(PUBLICATIONS, max_size=12), st.lists(st.tuples(METHODS, st.sampled_from(list(Removed))), max_size=6))
def test_every_box_is_the_sum_of_what_flows_out_of_it(publications, removed):
    assert_boxes_flow_on(counted(publications, removed))


def test_study_counts_once_by_the_first_group_of_its_reports():
    new, unassessed, previous = StudyProvenance.NEW, StudyProvenance.UNASSESSED, StudyProvenance.PREVIOUS
    reports = [(1, unassessed), (1, new), (2, new), (2, previous), (3, unassessed)]

    assert studies_by_group([1, 2, 3, 4], reports) == {1: new, 2: previous, 3: unassessed, 4: unassessed}


def test_a_report_of_a_study_that_another_box_counts_is_said_to_be_one() -> None:
    flow = Flow()
    flow.studies[StudyProvenance.PREVIOUS] = 1
    flow.reports.update({StudyProvenance.PREVIOUS: 1, StudyProvenance.NEW: 1})
    flow.reports_of_others[StudyProvenance.NEW] = 1

    (new, _) = (step.box for step in chart_of(flow).included.steps)

    assert new.head.text == "New studies included in review (n\u00a0=\u00a00)"
    assert new.lines[0].text == (
        "Reports of new included studies, 1 of them of studies counted in another box (n\u00a0=\u00a01)"
    )
