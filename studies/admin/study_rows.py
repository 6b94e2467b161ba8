"""What is edited on a study's page: its arms, results, publications, harms, judgements and queries."""

from functools import partial
from typing import Any

from django.contrib.admin.checks import InlineModelAdminChecks
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.forms import TextInput, modelformset_factory
from django.http import HttpRequest

from studies.admin.base import RecordInline
from studies.admin.typed_bases import BaseModelFormSet, ModelForm, StackedInline, TabularInline
from studies.models import AdverseEvent, Arm, DataQuery, OutcomeResult, Publication, RiskOfBias, Study

# The numbers come first, so that none is beyond the edge of a screen; the line above each row says what it is. Every
# check of the database looks at fields that all stand here, or at none of them: its message appears at the row.
_RESULT_FIELDS = [
    "n",
    "mean",
    "sd",
    "se",
    "events",
    "events_derived",
    "percent",
    "kind",
    "weeks",
    "timepoint_label",
    "measure",
]
_DIGITS = {"widget": TextInput(attrs={"size": 5, "inputmode": "decimal"})}
_SHORT_BOXES: dict[Any, Any] = {
    models.FloatField: _DIGITS,
    models.PositiveIntegerField: _DIGITS,
    models.CharField: {"widget": TextInput(attrs={"size": 14})},
}


class StudyInline(RecordInline):
    """Rows of one study; where a row names an arm, it is an arm of that study."""

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Arm:
            kwargs["queryset"] = arms_of_the_page(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def arms_of_the_page(request: HttpRequest) -> QuerySet[Arm]:
    """The arms of the study whose page is asked for; none while it is being added."""
    match = request.resolver_match
    study = unquote(match.kwargs.get("object_id", "")) if match else ""
    return Arm.objects.filter(study_id=study).select_related("study") if study.isdigit() else Arm.objects.none()


class ArmInline(StudyInline, StackedInline):
    model = Arm
    fk_name = "study"
    classes = ["collapse"]
    autocomplete_fields = ["components"]
    fieldsets = [
        (None, {"fields": [("label", "slug"), ("condition", "stratum", "part_of"), ("role", "intervention")]}),
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
        ("Where it was read", {"fields": ["source_url", ("locator", "read_as"), "note"]}),
    ]


class PublicationInline(StudyInline, StackedInline):
    model = Publication
    classes = ["collapse"]
    readonly_fields = ["screening"]
    fields = [
        "role",
        "title",
        "authors",
        ("year", "journal"),
        ("volume", "number", "pages"),
        ("doi", "pmid"),
        ("url", "url_kind"),
        ("publication_type", "screening"),
        ("retraction", "retraction_checked_on"),
        "note",
    ]


class AdverseEventInline(StudyInline, TabularInline):
    model = AdverseEvent
    classes = ["collapse"]
    fields = ["arm", "event", "serious", "n_events", "n_at_risk", "denominator_kind", "locator", "note"]


class RiskOfBiasInline(StudyInline, TabularInline):
    model = RiskOfBias
    fk_name = "study"
    classes = ["collapse"]
    autocomplete_fields = ["judged_by"]
    fields = ["tool", "version", "domain", "judgement", "judged_by", "locator", "note"]


class DataQueryInline(StudyInline, StackedInline):
    model = DataQuery
    classes = ["collapse"]
    readonly_fields = ["state"]
    fields = [
        ("severity", "state"),
        "problem",
        "detail",
        ("arm", "measure"),
        ("timepoint_label", "part", "field"),
        "detected_how",
    ]


class ResultsOfAStudy(BaseModelFormSet):
    """Results of all arms of one study: Django's own formset would need them to name the study themselves."""

    def __init__(self, *, instance: Study, queryset: QuerySet[OutcomeResult], save_as_new: bool = False, **rest: Any):
        self.instance = instance
        results = queryset.filter(arm__study=instance) if instance.pk else queryset.none()
        super().__init__(queryset=results.select_related("arm__study", "measure"), **rest)

    @classmethod
    def get_default_prefix(cls) -> str:
        return "results"


class ReachesThroughTheArm(InlineModelAdminChecks):
    """Without the check that the rows name the parent of the page themselves."""

    def _check_relation(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[Any]:
        return []


class ResultInline(StudyInline, TabularInline):
    """Every result of the study's arms, so that a number can be corrected where it is seen."""

    model = OutcomeResult
    checks_class = ReachesThroughTheArm
    verbose_name_plural = "results"
    fields = (*_RESULT_FIELDS, "arm")
    formfield_overrides = _SHORT_BOXES

    def get_formset(self, request: HttpRequest, obj: Study | None = None, **kwargs: Any) -> Any:
        return modelformset_factory(
            self.model,
            form=self._form_for(request, obj),
            formset=ResultsOfAStudy,
            fields=[*_RESULT_FIELDS, "arm"],
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            extra=0,
            max_num=self.get_max_num(request, obj),
            can_delete=self.has_delete_permission(request, obj),
        )

    def _form_for(self, request: HttpRequest, obj: Study | None) -> type[ModelForm]:
        """A form that changes nothing in the hands of a person who may not."""
        may_change, may_add = self.has_change_permission(request, obj), self.has_add_permission(request, obj)

        class ProtectedForm(ModelForm):
            def has_changed(self) -> bool:
                return (may_change if self.instance.pk else may_add) and super().has_changed()

        return ProtectedForm


class ResultOfAnArmInline(RecordInline, TabularInline):
    model = OutcomeResult
    fields = tuple(_RESULT_FIELDS)
    formfield_overrides = _SHORT_BOXES
