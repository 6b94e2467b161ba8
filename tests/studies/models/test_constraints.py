"""Impossible values are refused by database constraints, whose names say what was wrong."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from studies.models import (
    BetweenGroupThreshold,
    BiasAssessment,
    BiasJudgement,
    Condition,
    ExtractedValue,
    Extraction,
    MinimalImportantChange,
    OutcomeMeasure,
    Publication,
    PublicationAbstract,
    QueryReply,
    ReportedPool,
    RetractionNotice,
    ReviewInclusion,
    ScreeningDecision,
    SearchRecord,
    SignallingAnswer,
    Synonym,
    Verification,
)
from tests.factories import (
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_study,
    make_user,
    with_records,
)

pytestmark = pytest.mark.django_db


def make_pool(**values):
    plain = {
        "comparison": "ozone v others",
        "controlled": True,
        "effect_measure": "RR",
        "model": "not-stated",
        "estimate": 1.5,
        "positive_is": "favours-ozone",
    }
    records = with_records(values, review=make_study, condition=make_condition, measure=make_measure)
    return ReportedPool.objects.create(**plain | records)


def make_raw_measure(**values):
    return make_measure(**{"range_max": 100, "raw_max": 50, "slight_max": 30} | values)


def make_complement(**values):
    return make_measure(complement_of=make_measure(defined_by="instrument"), **values)


def make_cluster_study(**values):
    return make_study(**{"allocation": "cluster", "cluster_size": 12} | values)


def make_paired_study(**values):
    return make_study(**{"allocation": "paired", "pair_correlation": 0.6} | values)


def make_inclusion(**values):
    return ReviewInclusion.objects.create(**{"citation": "Somebody 2001"} | with_records(values, review=make_study))


def make_change(**values):
    plain = {"scale": "VAS", "change": 15, "unit": "points", "basis": "b", "citation": "c"}
    return MinimalImportantChange.objects.create(**plain | with_records(values, publication=make_publication))


def make_band(**values):
    plain = {"domain": "pain", "display_range": "0-100", "size": "small", "lower": 0, "upper": 10, "source": "s"}
    return BetweenGroupThreshold.objects.create(**plain | {"lower_included": True, "upper_included": False} | values)


AT = datetime(2026, 1, 1, tzinfo=UTC)


def make_verification(**values):
    plain = {"at": AT, "read_as": "abstract"}
    return Verification.objects.create(**plain | with_records(values, study=make_study, by=make_user))


def make_extraction(**values):
    plain = {"read_as": "abstract", "started_at": AT}
    return Extraction.objects.create(**plain | with_records(values, study=make_study, by=make_user))


def make_extracted_value(**values):
    plain = {"field": "mean", "typed": "3.2"}
    return ExtractedValue.objects.create(**plain | with_records(values, extraction=make_extraction, result=make_result))


def make_assessment(**values):
    plain = {"tool": "rob-2", "started_at": AT}
    return BiasAssessment.objects.create(**plain | with_records(values, study=make_study, assessed_by=make_user))


def make_answer(**values):
    plain = {"question": "1.1", "answer": "yes"}
    return SignallingAnswer.objects.create(**plain | with_records(values, assessment=make_assessment))


def make_judgement(**values):
    plain = {"domain": "D1", "proposed": "low", "judgement": "low"}
    return BiasJudgement.objects.create(**plain | with_records(values, assessment=make_assessment))


def make_reply(**values):
    plain = {"state": "answered", "text": "Page 3.", "at": AT}
    return QueryReply.objects.create(**plain | with_records(values, query=make_query))


def make_notice(**values):
    plain = {"kind": "retraction", "record_id": "1"}
    return RetractionNotice.objects.create(**plain | with_records(values, publication=make_publication))


def make_record():
    return make_publication(study=None)


def make_decision(**values):
    plain = {"decision": "excluded", "reason": "No ozone.", "decided_at": AT}
    records = with_records(values, publication=make_record, decided_by=make_user)
    return ScreeningDecision.objects.create(**plain | records)


def make_abstract(**values):
    return PublicationAbstract.objects.create(**with_records(values, publication=make_record))


def make_synonym(**values):
    return Synonym.objects.create(slug=f"meaning-{Synonym.objects.count()}", **values)


def make_search(**values):
    return SearchRecord.objects.create(**{"searched_on": AT.date(), "added_at": AT} | values)


# Constraint, what makes the record, a valid value, an invalid one.
CASES = [
    ("measure_range_is_ordered", make_measure, {"range_min": 0, "range_max": 0}, {"range_min": 1, "range_max": 0}),
    ("measure_shown_scale_is_positive", make_measure, {"shown_max": 100}, {"shown_max": 0}),
    ("measure_raw_points_have_a_range", make_raw_measure, {"raw_max": 50}, {"raw_max": 0}),
    ("measure_raw_points_have_a_range", make_raw_measure, {"range_min": 0}, {"range_min": 1}),
    ("measure_raw_points_have_a_range", make_raw_measure, {"range_min": 0}, {"range_min": None}),
    ("measure_raw_points_have_a_slight_score", make_raw_measure, {"slight_max": 100}, {"slight_max": 101}),
    ("measure_raw_points_have_a_slight_score", make_raw_measure, {"slight_max": 30}, {"slight_max": None}),
    ("measure_raw_points_have_a_slight_score", make_measure, {"slight_max": None}, {"slight_max": 3}),
    (
        "measure_complement_is_one_event",
        make_complement,
        {"defined_by": "instrument"},
        {"defined_by": "instrument-and-name"},
    ),
    (
        "study_analysed_do_not_exceed_randomised",
        make_study,
        {"n_randomised": 9, "n_analysed": 9},
        {"n_randomised": 8, "n_analysed": 9},
    ),
    ("study_share_of_women_is_a_percentage", make_study, {"pct_female": 100}, {"pct_female": 100.1}),
    ("study_age_sd_is_not_negative", make_study, {"age_sd": 0}, {"age_sd": -0.1}),
    ("study_followup_is_not_negative", make_study, {"max_followup_weeks": 0}, {"max_followup_weeks": -1}),
    ("study_cluster_holds_one_person_or_more", make_cluster_study, {"cluster_size": 1}, {"cluster_size": 0.9}),
    ("study_icc_is_from_0_to_1", make_cluster_study, {"icc": 0}, {"icc": -0.01}),
    ("study_icc_is_from_0_to_1", make_cluster_study, {"icc": 1}, {"icc": 1.01}),
    (
        "study_pair_correlation_is_from_minus_1_to_1",
        make_paired_study,
        {"pair_correlation": -1},
        {"pair_correlation": -1.1},
    ),
    (
        "study_pair_correlation_is_from_minus_1_to_1",
        make_paired_study,
        {"pair_correlation": 1},
        {"pair_correlation": 1.1},
    ),
    ("study_clusters_are_of_a_cluster_design", make_study, {"allocation": "cluster", "icc": 0.02}, {"icc": 0.02}),
    ("study_clusters_are_of_a_cluster_design", make_cluster_study, {"cluster_size": 8}, {"allocation": "paired"}),
    ("study_pairs_are_of_a_paired_design", make_study, {"allocation": "crossover"}, {"pair_correlation": 0.5}),
    ("study_pairs_are_of_a_paired_design", make_paired_study, {"allocation": "crossover"}, {"allocation": "cluster"}),
    ("study_kind_fits_its_design", make_study, {"kind": "primary"}, {"kind": "primary", "design": "meta-analysis"}),
    ("study_kind_fits_its_design", make_study, {"kind": "background"}, {"kind": "review"}),
    ("study_signed_off_names_who_and_when", make_study, {"standing": "draft"}, {"standing": "signed-off"}),
    ("publication_year_is_plausible", make_publication, {"year": 1800}, {"year": 1799}),
    (
        "publication_retraction_check_has_a_date",
        make_publication,
        {"retraction": "retracted", "retraction_checked_on": "2026-01-01"},
        {"retraction": "retracted"},
    ),
    (
        "arm_analysed_do_not_exceed_randomised",
        make_arm,
        {"n_randomised": 9, "n_analysed": 9},
        {"n_randomised": 8, "n_analysed": 9},
    ),
    (
        "arm_concentration_range_is_ordered_and_not_negative",
        make_arm,
        {"concentration_low": 20, "concentration_high": 20},
        {"concentration_low": 21, "concentration_high": 20},
    ),
    ("arm_volume_range_is_ordered_and_not_negative", make_arm, {"volume_low": 0}, {"volume_low": -1}),
    (
        "arm_sessions_range_is_ordered_and_not_negative",
        make_arm,
        {"sessions_low": 1, "sessions_high": 2},
        {"sessions_low": 2, "sessions_high": 1},
    ),
    ("outcome_events_do_not_exceed_participants", make_result, {"events": 9, "n": 9}, {"events": 10, "n": 9}),
    ("outcome_interval_is_ordered", make_result, {"ci_low": 1, "ci_high": 1}, {"ci_low": 2, "ci_high": 1}),
    ("outcome_quartiles_are_ordered", make_result, {"q1": 1, "q3": 1}, {"q1": 2, "q3": 1}),
    ("outcome_range_is_ordered", make_result, {"minimum": 1, "maximum": 1}, {"minimum": 2, "maximum": 1}),
    ("outcome_scale_is_ordered", make_result, {"scale_min": 0, "scale_max": 10}, {"scale_min": 10, "scale_max": 0}),
    ("outcome_sd_is_not_negative", make_result, {"sd": 0}, {"sd": -0.1}),
    ("outcome_se_is_not_negative", make_result, {"se": 0}, {"se": -0.1}),
    ("outcome_time_is_not_negative", make_result, {"weeks": 0}, {"weeks": -0.1}),
    ("outcome_percent_is_a_percentage", make_result, {"percent": 0}, {"percent": 100.5}),
    ("outcome_interval_level_is_a_percentage", make_result, {"ci_level": 95}, {"ci_level": 100}),
    ("outcome_count_has_no_mean", make_result, {"events": 3}, {"events": 3, "mean": 1}),
    (
        "outcome_events_say_whether_derived",
        make_result,
        {"events": 3, "events_derived": True},
        {"events": 3, "events_derived": None},
    ),
    ("contrast_interval_is_ordered", make_reported_contrast, {"ci_low": 1, "ci_high": 1}, {"ci_low": 2, "ci_high": 1}),
    ("contrast_time_is_not_negative", make_reported_contrast, {"weeks": 0}, {"weeks": -1}),
    ("contrast_se_is_not_negative", make_reported_contrast, {"se": 0}, {"se": -0.1}),
    ("contrast_interval_level_is_a_percentage", make_reported_contrast, {"ci_level": 99}, {"ci_level": 0}),
    ("contrast_interval_level_is_a_percentage", make_reported_contrast, {"ci_level": 0.95}, {"ci_level": 100}),
    (
        "contrast_degrees_of_freedom_are_positive",
        make_reported_contrast,
        {"degrees_of_freedom": 0.5},
        {"degrees_of_freedom": 0},
    ),
    ("contrast_p_is_a_probability", make_reported_contrast, {"p_value": 1}, {"p_value": 1.01}),
    (
        "harm_events_do_not_exceed_people_at_risk",
        make_harm,
        {"n_events": 0, "n_at_risk": 0},
        {"n_events": 1, "n_at_risk": 0},
    ),
    (
        "harm_of_case_reports_has_no_denominator",
        make_harm,
        {"denominator_kind": "case-report", "n_at_risk": None},
        {"denominator_kind": "case-report", "n_at_risk": 9},
    ),
    ("harm_that_is_fatal_is_serious", make_harm, {"serious": "yes", "fatal": "yes"}, {"serious": "no", "fatal": "yes"}),
    (
        "query_that_acts_names_its_outcome",
        make_query,
        {"measure": None, "severity": "warning"},
        {"measure": None, "severity": "error"},
    ),
    ("pool_interval_is_ordered", make_pool, {"ci_low": 1, "ci_high": 1}, {"ci_low": 2, "ci_high": 1}),
    ("pool_i2_is_a_percentage", make_pool, {"i2": 100}, {"i2": -1}),
    ("inclusion_names_a_study_or_a_citation", make_inclusion, {"citation": "A 2001"}, {"citation": ""}),
    ("important_change_is_within_one_person", make_change, {}, {"use": "between-group"}),
    ("threshold_band_is_ordered", make_band, {"upper": 1}, {"upper": 0}),
    (
        "verification_withdrawn_says_why",
        make_verification,
        {"withdrawn_at": AT, "withdrawn_because": "A misprint"},
        {"withdrawn_at": AT},
    ),
    (
        "extraction_finished_has_a_time",
        make_extraction,
        {"state": "finished", "finished_at": AT},
        {"state": "finished"},
    ),
    (
        "extracted_value_settled_names_who_and_when",
        make_extracted_value,
        {"settlement": ""},
        {"settlement": "first"},
    ),
    ("bias_assessment_of_a_time_names_its_outcome", make_assessment, {"weeks": None}, {"weeks": 4}),
    (
        "bias_judgement_against_the_proposal_says_why",
        make_judgement,
        {"judgement": "high", "reason": "Allocation by date of birth."},
        {"judgement": "high"},
    ),
    ("query_reply_says_why", make_reply, {"text": "Page 4."}, {"text": ""}),
    ("screening_exclusion_has_a_reason", make_decision, {"reason": "No ozone."}, {"reason": ""}),
    ("abstract_has_text", make_abstract, {"text": "Pain fell."}, {"text": ""}),
    ("search_names_its_database", make_search, {"database": "PubMed"}, {"database": ""}),
    ("synonym_has_two_terms", make_synonym, {"words": "sham; placebo"}, {"words": "sham"}),
]
# Constraint, the columns that SQLite names instead, what makes the record, what a second record may not share.
ONCE = [
    ("verification_of_one_person_stands_once", "study_id", make_verification, ("study", "by")),
    ("extraction_of_one_person_is_under_way_once", "study_id", make_extraction, ("study", "by")),
    ("extracted_value_is_given_once", "extraction_id", make_extracted_value, ("extraction", "result")),
    ("signalling_question_is_answered_once", "assessment_id", make_answer, ("assessment",)),
    ("bias_domain_is_judged_once", "assessment_id", make_judgement, ("assessment",)),
    ("notice_is_kept_once", "publication_id", make_notice, ("publication",)),
]
# A key is made where there is none, so these are tested below with a record that is there.
OF_KEYS = {f"{name}_has_a_key" for name in ("outcome", "contrast", "harm", "query", "pool")}
# Those that need two records, tested below one by one.
OF_TWO_RECORDS = {
    "condition_is_not_its_own_parent",
    "measure_is_not_its_own_complement",
    "measure_does_not_exclude_itself",
    "arm_is_not_its_own_part",
    "contrast_has_two_arms",
    "arm_short_name_is_unique_in_its_study",
    "one_important_change_is_used_for_an_instrument",
}

# Modules of models whose constraints have tests of their own.
TESTED_APART = {"importing", "document", "confirmation", "author_request", "criterion", "workbench_draft"}


def raises_constraint(name: str):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(("name", "make", "may_stand", "may_not"), CASES, ids=[case[0] for case in CASES])
def test_database_refuses_impossible_values(name, make, may_stand, may_not):
    assert make(**may_stand).pk

    with raises_constraint(name), transaction.atomic():
        make(**may_not)


@pytest.mark.parametrize(("name", "columns", "make", "shared"), ONCE, ids=[case[0] for case in ONCE])
def test_database_refuses_duplicates(name, columns, make, shared):
    first = make()
    assert make().pk

    with raises_constraint(f"{columns}|{name}"), transaction.atomic():
        make(**{field: getattr(first, field) for field in shared})


def test_withdrawn_verification_or_settled_extraction_allows_another():
    word = make_verification(withdrawn_at=AT, withdrawn_because="A misprint")
    reading = make_extraction(state="settled", finished_at=AT)

    assert make_verification(study=word.study, by=word.by).pk
    assert make_extraction(study=reading.study, by=reading.by).pk


def test_every_constraint_is_tested_and_has_a_message():
    every = apps.get_app_config("studies").get_models()
    curated = [model for model in every if model.__module__.rpartition(".")[2] not in TESTED_APART]
    constraints = [constraint for model in curated for constraint in model._meta.constraints]

    tried = {case[0] for case in [*CASES, *ONCE]} | OF_TWO_RECORDS | OF_KEYS
    assert {constraint.name for constraint in constraints} == tried
    for constraint in constraints:
        if isinstance(constraint, models.CheckConstraint) or constraint.condition:
            assert str(constraint.violation_error_message).endswith(".")
            assert "Constraint" not in str(constraint.violation_error_message)


def test_condition_is_not_a_parent_of_itself():
    condition = make_condition()

    with raises_constraint("condition_is_not_its_own_parent"), transaction.atomic():
        Condition.objects.filter(pk=condition.pk).update(parent=condition)


@pytest.mark.parametrize(
    ("field", "name"),
    [("complement_of", "measure_is_not_its_own_complement"), ("excludes", "measure_does_not_exclude_itself")],
)
def test_an_outcome_is_paired_with_another(field, name):
    measure = make_measure(defined_by="instrument")

    with raises_constraint(name), transaction.atomic():
        OutcomeMeasure.objects.filter(pk=measure.pk).update(**{field: measure})


@pytest.mark.parametrize("make_other", [make_measure, lambda: make_complement(defined_by="instrument")])
def test_the_other_outcome_of_a_pair_is_one_event_and_no_complement(make_other):
    other = make_other()
    complement = make_measure(defined_by="instrument")
    complement.complement_of = other

    with pytest.raises(ValidationError, match="has no complement"):
        complement.full_clean()


def test_the_outcome_that_is_shown_of_a_pair_is_the_bad_event():
    operated = make_measure(defined_by="instrument", higher_is="worse")
    spared = make_measure(defined_by="instrument", higher_is="better", complement_of=operated)
    spared.full_clean()
    operated.complement_of, spared.complement_of = spared, None
    spared.save()

    with pytest.raises(ValidationError, match="bad event"):
        operated.full_clean()


def test_arm_is_not_a_part_of_itself():
    arm = make_arm()
    arm.part_of = arm

    with raises_constraint("arm_is_not_its_own_part"), transaction.atomic():
        arm.save()


def test_a_contrast_has_two_arms():
    arm = make_arm()

    with raises_constraint("contrast_has_two_arms"), transaction.atomic():
        make_reported_contrast(arm_a=arm, arm_b=arm)


def test_arms_of_a_study_have_different_names():
    arm = make_arm()
    make_arm(slug=arm.slug)

    # SQLite names the columns, PostgreSQL the constraint.
    with raises_constraint("study_id.*slug|arm_short_name_is_unique_in_its_study"), transaction.atomic():
        make_arm(study=arm.study, slug=arm.slug)


def test_instrument_has_one_default_important_change():
    measure = make_measure()
    make_change(measure=measure, is_default=True)
    make_change(measure=measure)

    with raises_constraint("measure_id|one_important_change_is_used_for_an_instrument"), transaction.atomic():
        make_change(measure=measure, is_default=True)


def test_a_key_has_one_record_and_every_row_that_pages_link_to_has_one():
    make_result(row_key="a--key")

    with raises_constraint("row_key"), transaction.atomic():
        make_result(row_key="a--key")
    for name, record in (
        ("outcome", make_result()),
        ("contrast", make_reported_contrast()),
        ("harm", make_harm()),
        ("query", make_query()),
        ("pool", make_pool()),
    ):
        for nothing in ("", None):
            with raises_constraint(f"{name}_has_a_key"), transaction.atomic():
                models.QuerySet(type(record)).filter(pk=record.pk).update(row_key=nothing)


def test_identifiers_need_not_be_unique():
    make_publication(doi="10.1000/supplement")
    make_publication(doi="10.1000/supplement")

    assert Publication.objects.filter(doi="10.1000/supplement").count() == 2
