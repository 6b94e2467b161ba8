"""Safety on pages: signals, counts with and without a rate, figures of reviews, and who reported harm."""

import pytest

from evidence.pages.safety.harm_tables import HarmCell
from evidence.pages.safety.safety_page import SafetyPage, safety_page
from evidence.pages.safety.safety_section import SafetySection
from studies.choices import (
    Allocation,
    ArmRole,
    DenominatorKind,
    Design,
    Fatal,
    OutcomeDomain,
    PoolMeasure,
    PositiveIs,
    Route,
    Serious,
    StudyStatus,
)
from studies.models import AdverseEvent, Condition, Study
from tests.factories import make_arm, make_condition, make_harm, make_measure, make_pool, make_review, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def disc() -> Condition:
    return make_condition(name="Disc herniation")


def trial(condition: Condition, **values: object) -> Study:
    """A randomised trial of ozone against sham in which none of 60 people had a serious harm in either arm."""
    study = make_study(condition=condition, **values)
    for components in (["ozone"], ["sham"]):
        arm = make_arm(study=study, components=components, label=f"{components[0]} arm")
        make_harm(arm=arm, event="serious events", serious=Serious.YES, n_events=0, n_at_risk=60)
    return study


def case_report(condition: Condition, **values: object) -> AdverseEvent:
    """One person with a stroke."""
    study = make_study(condition=condition, design=Design.CASE_REPORT)
    plain = {"event": "stroke", "serious": Serious.YES, "n_events": 1, "n_at_risk": None}
    kind = {"denominator_kind": DenominatorKind.CASE_REPORT}
    return make_harm(arm=make_arm(study=study), **plain | kind | values)


def back() -> SafetySection:
    return safety_page().back


def figures(cell: HarmCell) -> list[tuple[str, str, str]]:
    return [(figure.count, figure.arm, figure.words) for figure in cell.figures]


def test_zero_events_have_a_two_sided_bound_and_a_comparator(disc: Condition) -> None:
    trial(disc)
    (group,) = back().counted
    (item,) = group.items
    ozone, sham = item.cells
    assert figures(ozone) == [("0 of 60", "ozone arm", "up to 6.0% cannot be excluded")]
    assert figures(sham) == [("0 of 60", "sham arm", "up to 6.0% cannot be excluded")]


def test_harm_under_one_name_in_other_capitals_is_one_harm(disc: Condition) -> None:
    study = make_study(condition=disc)
    make_harm(arm=make_arm(study=study), event="Headache", n_at_risk=60)
    make_harm(arm=make_arm(study=study, components=["sham"], label="sham arm"), event="headache", n_at_risk=None)
    (group,) = back().counted
    (item,) = group.items
    assert figures(item.cells[1])[0][:2] == ("1 person", "sham arm")
    assert back().without_rate == ()


def test_events_have_a_proportion_and_interval(disc: Condition) -> None:
    arm = make_arm(study=make_study(condition=disc))
    make_harm(arm=arm, n_events=32, n_at_risk=327)
    assert back().counted[0].items[0].cells[0].figures[0].words == "9.8%, 95% interval 6.8% to 13.5%"


def test_rare_harm_keeps_a_second_decimal(disc: Condition) -> None:
    make_harm(arm=make_arm(study=make_study(condition=disc)), n_events=0, n_at_risk=2900)
    assert back().counted[0].items[0].cells[0].figures[0].words == "up to 0.13% cannot be excluded"


def test_case_reports_are_signals_without_a_rate_printed_before_any_zero(disc: Condition) -> None:
    trial(disc)
    case_report(disc)
    section = back()
    (item,) = section.signals[0].items
    assert ([figures(cell) for cell in item.cells], item.marks) == ([[("1 person", "", "")]], ("serious",))
    signals, counted, of_trial, *_ = section.sentences
    assert signals.startswith("Case reports describe 1 person with serious harm")
    assert counted == "Serious harm was counted in the one randomised trial that isolates ozone, in the text read."
    assert "0 of 60" in of_trial


def test_people_operated_later_are_excluded_as_denominator_with_a_reason(disc: Condition) -> None:
    study = make_study(condition=disc, design=Design.RETROSPECTIVE_COHORT)
    for components, seen in ((["ozone"], 23), (["steroid"], 0)):
        arm = make_arm(study=study, components=components, route=Route.INTRAFORAMINAL)
        kind = DenominatorKind.OPERATED_LATER
        make_harm(arm=arm, event="adhesions", n_events=seen, n_at_risk=23, denominator_kind=kind)
    section = back()
    assert not section.counted
    (group,) = section.without_rate
    (item,) = group.items
    assert group.title == "Foraminal or periradicular"
    ozone, steroid, reason = item.cells
    assert (ozone.figures[0].count, steroid.figures[0].count) == ("23 of 23", "0 of 23")
    assert reason.words == "People operated on later: no rate of harm can be calculated"


def test_denominator_not_stated_and_not_counted_give_no_rate(disc: Condition) -> None:
    for n_events in (0, None):
        arm = make_arm(study=make_study(condition=disc))
        make_harm(arm=arm, n_events=n_events, n_at_risk=None, denominator_kind=DenominatorKind.NOT_STATED)
    items = back().without_rate[0].items
    assert [(item.cells[0].figures[0].count, item.cells[-1].words) for item in items] == [
        ("none", "Denominator not stated"),
        ("not counted", "Not counted"),
    ]


def test_studies_that_report_harm_are_counted_among_all_that_could(disc: Condition) -> None:
    trial(disc)
    silent = make_study(condition=disc)
    make_arm(study=silent)
    make_arm(study=silent, components=["sham"])
    make_arm(study=make_study(condition=disc, design=Design.CASE_SERIES))
    case_report(disc)
    assert back().sentences[-2:] == (
        "Of two trials that isolate ozone, 1 counted a harm in the text read and 1 says nothing of it there.",
        "Of 1 other study, excluding case reports of harm, none counted a harm in the text read and 1 says nothing of "
        "it there.",
    )


def test_back_and_neck_are_separate_sections(disc: Condition) -> None:
    case_report(disc)
    case_report(make_condition(name="Neck pain", in_back_pain=False), event="quadriparesis")
    page: SafetyPage = safety_page()
    assert [item.event for group in page.back.signals for item in group.items] == ["stroke"]
    assert [item.event for group in page.elsewhere.signals for item in group.items] == ["quadriparesis"]


def test_condition_is_named_where_there_are_several(disc: Condition) -> None:
    make_condition(name="Spinal stenosis")
    case_report(disc)
    assert back().signals[0].items[0].facts == ("case report", "Disc herniation")


def test_line_links_to_its_study_and_source(disc: Condition) -> None:
    event = case_report(disc, source_url="https://example.org/case", locator="Abstract")
    item = back().signals[0].items[0]
    assert item.href == f"/studies/{event.study.slug}/#harm-{event.address}"
    assert (item.source.link, item.source.place) == ("https://example.org/case", "Abstract")


def test_figure_from_a_review_is_labelled_as_such(disc: Condition) -> None:
    review = make_review(condition=disc, label="Steppan 2010")
    pool = make_pool(
        review=review,
        measure=make_measure(domain=OutcomeDomain.HARM, name="Any complication"),
        controlled=False,
        effect_measure=PoolMeasure.PROPORTION,
        positive_is=PositiveIs.NA,
        estimate=0.064,
        ci_low=None,
        ci_high=None,
    )
    make_harm(study=review, arm=None, n_events=None, n_at_risk=None, denominator_kind=DenominatorKind.NOT_STATED)
    (figure,) = back().reviews
    assert (figure.review, figure.what, figure.text) == ("Steppan 2010", "Any complication", "0.064 percent")
    assert figure.href == f"/studies/{review.slug}/#pool-{pool.address}"
    assert not back().counted


def test_harm_named_by_a_review_without_pooling_is_listed(disc: Condition) -> None:
    review = make_review(condition=disc)
    make_harm(study=review, arm=None, event="stroke", n_events=3, n_at_risk=8000)
    make_harm(study=review, arm=None, event="sepsis", n_events=1, n_at_risk=8000, serious=Serious.YES, fatal=Fatal.YES)
    assert [(figure.what, figure.text) for figure in back().reviews] == [
        ("stroke", "3 of 8,000"),
        ("sepsis (fatal)", "1 of 8,000"),
    ]


def test_draft_is_hidden(disc: Condition) -> None:
    trial(disc, standing=StudyStatus.DRAFT)
    review = make_review(condition=disc, standing=StudyStatus.DRAFT)
    make_pool(review=review, measure=make_measure(domain=OutcomeDomain.HARM))
    section = back()
    assert section.is_empty
    assert section.sentences == ("No randomised trial isolates ozone here, so none could count serious harm.",)


def test_harm_counted_only_without_ozone_is_listed(disc: Condition) -> None:
    arm = make_arm(study=make_study(condition=disc), components=["steroid"], role=ArmRole.COMPARATOR)
    make_harm(arm=arm, n_events=1, n_at_risk=30)
    assert back().counted[0].title == "Counted in arms without ozone alone"


def compared(disc: Condition, label: str, ozone: tuple[int, int], sham: tuple[int, int]) -> None:
    """A trial that counted infections, none of them serious, in both arms."""
    study = make_study(condition=disc, label=label)
    for components, (events, n) in ((["ozone"], ozone), (["sham"], sham)):
        arm = make_arm(study=study, components=components, route=Route.INTRADISCAL)
        make_harm(arm=arm, event="infection", serious=Serious.NO, n_events=events, n_at_risk=n)


def test_ozone_and_comparator_are_compared_within_each_trial_and_put_together_by_peto(disc: Condition) -> None:
    compared(disc, "First", (0, 40), (3, 40))
    compared(disc, "Second", (0, 30), (2, 30))
    compared(disc, "Third", (0, 50), (1, 52))
    (answer,) = back().comparisons.rows
    assert (answer.title, answer.comparison) == ("Infection", "Against a sham injection")
    first = answer.trials.rows[0]
    assert (first.study, first.with_ozone, first.without_ozone) == ("First", "0 of 40", "3 of 40")
    assert first.text == (
        "odds ratio 0, at most 1.68 (exact, mid-P); 75 fewer per 1,000, 95% interval 199 fewer to 25 more"
    )
    assert answer.together.startswith(
        "OR 0.13 (0.026 to 0.66), Peto’s method; odds ratio 0, at most 0.64 (exact, mid-P); Q "
    )


def test_no_harm_on_either_side_states_what_is_not_excluded(disc: Condition) -> None:
    trial(disc)
    (answer,) = back().comparisons.rows
    assert answer.title == "Serious harm"
    assert [line.text for line in answer.trials.rows] == ["0 of 60 and 0 of 60; up to 6 in 100 not excluded"]
    assert answer.together == ""


def test_events_on_both_sides_have_a_ratio_and_a_difference(disc: Condition) -> None:
    compared(disc, "Du 2016", (1, 59), (14, 59))
    (answer,) = back().comparisons.rows
    assert answer.trials.rows[0].text.startswith("RR 0.071 (0.0097 to 0.53)")
    assert "220 fewer per 1,000" in answer.trials.rows[0].text


def test_people_known_within_bounds_are_shown_and_not_compared(disc: Condition) -> None:
    study = make_study(condition=disc)
    ozone, sham = (make_arm(study=study, components=[name]) for name in ("ozone", "sham"))
    for event in ("stroke", "bleeding"):
        make_harm(arm=ozone, event=event, serious=Serious.YES, n_events=1, n_at_risk=50)
    make_harm(arm=sham, event="stroke", serious=Serious.YES, n_events=0, n_at_risk=50)
    serious, stroke = back().comparisons.rows
    (line,) = serious.trials.rows
    assert (line.with_ozone, line.without_ozone) == ("at least 1 and at most 2 of 50", "0 of 50")
    assert line.text == "several harms, perhaps of the same people: not compared"
    assert (stroke.title, stroke.trials.rows[0].with_ozone) == ("Stroke", "1 of 50")


def test_a_death_is_marked_and_stated(disc: Condition) -> None:
    arm = make_arm(study=make_study(condition=disc, design=Design.CASE_SERIES, label="Series"))
    make_harm(arm=arm, event="death", serious=Serious.YES, fatal=Fatal.YES, n_events=1, n_at_risk=72)
    case_report(disc, fatal=Fatal.NO)
    section = back()
    assert section.counted[0].items[0].marks == ("serious", "fatal")
    assert "Series: 1 of 72 with ozone (95% interval 0.04% to 7.5%), who died." in section.sentences
    assert section.sentences[:2] == (
        "On record after ozone: 2 people with serious harm, of whom 1 died.",
        "Case reports describe 1 person with serious harm here, who did not die; they give no rate.",
    )


def test_a_crossover_trial_is_shown_with_the_reason_why_it_is_not_compared(disc: Condition) -> None:
    study = make_study(condition=disc, allocation=Allocation.CROSSOVER)
    for components, events in ((["ozone"], 1), (["sham"], 3)):
        arm = make_arm(study=study, components=components)
        make_harm(arm=arm, event="headache", serious=Serious.NO, n_events=events, n_at_risk=20)
    ((line,),) = [answer.trials.rows for answer in back().comparisons.rows]
    assert (line.with_ozone, line.without_ozone) == ("1 of 20", "3 of 20")
    assert line.text == "crossover: each person to every arm in turn; not compared"
