"""What an outcome is when results are set together."""

import pytest

from studies.choices import CriticalOutcome, HigherIs, OutcomeDomain, ResultKind
from studies.reported.outcome_facts import higher_is_better, outcome_of
from studies.reported.rows import MeasureRow
from tests.rows import ANALGESICS, MACNAB, NOT_OPERATED, NRS, ODI, OPERATED, OTHER, OTHER_SUCCESS, POOR, RMDQ, SF36, VAS


@pytest.mark.parametrize(("one", "other"), [(VAS, NRS), (ODI, RMDQ), (OPERATED, NOT_OPERATED)])
def test_instruments_of_one_domain_and_an_event_with_its_complement_are_one_outcome(
    one: MeasureRow, other: MeasureRow
) -> None:
    assert outcome_of(one, "").key == outcome_of(other, "operated on").key


def test_a_count_of_people_is_never_one_outcome_with_the_scores_of_its_domain() -> None:
    assert outcome_of(VAS, "", ResultKind.DICHOTOMOUS).key != outcome_of(VAS, "", ResultKind.CONTINUOUS).key


def test_definitions_of_success_are_separate_outcomes() -> None:
    named = [outcome_of(OTHER_SUCCESS, name).key for name in ("excellent", "any improvement", "Excellent ")]
    assert named[0] == named[2] != named[1]
    assert outcome_of(MACNAB, "").key not in named


def test_a_poor_outcome_is_one_outcome_whatever_its_source_calls_it() -> None:
    outcome = outcome_of(POOR, "poor outcome")
    assert outcome == outcome_of(POOR, "")
    assert outcome[:3] == ("poor-outcome", OutcomeDomain.SUCCESS, "Poor outcome")


def test_titles_quote_the_name_that_the_source_gives() -> None:
    assert outcome_of(OTHER_SUCCESS, "any improvement").title == "Treatment success: “any improvement”"
    assert outcome_of(OTHER, "hospital stay").title == "“hospital stay”"


@pytest.mark.parametrize(
    ("measure", "critical"),
    [
        (VAS, CriticalOutcome.PAIN),
        (RMDQ, CriticalOutcome.DISABILITY),
        (MACNAB, CriticalOutcome.SUCCESS),
        (POOR, CriticalOutcome.SUCCESS),
        (OPERATED, CriticalOutcome.SURGERY),
        (NOT_OPERATED, CriticalOutcome.SURGERY),
        (SF36, CriticalOutcome.QUALITY_OF_LIFE),
        (ANALGESICS, CriticalOutcome.ANALGESICS),
        (OTHER, None),
    ],
)
def test_outcomes_count_for_the_critical_outcome_of_their_kind(
    measure: MeasureRow, critical: CriticalOutcome | None
) -> None:
    assert outcome_of(measure, "").critical is critical
    assert outcome_of(measure, "some name").critical is critical


@pytest.mark.parametrize(("measure", "printed"), [(OPERATED, HigherIs.WORSE), (NOT_OPERATED, HigherIs.BETTER)])
def test_an_operation_is_worse_the_more_whichever_way_its_source_counts(measure: MeasureRow, printed: HigherIs) -> None:
    assert higher_is_better(outcome_of(measure, ""), printed) is False


@pytest.mark.parametrize(("printed", "better"), [(HigherIs.BETTER, True), (HigherIs.WORSE, False), (None, None)])
def test_elsewhere_the_source_says_which_way_is_better(printed: HigherIs | None, better: bool | None) -> None:
    assert higher_is_better(outcome_of(OTHER, "bending"), printed) is better
