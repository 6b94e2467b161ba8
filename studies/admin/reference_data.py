"""Conditions, outcome measures and thresholds; registered trials; what popular sources claim."""

from django.contrib import admin

from studies.admin.record_admin import SOURCE, ReadOnlyAdmin, RecordAdmin, RecordInline
from studies.admin.typed_bases import StackedInline
from studies.models import (
    BetweenGroupThreshold,
    Claim,
    ClaimSource,
    Component,
    Condition,
    MinimalImportantChange,
    OutcomeMeasure,
    Registration,
    Synonym,
)


@admin.register(Condition)
class ConditionAdmin(RecordAdmin):
    list_display = ["name", "plain_name", "parent", "order", "in_back_pain"]
    list_filter = ["in_back_pain"]
    list_select_related = ["parent"]
    search_fields = ["name", "plain_name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), "plain_name", "parent", "order", "in_back_pain", "note"]}),
    ]


@admin.register(Synonym)
class SynonymAdmin(RecordAdmin):
    list_display = ["slug", "words"]
    search_fields = ["slug", "words"]
    prepopulated_fields = {"slug": ["words"]}
    fieldsets = [(None, {"fields": ["words", "slug", "note"]})]


@admin.register(Component)
class ComponentAdmin(ReadOnlyAdmin):
    search_fields = ["slug"]


@admin.register(OutcomeMeasure)
class OutcomeMeasureAdmin(RecordAdmin):
    list_display = ["name", "domain", "order_in_domain", "instrument", "range_min", "range_max", "higher_is"]
    list_filter = ["domain"]
    search_fields = ["name", "instrument"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": [("name", "slug"), ("domain", "order_in_domain"), "instrument"]}),
        ("Scale", {"fields": [("range_min", "range_max", "higher_is"), ("whole_points", "is_line"), "shown_max"]}),
        ("Raw points", {"fields": [("raw_max", "slight_max")]}),
        (
            "As an outcome",
            {
                "fields": [
                    ("defined_by", "subject"),
                    ("complement_of", "excludes"),
                    ("counts_treatment", "critical_outcome"),
                ]
            },
        ),
        ("In tables", {"fields": ["short_names", "note"]}),
    ]
    autocomplete_fields = ["complement_of", "excludes"]


@admin.register(MinimalImportantChange)
class MinimalImportantChangeAdmin(RecordAdmin):
    list_display = ["scale", "measure", "change", "unit", "is_default", "is_harmonised_default"]
    list_filter = ["unit", "measure", "is_default"]
    list_select_related = ["measure"]
    search_fields = ["scale", "citation"]
    autocomplete_fields = ["measure", "publication"]
    fieldsets = [
        (None, {"fields": ["measure", "scale", ("change", "unit"), "use", ("display_range", "on_display")]}),
        ("When it is used", {"fields": [("is_default", "is_harmonised_default")]}),
        ("Where it comes from", {"fields": ["basis", "citation", "publication"]}),
        SOURCE,
    ]


@admin.register(BetweenGroupThreshold)
class BetweenGroupThresholdAdmin(RecordAdmin):
    list_display = ["domain", "size", "lower", "upper", "display_range"]
    list_filter = ["domain"]
    search_fields = ["source"]
    fieldsets = [
        (None, {"fields": [("domain", "size"), "display_range", "use", "source", "note"]}),
        ("Band", {"fields": [("lower", "lower_included"), ("upper", "upper_included")]}),
    ]


@admin.register(Registration)
class RegistrationAdmin(RecordAdmin):
    list_display = ["registration", "title", "condition", "n_planned", "status_as_read"]
    list_filter = ["condition"]
    list_select_related = ["condition"]
    search_fields = ["registration", "title"]
    autocomplete_fields = ["condition"]
    fieldsets = [
        (None, {"fields": ["registration", "title", "condition", ("design", "n_planned"), "arms", "status_as_read"]}),
        ("Where it was read", {"fields": ["url", "source_url", "note"]}),
    ]


class ClaimInline(RecordInline, StackedInline):
    model = Claim
    classes = ["collapse"]
    autocomplete_fields = ["evidence"]
    fields = [
        ("text", "slug"),
        ("kind", "condition", "measure"),
        ("cited_work", "citation_status"),
        ("verdict", "note"),
        "evidence",
    ]


@admin.register(ClaimSource)
class ClaimSourceAdmin(RecordAdmin):
    inlines = [ClaimInline]
    list_display = ["title", "kind"]
    search_fields = ["title"]
    fieldsets = [(None, {"fields": ["title", "kind"]})]


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    list_display = ["text", "kind", "condition", "verdict", "citation_status"]
    list_filter = ["verdict", "kind", "citation_status", "condition"]
    list_select_related = ["condition"]
    search_fields = ["text", "note", "cited_work"]
    autocomplete_fields = ["source", "condition", "measure", "evidence"]
    fieldsets = [
        (None, {"fields": ["source", "slug", "text", "kind", ("condition", "measure")]}),
        ("What it cites", {"fields": [("cited_work", "citation_status")]}),
        ("Judgement", {"fields": ["verdict", "note", "evidence"]}),
    ]
