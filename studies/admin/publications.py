"""Publications, and the entries of citation files that they come from."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from studies.admin.base import AccentInsensitiveSearch, ReadOnlyAdmin, RecordAdmin
from studies.admin.typed_bases import StackedInline
from studies.models import Publication, PublicationSource


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
    # Decided on the screening pages, with a reason.
    readonly_fields = ["screening"]
    fieldsets = [
        (None, {"fields": ["title", "authors", ("year", "journal"), ("volume", "number", "pages")]}),
        ("Where it is", {"fields": [("doi", "pmid", "pmcid"), "url", "url_kind"]}),
        ("What it is", {"fields": ["publication_type", "entry_type", "study", "role", "note"]}),
        ("Screening", {"fields": ["screening", ("retraction", "retraction_checked_on")]}),
    ]


@admin.register(PublicationSource)
class PublicationSourceAdmin(ReadOnlyAdmin):
    list_display = ["publication", "key"]
    list_select_related = ["publication"]
    search_fields = ["key", "original"]
    fields = ["publication", "key", "original"]
