"""A reader's own selection: read from an address, written to one, and acting on contrasts."""

from django.http import QueryDict

from evidence.filters import EvidenceFilter, EvidenceFilterForm
from evidence.statistics.estimates import Model
from studies.choices import BiasLevel, Blinding, Design, Guidance, Route, Tool
from studies.reported.risk_of_bias_views import BiasView
from tests.evidence.synthesis.build import contrast_of, pain_trial, two_arms
from tests.rows import a_study


def evidence_filter(query: str) -> EvidenceFilter:
    return EvidenceFilterForm(QueryDict(query), studies=[("bonetti-2005", "Bonetti 2005")]).to_filter()


def trial(**study: object) -> object:
    return contrast_of(pain_trial(arms=two_arms("steroid", study=a_study(**study))))


def test_empty_query_string_is_the_default_selection() -> None:
    assert evidence_filter("").is_default
    assert evidence_filter("").query() == ""


def test_selection_round_trips_through_its_address() -> None:
    address = "comparison=ozone-v-steroid&window=short&window=long&year_from=2010&exclude=bonetti-2005&all_routes=on"
    assert evidence_filter(evidence_filter(address).query()) == evidence_filter(address)
    assert not evidence_filter(address).is_default


def test_limits_of_ranges_round_trip_through_their_address() -> None:
    chosen = evidence_filter("ug_from=12.5&ug_to=20&sessions_from=0&year_to=2015&all_routes=on")
    assert chosen.query() == "ug_from=12.5&ug_to=20.0&sessions_from=0&year_to=2015&all_routes=on"
    assert evidence_filter(chosen.query()) == chosen
    assert chosen.words({}) == ["ozone 12.5 to 20 µg/ml", "sessions from 0", "year up to 2015", "all routes together"]


def test_form_shows_both_limits_of_each_range_between_the_studies_and_the_rules() -> None:
    form = EvidenceFilterForm(QueryDict("ug_from=-1&year_to=1800"))
    assert [field.label for field in form.single_fields] == [
        *("Design", "Risk of bias"),
        *("Ozone from, µg/ml", "Ozone to, µg/ml", "Sessions from", "Sessions to", "Year from", "Year to"),
        *("Take all routes together", "Model", "Interval"),
    ]
    assert set(form.errors) == {"ug_from", "year_to"}


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
    assert evidence_filter("comparison=ozone-v-steroid").keeps(contrast)
    assert not evidence_filter("comparison=ozone-v-sham").keeps(contrast)
    assert evidence_filter("window=short").keeps(contrast)
    assert not evidence_filter("window=long").keeps(contrast)


def test_a_mixture_is_selected_as_one_kind_of_comparison() -> None:
    mixture = contrast_of(pain_trial(arms=two_arms("steroid", "supplement")))
    chosen = evidence_filter("comparison=ozone-v-mixture")
    assert chosen.keeps(mixture)
    assert not chosen.keeps(trial())
    assert chosen.words({}) == ["comparison: instead of a mixture of treatments"]


def test_design_blinding_year_and_exclusion_select_studies() -> None:
    assert not evidence_filter("design=randomised").keeps(trial(design=Design.NON_RANDOMISED_CONTROLLED))
    assert evidence_filter("blinding=double-blind").keeps(trial(blinding=Blinding.DOUBLE))
    assert not evidence_filter("year_to=2010").keeps(trial(year=2011))
    assert not evidence_filter("exclude=bonetti-2005").keeps(trial(slug="bonetti-2005"))


def test_values_that_are_not_reported_are_outside_any_range() -> None:
    assert not evidence_filter("year_from=2000").keeps(trial(year=None))
    assert not evidence_filter("ug_from=1").keeps(trial())


def assessment(level: BiasLevel, measure: str = "", weeks: float | None = None) -> BiasView:
    return BiasView(1, Tool.ROB_2, measure, weeks, (("overall", level),))


def test_low_risk_only_keeps_results_that_were_judged_low() -> None:
    item = trial()
    measure, weeks = item.measure.slug, item.weeks
    low = assessment(BiasLevel.LOW)
    assert not evidence_filter("risk=low").keeps(item)
    assert evidence_filter("risk=low").keeps(trial(bias=(low,)))
    assert not evidence_filter("risk=low").keeps(trial(bias=(assessment(BiasLevel.SOME_CONCERNS),)))
    assert not evidence_filter("risk=low").keeps(trial(bias=(assessment(BiasLevel.HIGH, measure, weeks), low)))
    assert evidence_filter("risk=low").keeps(trial(bias=(assessment(BiasLevel.HIGH, "another"), low)))


def test_low_risk_only_uses_the_whole_study_when_the_result_has_no_judgement() -> None:
    low = assessment(BiasLevel.LOW)
    assert evidence_filter("risk=low").keeps(trial(bias=(low,)).pair)
    assert not evidence_filter("risk=low").keeps(trial(bias=(assessment(BiasLevel.LOW, "pain"),)).pair)


def test_dose_guidance_and_route_select_arms() -> None:
    dose = {"concentration_low": 20.0, "concentration_high": 30.0, "sessions_low": 1, "sessions_high": 3}
    arms = two_arms("steroid", route=Route.EPIDURAL, guidance=Guidance.CT, **dose)
    contrast = contrast_of(pain_trial(arms=arms))
    for query in ("route=epidural", "guidance=ct", "ug_from=25", "ug_to=20", "sessions_from=3&sessions_to=5"):
        assert evidence_filter(query).keeps(contrast), query
    for query in ("route=facet", "guidance=ultrasound", "ug_from=31", "ug_to=19", "sessions_from=4"):
        assert not evidence_filter(query).keeps(contrast), query


def test_selection_is_described_in_words() -> None:
    words = evidence_filter("comparison=ozone-v-sham&year_from=2010&risk=low&all_routes=on&interval=wald").words({})
    assert words == [
        "comparison: against a sham injection",
        "low risk of bias only",
        "year from 2010",
        "all routes together",
        "Wald (normal) interval",
    ]
    assert evidence_filter("model=common").options.model is Model.COMMON
