"""What the workbench edits: studies, arms, results, differences and harms. Here they are listed, searched and shown.

Each page leads to the workbench. A field that has no place there is changed here, by admins alone.
"""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from studies.admin.record_admin import SOURCE, AccentInsensitiveSearch, RecordAdmin, RecordForm
from studies.models import AdverseEvent, Arm, OutcomeResult, ReportedContrast, Study
from studies.page_access import may_write_field
from studies.permissions import ROLE_OF_FIELD
from studies.revisions.versions import study_of


class WorkbenchRecordForm(RecordForm):
    """Constraints of the database compare the few fields of this form with the read-only ones."""

    def validate_unique(self) -> None:
        super().validate_unique()
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error.messages)


class WorkbenchRecordAdmin(RecordAdmin):
    """A record that is entered and corrected in the workbench.

    On its page only the fields are changed that the table of rights names, because the workbench has no place for them.
    """

    form = WorkbenchRecordForm
    change_form_template = "admin/studies/workbench_record.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only people who may write at least one of those fields."""
        may_change = super().has_change_permission(request, obj)
        return may_change and any(may_write_field(request.user, self.model, name) for name in self._fields_changed_here)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        shown = super().get_readonly_fields(request, obj)
        names = flatten_fieldsets(self.fieldsets or ())
        return [name for name in names if name in shown or name not in self._fields_changed_here]

    @property
    def _fields_changed_here(self) -> Collection[str]:
        return ROLE_OF_FIELD.get(self.model._meta.label_lower, {})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        record = kwargs.get("obj")
        study = study_of(record) if record else None
        return super().render_change_form(request, context | {"workbench_study": study}, *args, **kwargs)


@admin.register(Study)
class StudyAdmin(WorkbenchRecordAdmin, AccentInsensitiveSearch):
    """Its status is changed by signing off, publishing and hiding it."""

    list_display = ["label", "design", "kind", "condition", "standing", "n_randomised", "updated_at"]
    list_filter = ["standing", "kind", "design", "condition", "complication_report"]
    list_select_related = ["condition"]
    search_fields = ["label", "publications__search_text"]
    autocomplete_fields = ["secondary_conditions"]
    fieldsets = [
        (None, {"fields": [("label", "slug"), ("kind", "design"), "condition", "secondary_conditions", "standing"]}),
        (
            "People",
            {"fields": [("n_randomised", "n_analysed"), ("age_mean", "age_sd", "pct_female"), "max_followup_weeks"]},
        ),
        ("Conduct", {"fields": [("blinding_code", "blinding"), ("country", "registration"), "funding", "conflicts"]}),
        ("Allocation", {"fields": ["allocation", ("cluster_size", "icc"), "pair_correlation"]}),
        ("Counting", {"fields": ["cohort_group", "complication_report"]}),
        SOURCE,
    ]


@admin.register(Arm)
class ArmAdmin(WorkbenchRecordAdmin):
    list_display = ["study", "label", "role", "route", "condition", "n_randomised", "n_analysed"]
    list_display_links = ["study", "label"]
    list_filter = ["role", "route", "condition", "components_certain"]
    list_select_related = ["study", "condition"]
    search_fields = ["study__label", "label"]
    autocomplete_fields = ["study"]
    fieldsets = [
        (None, {"fields": ["study", ("label", "slug"), "condition", ("stratum", "part_of"), ("role", "intervention")]}),
        (
            "What it received",
            {"fields": ["components", "components_certain", "co_interventions", ("route", "guidance")]},
        ),
        (
            "Dose",
            {
                "fields": [
                    ("concentration", "concentration_low", "concentration_high"),
                    ("volume", "volume_low", "volume_high"),
                    ("sessions", "sessions_low", "sessions_high"),
                ]
            },
        ),
        ("People", {"fields": [("n_randomised", "n_analysed")]}),
        SOURCE,
    ]


@admin.register(OutcomeResult)
class OutcomeResultAdmin(WorkbenchRecordAdmin):
    list_display = ["arm", "measure", "outcome_name", "part", "timepoint_label", "n", "mean", "sd", "events", "percent"]
    list_filter = ["kind", "measure", "clock", "is_change"]
    list_select_related = ["arm__study", "measure"]
    search_fields = ["arm__study__label", "arm__label", "measure__name", "outcome_name"]
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
class ReportedContrastAdmin(WorkbenchRecordAdmin):
    list_display = ["study", "measure", "outcome_name", "weeks", "direction", "result_text"]
    list_filter = ["direction", "printed_form", "measure"]
    list_select_related = ["study", "measure"]
    search_fields = ["study__label", "outcome_name", "result_text"]
    autocomplete_fields = ["study"]
    fieldsets = [
        (None, {"fields": ["study", ("arm_a", "arm_b"), ("measure", "outcome_name"), ("weeks", "part")]}),
        (
            "What was printed",
            {
                "fields": [
                    "printed_form",
                    "result_text",
                    "direction",
                    ("effect_measure", "estimate", "se"),
                    ("ci_low", "ci_high", "ci_level"),
                ]
            },
        ),
        ("P", {"fields": [("p_text", "p_relation", "p_value"), ("degrees_of_freedom", "compares_means")]}),
        SOURCE,
    ]


@admin.register(AdverseEvent)
class AdverseEventAdmin(WorkbenchRecordAdmin):
    list_display = ["study", "event", "serious", "fatal", "n_events", "n_at_risk", "denominator_kind"]
    list_filter = ["serious", "fatal", "denominator_kind"]
    list_select_related = ["study"]
    search_fields = ["study__label", "event"]
    autocomplete_fields = ["study"]
    fieldsets = [
        (None, {"fields": ["study", "arm", "event", ("serious", "fatal")]}),
        ("Count", {"fields": [("n_events", "n_at_risk"), "denominator_kind"]}),
        SOURCE,
    ]
