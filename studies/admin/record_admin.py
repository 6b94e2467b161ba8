"""What every admin page of a record does: keep history, ask for a reason, search without accents, stay quick.

A change of a study or its rows goes through the same function as on the curation pages: the change is counted and
the sign-off of the study withdrawn.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from studies.admin.typed_bases import InlineAdmin, ModelAdmin, ModelForm
from studies.models.publication import search_key
from studies.page_access import may_write_field, person
from studies.revisions.delete import delete_records
from studies.revisions.reasons import LONGEST_REASON, give_reason
from studies.revisions.record_change import record_change
from studies.revisions.versions import current_values, is_reported_row, study_of

REASON_FIELD = "change_reason"
SOURCE: Any = ("Where it was read", {"fields": ["source_url", "locator", "read_as", "note"]})
# Numbers are short; a full-width box for each would leave no room for the row.
NARROW_NUMBERS: dict[Any, Any] = {models.FloatField: {"widget": AdminIntegerFieldWidget}}


def reason_field() -> forms.CharField:
    return forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        help_text="Kept in the history with your name and the time; readers see it.",
    )


class RecordForm(ModelForm):
    """A record and the reason for the change, which its history keeps."""

    change_reason = reason_field()


class DeletionForm(forms.Form):
    """Why a record is deleted."""

    change_reason = reason_field()


class AccentInsensitiveSearch(ModelAdmin):
    """Searches text stored without case and accents; what a person types is treated the same way."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_key(search_term))


class ReadOnly:
    """Records, or rows on the page of one, that are shown and never edited."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OwnLookups(ModelAdmin):
    """Lists are not narrowed by what points to their records, which may be work that is hidden."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        of_others = {relation.name for relation in self.opts.related_objects}
        return lookup.partition(LOOKUP_SEP)[0] not in of_others and super().lookup_allowed(lookup, value, request)


class ReadOnlyAdmin(ReadOnly, OwnLookups):
    """A record that the code, an import or a curation page makes."""


class BlindAdmin(ReadOnlyAdmin):
    """Opinions and work of people: a person finds here what they may see already, on every page and in every search."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(person(request))  # type: ignore[no-any-return]


class HistoryAdmin(SimpleHistoryAdmin, ModelAdmin):  # type: ignore[misc]  # the library has no types
    """A record with its old versions."""

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        """Show an old version to every staff member; only those who may change the record can restore it."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)


class DeletesWithReason(ModelAdmin):
    """Deletes one record or several, and what belongs to them, and only with a reason."""

    actions = ["delete_selected"]
    delete_confirmation_template = "admin/studies/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/studies/delete_selected_confirmation.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A person who may delete a record may delete what belongs to it, though the pages of those may not."""
        deleted, counts, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        form = DeletionForm(request.POST or None)
        if request.method == "POST" and not form.is_valid():
            # Django deletes when anything was sent. Without data it shows the page again, with the question.
            request.POST = QueryDict()
        return super().delete_view(request, object_id, {**(extra_context or {}), "reason_form": form})

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        form = DeletionForm(request.POST if "post" in request.POST else None)
        if "post" in request.POST and not form.is_valid():
            sent = request.POST.copy()
            del sent["post"]
            request.POST = sent  # type: ignore[assignment]  # a copy that asks for the page once more
        response = delete_selected(self, request, queryset)
        if isinstance(response, TemplateResponse):
            response.context_data = {**(response.context_data or {}), "reason_form": form}
        return response

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        reason = request.POST.get(REASON_FIELD, "")
        delete_records(records=list(queryset), by=person(request), now=timezone.now(), reason=reason)


class RecordAdmin(DeletesWithReason, HistoryAdmin, OwnLookups):
    """A record with history; one reason covers the record and the rows edited on its page."""

    form = RecordForm
    formfield_overrides = NARROW_NUMBERS
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Also the fields that this person may not write, by the table of rights."""
        shown = list(super().get_readonly_fields(request, obj))
        names = flatten_fieldsets(self.fieldsets or ())
        closed = [name for name in names if not may_write_field(request.user, obj or self.model, name)]
        return [*shown, *(name for name in closed if name not in shown)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets of the page, with the box for a reason where the person can save."""
        fieldsets = without(REASON_FIELD, super().get_fieldsets(request, obj))
        allowed = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [*fieldsets, ("This change", {"fields": [REASON_FIELD]})] if allowed else fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save a record that differs from what is stored; a page sent back unchanged writes no history."""
        reason = form.cleaned_data[REASON_FIELD]
        give_reason(obj, reason=reason, by=person(request))
        stored = type(obj).objects.filter(pk=obj.pk).first() if change else None
        if stored:
            _keep_fields_not_on_form(obj, stored, form)
        many_to_many = {field.name for field in obj._meta.many_to_many} & set(form.changed_data)
        if stored and not many_to_many and _column_values(stored) == _column_values(obj):
            return
        record_changes_of([stored, obj], request, reason)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        reason = form.cleaned_data[REASON_FIELD]
        rows = formset.save(commit=False)
        record_changes_of(rows[:1], request, reason)
        delete_records(records=formset.deleted_objects, by=person(request), now=timezone.now(), reason=reason)
        for row in rows:
            give_reason(row, reason=reason, by=person(request))
            row.save()
        formset.save_m2m()


def _keep_fields_not_on_form(obj: models.Model, stored: models.Model, form: Any) -> None:
    """Restoring an old version restores what the page can edit, never a sign-off or a status."""
    for field in obj._meta.concrete_fields:
        if field.name not in form.fields:
            setattr(obj, field.attname, getattr(stored, field.attname))


def without(name: str, fieldsets: Any) -> list[Any]:
    """The fieldsets of a page without one of their fields."""
    return [
        (title, options | {"fields": [each for each in options["fields"] if each != name]})
        for title, options in fieldsets
    ]


def _column_values(record: models.Model) -> dict[str, Any]:
    many_to_many = {field.name for field in record._meta.many_to_many}
    return {name: value for name, value in current_values(record).items() if name not in many_to_many}


def record_changes_of(records: list[Any], request: HttpRequest, reason: str) -> None:
    """Count a change of every study whose reported numbers these records are; a record not saved yet has none."""
    studies = {
        study.pk: study for each in records if each and is_reported_row(each) and (study := study_of(each)) and study.pk
    }
    for study in studies.values():
        record_change(study=study, by=person(request), now=timezone.now(), reason=reason)


class RecordInline(InlineAdmin):
    """Rows of a record on the page of the one they belong to."""

    extra = 0
    show_change_link = True
    formfield_overrides = NARROW_NUMBERS

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Read the choices once for the page, not once a row."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name not in self.autocomplete_fields:
            choices: Any = field.choices
            field.choices = list(choices)
        return field
