"""What every admin page of a record does: keep history, ask why, find without accents, stay quick."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from studies.admin.generics import InlineAdmin, ModelAdmin, ModelForm
from studies.models.publication import search_key

WHY = "change_reason"
# Numbers are short; a full-width box for each would leave no room for the row.
NARROW_NUMBERS: dict[Any, Any] = {models.FloatField: {"widget": AdminIntegerFieldWidget}}


class RecordForm(ModelForm):
    """A record and the reason of the change, which its history keeps."""

    change_reason = forms.CharField(
        label="Why", required=False, max_length=100, help_text="Kept in the history, beside who and when."
    )


def give_reason(record: models.Model, reason: str) -> None:
    """Hand the reason to the history that the coming save will write."""
    record._change_reason = reason or None  # type: ignore[attr-defined]  # noqa: SLF001 - the library's documented door


class FindsWithoutAccents(ModelAdmin):
    """Searches text that is kept without case and accents by what the reader typed, treated alike."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_key(search_term))


class RecordAdmin(SimpleHistoryAdmin, ModelAdmin):  # type: ignore[misc]  # the library has no types
    """A record with history; the reason given covers the record and the rows edited on its page."""

    form = RecordForm
    formfield_overrides = NARROW_NUMBERS
    list_per_page = 50

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets of the page, and the question why where an answer can be saved."""
        fieldsets = [
            (title, options | {"fields": [name for name in options["fields"] if name != WHY]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        allowed = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [*fieldsets, ("This change", {"fields": [WHY]})] if allowed else fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        give_reason(obj, form.cleaned_data.get(WHY, ""))
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        for row in formset.forms:
            give_reason(row.instance, form.cleaned_data.get(WHY, ""))
        super().save_formset(request, form, formset, change)


class RecordInline(InlineAdmin):
    """Rows of a record on the page of the one they belong to."""

    extra = 0
    show_change_link = True
    formfield_overrides = NARROW_NUMBERS

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """The choices are read once for the page, not once a row."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name not in self.autocomplete_fields:
            read: Any = field.choices
            field.choices = list(read)
        return field
