"""Studies, their arms and what they reported."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from studies.admin.base import WHY, AccentInsensitiveSearch, ReadOnlyAdmin, RecordAdmin, record_changes_of, without
from studies.admin.study_rows import (
    AdverseEventInline,
    ArmInline,
    DataQueryInline,
    PublicationInline,
    ResultInline,
    ResultOfAnArmInline,
    RiskOfBiasInline,
)
from studies.admin.typed_bases import StackedInline
from studies.checks.run import check_study
from studies.choices import StudyStatus
from studies.models import (
    AdverseEvent,
    Arm,
    Component,
    DataQuery,
    OutcomeResult,
    Publication,
    PublicationSource,
    ReportedContrast,
    RiskOfBias,
    Study,
)

SOURCE: Any = ("Where it was read", {"fields": ["source_url", "locator", "read_as", "note"]})


@admin.register(Study)
class StudyAdmin(RecordAdmin, AccentInsensitiveSearch):
    """The whole of a study. How it stands is changed by signing off, publishing and hiding it, not here."""

    inlines = [
        ArmInline,
        ResultInline,
        PublicationInline,
        AdverseEventInline,
        RiskOfBiasInline,
        DataQueryInline,
    ]
    list_display = ["label", "design", "kind", "condition", "standing", "n_randomised", "updated_at"]
    list_filter = ["standing", "kind", "design", "condition", "complication_report"]
    list_select_related = ["condition"]
    search_fields = ["label", "publications__search_text"]
    prepopulated_fields = {"slug": ["label"]}
    autocomplete_fields = ["condition", "secondary_conditions"]
    change_form_template = "admin/studies/study/change_form.html"
    fieldsets = [
        (None, {"fields": [("label", "slug"), ("kind", "design"), "condition", "secondary_conditions", "standing"]}),
        (
            "People",
            {"fields": [("n_randomised", "n_analysed"), ("age_mean", "age_sd", "pct_female"), "max_followup_weeks"]},
        ),
        ("Conduct", {"fields": [("blinding_code", "blinding"), ("country", "registration"), "funding", "conflicts"]}),
        ("Counting", {"fields": ["cohort_group", "complication_report"]}),
        SOURCE,
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Study | None = None) -> Any:
        """A study yet to be made has no standing to show."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else without("standing", fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: Study | None = None) -> list[str]:
        return ["standing"]

    def save_model(self, request: HttpRequest, obj: Study, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """A study made here begins as a draft."""
        if not change:
            obj.standing = StudyStatus.DRAFT
        super().save_model(request, obj, form, change)
        if not change:
            record_changes_of([obj], request, form.cleaned_data[WHY])

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """What the checks find in the study stands above its numbers."""
        obj = kwargs.get("obj")
        found = check_study(obj) if obj else []
        return super().render_change_form(request, context | {"found": found}, *args, **kwargs)


@admin.register(Arm)
class ArmAdmin(RecordAdmin):
    inlines = [ResultOfAnArmInline]
    list_display = ["study", "label", "role", "route", "condition", "n_randomised", "n_analysed"]
    list_display_links = ["study", "label"]
    list_filter = ["role", "route", "condition", "components_certain"]
    list_select_related = ["study", "condition"]
    search_fields = ["study__label", "label"]
    autocomplete_fields = ["study", "condition", "part_of", "components"]
    fieldsets = [
        (None, {"fields": ["study", ("label", "slug"), "condition", ("stratum", "part_of"), ("role", "intervention")]}),
        *ArmInline.fieldsets[1:],
    ]


@admin.register(OutcomeResult)
class OutcomeResultAdmin(RecordAdmin):
    list_display = ["arm", "measure", "outcome_name", "part", "timepoint_label", "n", "mean", "sd", "events", "percent"]
    list_filter = ["kind", "measure", "clock", "is_change"]
    list_select_related = ["arm__study", "measure"]
    search_fields = ["arm__study__label", "arm__label", "measure__name", "outcome_name"]
    autocomplete_fields = ["arm", "measure"]
    fieldsets = [
        (None, {"fields": ["arm", ("measure", "outcome_name"), "part", ("scale_min", "scale_max", "higher_is")]}),
        ("When", {"fields": [("timepoint_label", "weeks", "clock")]}),
        (
            "What was printed",
            {"fields": ["kind", "is_change", "n", ("mean", "sd", "se"), ("ci_low", "ci_high", "ci_level")]},
        ),
        ("Spread", {"fields": ["median", ("q1", "q3"), ("minimum", "maximum")]}),
        ("Counts", {"fields": [("events", "events_derived", "percent")]}),
        ("Words of the source", {"fields": ["quote"]}),
        SOURCE,
    ]


@admin.register(ReportedContrast)
class ReportedContrastAdmin(RecordAdmin):
    list_display = ["study", "measure", "outcome_name", "weeks", "direction", "result_text"]
    list_filter = ["direction", "printed_form", "measure"]
    list_select_related = ["study", "measure"]
    search_fields = ["study__label", "outcome_name", "result_text"]
    autocomplete_fields = ["study", "arm_a", "arm_b", "measure"]
    fieldsets = [
        (None, {"fields": ["study", ("arm_a", "arm_b"), ("measure", "outcome_name"), ("weeks", "part")]}),
        (
            "What was printed",
            {"fields": ["printed_form", "result_text", "direction", ("estimate", "ci_low", "ci_high")]},
        ),
        ("P", {"fields": [("p_text", "p_relation", "p_value")]}),
        SOURCE,
    ]


@admin.register(AdverseEvent)
class AdverseEventAdmin(RecordAdmin):
    list_display = ["study", "event", "serious", "n_events", "n_at_risk", "denominator_kind"]
    list_filter = ["serious", "denominator_kind"]
    list_select_related = ["study"]
    search_fields = ["study__label", "event"]
    autocomplete_fields = ["study", "arm"]
    fieldsets = [
        (None, {"fields": ["study", "arm", "event", "serious"]}),
        ("Count", {"fields": [("n_events", "n_at_risk"), "denominator_kind"]}),
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


@admin.register(DataQuery)
class DataQueryAdmin(RecordAdmin):
    list_display = ["study", "problem", "severity", "state", "measure", "field"]
    list_filter = ["severity", "state", "measure", "field"]
    list_select_related = ["study", "measure"]
    search_fields = ["study__label", "problem", "detail"]
    autocomplete_fields = ["study", "arm", "measure"]
    # Answered, resolved and reopened in words, on the page of its study.
    readonly_fields = ["state"]
    fieldsets = [
        (None, {"fields": ["study", ("severity", "state"), "problem", "detail", "detected_how"]}),
        ("What it concerns", {"fields": ["arm", "measure", ("timepoint_label", "part", "field")]}),
    ]


class PublicationSourceInline(StackedInline):
    model = PublicationSource
    extra = 0
    can_delete = False
    fields = ["key", "original"]
    readonly_fields = ["key", "original"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Publication)
class PublicationAdmin(RecordAdmin, AccentInsensitiveSearch):
    inlines = [PublicationSourceInline]
    list_display = ["title", "study", "year", "journal", "role", "screening", "retraction"]
    list_filter = ["screening", "retraction", "publication_type", "role", "year"]
    list_select_related = ["study"]
    search_fields = ["search_text"]
    autocomplete_fields = ["study"]
    # Decided on the screening pages, by a person with a reason.
    readonly_fields = ["screening"]
    fieldsets = [
        (None, {"fields": ["title", "authors", ("year", "journal"), ("volume", "number", "pages")]}),
        ("Where it is", {"fields": [("doi", "pmid", "pmcid"), "url", "url_kind"]}),
        ("What it is", {"fields": ["publication_type", "entry_type", "study", "role", "note"]}),
        ("Screening", {"fields": ["screening", ("retraction", "retraction_checked_on")]}),
    ]


@admin.register(Component)
class ComponentAdmin(ReadOnlyAdmin):
    search_fields = ["slug"]


@admin.register(PublicationSource)
class PublicationSourceAdmin(ReadOnlyAdmin):
    list_display = ["publication", "key"]
    list_select_related = ["publication"]
    search_fields = ["key", "original"]
    fields = ["publication", "key", "original"]
