"""Whether an effect follows from a contrast, or the first reason why not."""

import pytest

from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import EligibleContrast, assess
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from studies.choices import BiasLevel, PrintedDirection, PrintedForm, QueryState, Severity, Tool
from studies.reported.contrasts import contrasts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.query_row import QueryRow
from studies.reported.risk_of_bias_views import BiasView
from studies.reported.rows import ResultRow
from tests.evidence.synthesis.build import (
    a_contrast,
    contrast_of,
    evidence_of,
    pain_trial,
    success_trial,
    two_arms,
    usable_of,
)
from tests.rows import ODI, OPERATED, VAS, a_count, a_query, a_score, a_study, an_assessment


def reason_of(*results: ResultRow, queries: tuple[QueryRow, ...] = ()) -> ContrastExclusion | None:
    """Why these two results are left out, or not pooled; None when they are in."""
    judged = assess(contrast_of(results), by_study(queries))
    return judged.reason if isinstance(judged, ExcludedContrast) else judged.pool_exclusion


def test_two_counts_are_usable() -> None:
    assert usable_of(success_trial()).pool_exclusion is None


@pytest.mark.parametrize(
    ("against", "in_both", "reason"),
    [
        ((), ("ozone",), ContrastExclusion.OZONE_BOTH_ARMS),
        (("not-stated",), (), ContrastExclusion.COMPARATOR_NOT_STATED),
        (("steroid",), ("ozone",), ContrastExclusion.OZONE_BOTH_ARMS),
    ],
)
def test_what_the_arms_received_is_the_first_reason(
    against: tuple[str, ...], in_both: tuple[str, ...], reason: ContrastExclusion
) -> None:
    arms = two_arms(*against, in_both=in_both)
    assert reason_of(*pain_trial(arms=arms, sd=None)) is reason


def test_nothing_printed_of_a_pair_is_named() -> None:
    (pair,) = contrasts(evidence_of(arms=two_arms()))
    judged = assess(pair, {})
    assert isinstance(judged, ExcludedContrast)
    assert judged.reason is ContrastExclusion.NOTHING_READ


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (PrintedForm.P_ONLY, ContrastExclusion.P_ONLY),
        (PrintedForm.DIRECTION_ONLY, ContrastExclusion.DIRECTION_ONLY),
        (PrintedForm.MEANS, ContrastExclusion.SUMMARY_ONLY),
        (PrintedForm.PROPORTIONS, ContrastExclusion.SUMMARY_ONLY),
    ],
)
def test_a_difference_without_figures_of_the_arms_says_what_was_printed(
    form: PrintedForm, reason: ContrastExclusion
) -> None:
    arms = two_arms()
    judged = assess(contrast_of([], arms=arms, reported=[a_contrast(*arms, printed_form=form)]), {})
    assert isinstance(judged, ExcludedContrast)
    assert judged.reason is reason


def test_a_comparison_without_a_direction_is_not_claimed_to_print_one() -> None:
    arms = two_arms()
    judged = assess(contrast_of([], arms=arms, reported=[a_contrast(*arms, direction=PrintedDirection.NOT_STATED)]), {})
    assert isinstance(judged, ExcludedContrast)
    assert judged.reason is ContrastExclusion.SUMMARY_ONLY


def test_a_figure_of_one_arm_says_so_with_what_a_query_says_of_the_other() -> None:
    ozone, surgery = two_arms("discectomy")
    operated = a_count(ozone, OPERATED)
    query = a_query(
        operated, arm=surgery.id, severity=Severity.WARNING, timepoint_label="", problem="all were operated on"
    )
    judged = assess(contrast_of([operated], arms=[surgery]), by_study([query]))
    assert isinstance(judged, ExcludedContrast)
    assert (judged.reason, judged.detail) == (ContrastExclusion.ONE_ARM_ONLY, "all were operated on")


def test_an_error_leaves_out_with_its_problem() -> None:
    first, second = pain_trial()
    judged = assess(contrast_of([first, second]), by_study([a_query(second, severity=Severity.ERROR)]))
    assert isinstance(judged, ExcludedContrast)
    assert (judged.reason, judged.detail) == (ContrastExclusion.ERROR, "implausible")


def test_a_doubted_figure_is_not_pooled_and_keeps_its_query() -> None:
    first, second = pain_trial()
    query = a_query(second)
    judged = assess(contrast_of([first, second]), by_study([query]))
    assert isinstance(judged, EligibleContrast)
    assert (judged.pool_exclusion, judged.query) == (ContrastExclusion.DOUBTED, query)


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.NOTE])
def test_a_warning_or_note_leaves_a_figure_in(severity: Severity) -> None:
    first, second = pain_trial()
    assert reason_of(first, second, queries=(a_query(first, severity=severity),)) is None


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.DOUBT])
def test_a_resolved_query_has_no_effect(severity: Severity) -> None:
    first, second = pain_trial()
    assert reason_of(first, second, queries=(a_query(first, severity=severity, state=QueryState.RESOLVED),)) is None


def test_a_retracted_study_is_not_pooled() -> None:
    arms = two_arms(study=a_study(retracted=True))
    assert reason_of(*pain_trial(arms=arms)) is ContrastExclusion.RETRACTED


@pytest.mark.parametrize(
    ("assessed", "reason"),
    [
        ([an_assessment(BiasLevel.CRITICAL)], ContrastExclusion.CRITICAL_BIAS),
        ([an_assessment(BiasLevel.CRITICAL, VAS.slug, 4)], ContrastExclusion.CRITICAL_BIAS),
        # Of another outcome, another time, an earlier judgement, or another level: the figure stays in.
        ([an_assessment(BiasLevel.CRITICAL, ODI.slug)], None),
        ([an_assessment(BiasLevel.CRITICAL, VAS.slug, 26)], None),
        ([an_assessment(BiasLevel.SERIOUS), an_assessment(BiasLevel.CRITICAL)], None),
        ([an_assessment(BiasLevel.SERIOUS, VAS.slug), an_assessment(BiasLevel.CRITICAL)], None),
        ([an_assessment(BiasLevel.SERIOUS)], None),
        ([an_assessment(BiasLevel.HIGH, tool=Tool.ROB_2)], None),
    ],
)
def test_a_result_at_critical_risk_of_bias_is_not_pooled(
    assessed: list[BiasView], reason: ContrastExclusion | None
) -> None:
    arms = two_arms(study=a_study(bias=tuple(assessed)))
    assert reason_of(*pain_trial(arms=arms, weeks=4)) is reason


def test_a_result_without_a_time_can_be_used_alone() -> None:
    assert reason_of(*pain_trial(weeks=None, timepoint_label="final")) is None


def test_parts_are_not_pooled() -> None:
    assert reason_of(*success_trial(part="extrusions")) is ContrastExclusion.PART_OF_ARM


def test_figures_from_which_no_effect_follows_are_left_out_with_the_refusal() -> None:
    ozone, sham = two_arms()
    both = [a_score(arm, sd=None, ci_low=3, ci_high=3, ci_level=95) for arm in (ozone, sham)]
    judged = assess(contrast_of(both), {})
    assert isinstance(judged, ExcludedContrast)
    assert judged.reason is ContrastExclusion.IMPOSSIBLE
    assert "no width" in judged.detail


def test_a_mean_with_an_interval_needs_no_size() -> None:
    usable = usable_of(pain_trial(sd=None, n=None, ci_low=3, ci_high=5, ci_level=95))
    assert (usable.ozone.n, usable.scale) == (None, "pain 0–100")


def test_every_reason_has_a_text() -> None:
    assert all(reason.label and reason.label[0].islower() for reason in ContrastExclusion)
