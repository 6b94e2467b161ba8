"""What reviews printed: pooled results, included studies, forest plots, judgements of risk of bias."""

from django.contrib import admin

from studies.admin.record_admin import SOURCE, RecordAdmin
from studies.models import ReportedPool, ReviewInclusion, ReviewTrialRow, RiskOfBias


@admin.register(ReportedPool)
class ReportedPoolAdmin(RecordAdmin):
    list_display = ["review", "condition", "comparison", "measure", "effect_measure", "estimate", "ci_low", "ci_high"]
    list_filter = ["controlled", "effect_measure", "measure", "condition"]
    list_select_related = ["review", "condition", "measure"]
    search_fields = ["review__label", "comparison", "outcome_name"]
    autocomplete_fields = ["review", "condition", "measure"]
    fieldsets = [
        (None, {"fields": ["review", "condition", "comparison", "controlled", ("measure", "outcome_name")]}),
        ("When", {"fields": [("timepoint_label", "weeks")]}),
        (
            "What was printed",
            {"fields": [("effect_measure", "model"), ("estimate", "ci_low", "ci_high"), "positive_is"]},
        ),
        ("More of it", {"fields": [("p_text", "p_relation", "p_value"), ("k", "n"), ("i2", "tau2", "q")]}),
        SOURCE,
    ]


@admin.register(ReviewInclusion)
class ReviewInclusionAdmin(RecordAdmin):
    list_display = ["review", "study", "citation", "list_complete"]
    list_filter = ["list_complete"]
    list_select_related = ["review", "study"]
    search_fields = ["review__label", "study__label", "citation"]
    autocomplete_fields = ["review", "study", "publication"]
    fieldsets = [(None, {"fields": ["review", "study", "publication", "citation", "list_complete"]}), SOURCE]


@admin.register(ReviewTrialRow)
class ReviewTrialRowAdmin(RecordAdmin):
    list_display = ["review", "pool_locator", "study_label", "study", "effect", "ci_low", "ci_high"]
    list_select_related = ["review", "study"]
    search_fields = ["review__label", "study_label"]
    autocomplete_fields = ["review", "study", "pool"]
    fieldsets = [
        (None, {"fields": ["review", ("pool", "pool_locator"), "study_label", "study"]}),
        ("First arm", {"fields": [("arm_a_n", "arm_a_mean", "arm_a_sd", "arm_a_events")]}),
        ("Second arm", {"fields": [("arm_b_n", "arm_b_mean", "arm_b_sd", "arm_b_events")]}),
        ("Effect", {"fields": [("effect", "ci_low", "ci_high", "weight_pct")]}),
        SOURCE,
    ]


@admin.register(RiskOfBias)
class RiskOfBiasAdmin(RecordAdmin):
    list_display = ["study", "tool", "domain", "judgement", "judged_by"]
    list_filter = ["tool"]
    list_select_related = ["study", "judged_by"]
    search_fields = ["study__label", "domain", "judgement"]
    autocomplete_fields = ["study", "result", "judged_by"]
    fieldsets = [
        (None, {"fields": ["study", "result", ("tool", "version"), "domain", "judgement", "judged_by"]}),
        SOURCE,
    ]
