"""A reader's own selection: read from an address, written to one, and acting on contrasts."""

from django.http import QueryDict

from evidence.filters import EvidenceFilter, EvidenceFilterForm
from evidence.statistics.estimates import Model
from studies.choices import BiasLevel, Blinding, Design, Guidance, Route, Tool
from studies.reported.risk_of_bias_views import FinishedAssessment
from tests.evidence.synthesis.build import a_study, contrast_of, pain_trial, two_arms


def chosen(query: str) -> EvidenceFilter:
    return EvidenceFilterForm(QueryDict(query), studies=[("bonetti-2005", "Bonetti 2005")]).to_filter()


def trial(**study: object) -> object:
    return contrast_of(pain_trial(arms=two_arms("steroid", study=a_study(**study))))


def test_empty_query_string_is_the_default_selection() -> None:
    assert chosen("").is_default
    assert chosen("").query() == ""


def test_selection_round_trips_through_its_address() -> None:
    asked = "comparison=ozone-v-steroid&window=short&window=long&year_from=2010&exclude=bonetti-2005&all_routes=on"
    assert chosen(chosen(asked).query()) == chosen(asked)
    assert not chosen(asked).is_default


def test_unknown_value_is_refused_and_the_default_is_used() -> None:
    form = EvidenceFilterForm(QueryDict("model=guess"))
    assert form.to_filter().is_default
    assert "model" in form.errors


def test_reversed_range_is_refused_with_a_message() -> None:
    form = EvidenceFilterForm(QueryDict("year_from=2020&year_to=2010"))
    assert form.to_filter().is_default
    assert "runs from the smaller to the larger" in str(form.errors["year_to"])


def test_comparison_and_window_select_contrasts() -> None:
    contrast = trial()
    assert chosen("comparison=ozone-v-steroid").keeps(contrast)
    assert not chosen("comparison=ozone-v-sham").keeps(contrast)
    assert chosen("window=short").keeps(contrast)
    assert not chosen("window=long").keeps(contrast)


def test_design_blinding_year_and_exclusion_select_studies() -> None:
    assert not chosen("design=randomised").keeps(trial(design=Design.NON_RANDOMISED_CONTROLLED))
    assert chosen("blinding=double-blind").keeps(trial(blinding=Blinding.DOUBLE))
    assert not chosen("year_to=2010").keeps(trial(year=2011))
    assert not chosen("exclude=bonetti-2005").keeps(trial(slug="bonetti-2005"))


def test_values_that_are_not_reported_are_outside_any_range() -> None:
    assert not chosen("year_from=2000").keeps(trial(year=None))
    assert not chosen("ug_from=1").keeps(trial())


def judged(level: BiasLevel, measure: str = "", weeks: float | None = None) -> FinishedAssessment:
    return FinishedAssessment(1, Tool.ROB_2, measure, weeks, (("overall", level),))


def test_low_risk_only_keeps_results_that_were_judged_low() -> None:
    item = trial()
    measure, weeks = item.measure.slug, item.weeks
    low = judged(BiasLevel.LOW)
    assert not chosen("risk=low").keeps(item)
    assert chosen("risk=low").keeps(trial(bias=(low,)))
    assert not chosen("risk=low").keeps(trial(bias=(judged(BiasLevel.SOME_CONCERNS),)))
    assert not chosen("risk=low").keeps(trial(bias=(judged(BiasLevel.HIGH, measure, weeks), low)))
    assert chosen("risk=low").keeps(trial(bias=(judged(BiasLevel.HIGH, "another"), low)))


def test_low_risk_only_uses_the_whole_study_when_the_result_has_no_judgement() -> None:
    low = judged(BiasLevel.LOW)
    assert chosen("risk=low").keeps(trial(bias=(low,)).pair)
    assert not chosen("risk=low").keeps(trial(bias=(judged(BiasLevel.LOW, "pain"),)).pair)


def test_dose_guidance_and_route_select_arms() -> None:
    arms = two_arms("steroid", route=Route.EPIDURAL, guidance=Guidance.CT, concentration=(20.0, 30.0), sessions=(1, 3))
    contrast = contrast_of(pain_trial(arms=arms))
    for query in ("route=epidural", "guidance=ct", "ug_from=25", "ug_to=20", "sessions_from=3&sessions_to=5"):
        assert chosen(query).keeps(contrast), query
    for query in ("route=facet", "guidance=ultrasound", "ug_from=31", "ug_to=19", "sessions_from=4"):
        assert not chosen(query).keeps(contrast), query


def test_selection_is_described_in_words() -> None:
    words = chosen("comparison=ozone-v-sham&year_from=2010&risk=low&all_routes=on&interval=wald").words()
    assert words == [
        "comparison: against a sham injection",
        "low risk of bias only",
        "year from 2010",
        "all routes together",
        "Wald (normal) interval",
    ]
    assert chosen("model=common").options.model is Model.COMMON
