"""Names of outcomes, scales and harms that differ in capital letters alone are one name, within a study and beyond."""

from itertools import cycle

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.changes import changes
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.dose_response import dose_sections
from evidence.synthesis.harms import harms_by_route
from studies.choices import CriticalOutcome, Design
from studies.models import OutcomeResult, ReportedContrast
from studies.numerics.spread_conversions import Derived
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, Evidence, ResultRow
from studies.reported.spread_recovery import deviation_from_p
from studies.selectors import read_evidence
from tests.evidence.synthesis.build import (
    a_contrast,
    answer_of,
    answers_of,
    contrast_of,
    contrasts_of,
    evidence_of,
    pain_trial,
    two_arms,
)
from tests.evidence.synthesis.row_order import answers_in_words
from tests.rows import OTHER, a_harm, a_score, a_study, an_arm

ON_TEN = {"measure": OTHER, "scale_min": 0, "scale_max": 10}


def in_small_letters(evidence: Evidence) -> str:
    return str(sorted(str(answer).casefold() for answer in answers_in_words(evidence)))


@pytest.mark.usefixtures("real_evidence", "db")
@pytest.mark.parametrize("model", [OutcomeResult, ReportedContrast])
def test_capital_letters_of_printed_names_change_no_answer(model: type[OutcomeResult | ReportedContrast]) -> None:
    before, rows = in_small_letters(read_evidence()), list(model.objects.exclude(outcome_name="").order_by("pk"))
    names = {row.outcome_name for row in rows}
    for row, spell in zip(rows, cycle((str, str.upper, str.title, str.lower, str.upper)), strict=False):
        row.outcome_name = spell(row.outcome_name)
    model.objects.bulk_update(rows, ["outcome_name"])
    assert {row.outcome_name for row in rows} - names
    assert in_small_letters(read_evidence()) == before


def spelt(ozone: str, comparator: str, arms: list[ArmRow] | None = None, **values: object) -> list[ResultRow]:
    """Pain in two arms of one trial, under two names."""
    first, second = arms or two_arms()
    return [a_score(first, outcome_name=ozone, **values), a_score(second, outcome_name=comparator, **values)]


def test_two_arms_under_one_name_in_other_capitals_are_compared_under_that_of_the_ozone_arm() -> None:
    ozone, sham = spelt("Leg Pain", "leg pain")
    for rows in ([ozone, sham], [sham, ozone]):
        contrast = contrast_of(rows)
        assert (contrast.ozone, contrast.comparator, contrast.outcome_name) == (ozone, sham, "Leg Pain")
    assert contrast_of([sham], arms=[ozone.arm]).outcome_name == "leg pain"
    assert len(contrasts_of(spelt("leg pain", "pain of the leg"))) == 2


def test_printed_differences_in_other_capitals_go_with_their_results() -> None:
    arms = two_arms()
    rows = [a_contrast(*arms, outcome_name=name, weeks=weeks) for name in ("LEG PAIN", "Leg pain") for weeks in (0, 4)]
    contrast = contrast_of(spelt("leg pain", "leg pain", arms, weeks=4), reported=rows)
    assert set(contrast.reported) == {rows[1], rows[3]}
    assert set(contrast.reported_before) == {rows[0], rows[2]}
    for reported in (rows[1::2], rows[:0:-2]):
        assert contrast_of([], arms=arms, reported=reported).outcome_name == "LEG PAIN"


def test_results_of_one_arm_under_one_name_in_other_capitals_are_each_compared_with_their_like() -> None:
    arms = two_arms()
    found = contrasts_of(spelt("Leg pain", "Leg pain", arms, mean=1), spelt("leg pain", "leg pain", arms, mean=2))
    assert [(item.ozone.mean, item.comparator.mean) for item in found if item.ozone and item.comparator] == [
        (1, 1),
        (2, 2),
    ]


def test_score_before_treatment_is_found_under_its_name_in_other_capitals() -> None:
    arms = two_arms()
    evidence = evidence_of(
        spelt("VAS at rest", "vas at rest", arms, weeks=0), spelt("vas at rest", "VAS At Rest", arms)
    )
    assert [row.before and row.before.outcome_name for row in evidence.results if row.weeks] == [
        *("VAS at rest", "vas at rest")
    ]


def test_trials_on_one_scale_in_other_capitals_are_pooled_on_it() -> None:
    names = ("Global Score", "global score", "GLOBAL SCORE")
    trials = [pain_trial(outcome_name=name, **ON_TEN) for name in names]
    answer = answer_of(*trials)
    assert (answer.measure, answer.scale, answer.k) == (Measure.MD, "Global Score 0–10", 3)
    # A change cannot be put on another scale: the trial is left out, and the others stay on theirs.
    other = pain_trial(outcome_name="global score", is_change=True, **ON_TEN | {"scale_max": 100})
    answer = answer_of(*trials, other)
    assert (answer.measure, answer.scale, answer.k) == (Measure.MD, "Global Score 0–10", 3)
    assert {item.reason for item in answer.left_out} == {ContrastExclusion.OTHER_SCALE}


def test_doses_of_trials_on_one_scale_in_other_capitals_are_in_one_panel() -> None:
    critical = ON_TEN | {"measure": OTHER._replace(critical=CriticalOutcome.ANALGESICS)}
    trials = [
        pain_trial(arms=two_arms(study=a_study(design=design), concentration_low=20.0), outcome_name=name, **critical)
        for name, design in (("Global Score", Design.RCT), ("global score", Design.PROSPECTIVE_COHORT))
    ]
    (section,) = dose_sections(answers_of(*trials))
    assert [(panel.scale, len(panel.points)) for _, found in section.panels for panel in found] == [
        ("Global Score 0–10", 2)
    ]


def test_a_printed_p_tells_the_spread_of_arms_whose_scale_is_called_in_other_capitals() -> None:
    arms, values = two_arms(), ON_TEN | {"n": 10, "sd": None}
    first, second = spelt("Global Score", "global score", arms, **values)
    p = {"outcome_name": "global score", "p_relation": "=", "p_value": 0.05, "compares_means": True}
    found = deviation_from_p(contrast_of([first._replace(mean=8), second], reported=[a_contrast(*arms, OTHER, **p)]))
    assert isinstance(found, Derived)


def test_scores_before_and_after_in_other_capitals_are_of_one_scale() -> None:
    arms = [an_arm(), an_arm()]
    names = [("Global Score", "global score"), ("global SCORE", "Global score")]
    rows = [
        a_score(arm, outcome_name=name, weeks=weeks, **ON_TEN)
        for arm, of_arm in zip(arms, names, strict=True)
        for name, weeks in zip(of_arm, (0, 4), strict=True)
    ]
    (answer,) = changes(evidence_of(rows), by_study(()))
    assert (answer.scale, len(answer.entries)) == ("global score 0–10", 2)


def test_harm_under_one_name_in_other_capitals_is_compared() -> None:
    ozone, sham = two_arms()
    ((line,),) = (
        group.lines for group in harms_by_route([a_harm(ozone, event="Headache"), a_harm(sham, event="headache ")])
    )
    assert len(line.comparators) == 1
