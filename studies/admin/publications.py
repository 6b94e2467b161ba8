"""Publications; and, to look at only, their sources, imports and screening decisions."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from studies.admin.record_admin import AccentInsensitiveSearch, BlindAdmin, ReadOnlyAdmin, RecordAdmin
from studies.admin.screening_state import ScreeningSeenFilter, screening_text, with_screening_seen_by
from studies.admin.typed_bases import StackedInline
from studies.models import (
    FileContent,
    ImportBatch,
    ImportedEntry,
    ImportFile,
    NotTheSame,
    Publication,
    PublicationAbstract,
    PublicationSource,
    ScreeningDecision,
    SearchRecord,
)
from studies.page_access import is_curator, person
from studies.revisions.reasons import SCREENED


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
    list_display = ["title", "study", "year", "journal", "role", "screening_state", "retraction_text"]
    list_filter = [ScreeningSeenFilter, "retraction", "publication_type", "role", "year"]
    list_select_related = ["study"]
    search_fields = ["search_text"]
    autocomplete_fields = ["study"]
    readonly_fields = ["screening_state"]
    fieldsets = [
        (None, {"fields": ["title", "authors", ("year", "journal"), ("volume", "number", "pages")]}),
        ("Where it is", {"fields": [("doi", "pmid", "pmcid"), "url", "url_kind"]}),
        ("In print", {"fields": ["editors", "publisher", ("issn", "isbn"), "language", "keywords", "citation_key"]}),
        ("What it is", {"fields": ["publication_type", "entry_type", "study", "role", "note"]}),
        ("Screening", {"fields": ["screening_state", ("retraction", "retraction_checked_on")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_screening_seen_by(super().get_queryset(request), person(request))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Nobody selects by the stored state, which says more than they may see."""
        return not lookup.startswith("screening") and super().lookup_allowed(lookup, value, request)

    @admin.display(description="screening")
    def screening_state(self, publication: Publication) -> str:
        """Empty on an old version, which does not know who asks."""
        return screening_text(getattr(publication, "screening_seen", None))

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> QuerySet[Any]:
        """Without the lines of decisions, which say who decided what, while an opinion is hidden."""
        lines: QuerySet[Any] = super().get_history_queryset(request, history_manager, pk_name, object_id)
        is_hidden = self.get_queryset(request).filter(pk=unquote(object_id), screening_seen="").exists()
        return lines.exclude(history_change_reason__startswith=SCREENED) if is_hidden else lines

    def set_history_delta_changes(self, request: HttpRequest, historical_records: Any, *args: Any) -> None:
        """Without the screening state, which the lines of decisions show."""
        for line in historical_records:
            line.screening = ""
        super().set_history_delta_changes(request, historical_records, *args)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        """An old version restores every field, so only a curator can restore it."""
        if request.method == "POST" and not is_curator(person(request)):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)


@admin.register(PublicationSource)
class PublicationSourceAdmin(ReadOnlyAdmin):
    list_display = ["publication", "key"]
    list_select_related = ["publication"]
    search_fields = ["key", "original"]
    fields = ["publication", "key", "original"]


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "state", "sent_by", "sent_at"]
    list_select_related = ["sent_by"]


@admin.register(FileContent)
class FileContentAdmin(ReadOnlyAdmin):
    list_display = ["file"]
    list_select_related = ["file"]
    fields = ["file"]


@admin.register(ImportFile)
class ImportFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "batch", "format", "search"]
    list_select_related = ["batch", "search"]


@admin.register(SearchRecord)
class SearchRecordAdmin(ReadOnlyAdmin):
    list_display = ["database", "method", "searched_on", "added_by"]
    list_select_related = ["added_by"]


@admin.register(PublicationAbstract)
class PublicationAbstractAdmin(ReadOnlyAdmin):
    list_display = ["publication"]
    list_select_related = ["publication"]
    search_fields = ["search_text"]


@admin.register(ImportedEntry)
class ImportedEntryAdmin(ReadOnlyAdmin):
    list_display = ["batch", "line", "verdict", "title"]
    list_select_related = ["batch"]
    search_fields = ["key", "title"]


@admin.register(NotTheSame)
class NotTheSameAdmin(ReadOnlyAdmin):
    list_display = ["publication", "told_by", "told_at"]
    list_select_related = ["publication", "told_by"]


@admin.register(ScreeningDecision)
class ScreeningDecisionAdmin(BlindAdmin):
    list_display = ["publication", "decision", "decided_by", "decided_at"]
    list_select_related = ["publication", "decided_by"]
