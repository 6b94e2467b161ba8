"""Imports and decisions on them, to look at only: they are made and changed on the import and screening pages."""

from django.contrib import admin

from studies.admin.base import ReadOnlyAdmin
from studies.models import ImportBatch, ImportContent, ImportedEntry, NotTheSame, ScreeningDecision


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "state", "sent_by", "sent_at"]
    list_select_related = ["sent_by"]


@admin.register(ImportContent)
class ImportContentAdmin(ReadOnlyAdmin):
    list_display = ["batch"]
    list_select_related = ["batch"]
    fields = ["batch"]


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
class ScreeningDecisionAdmin(ReadOnlyAdmin):
    list_display = ["publication", "decision", "decided_by", "decided_at"]
    list_select_related = ["publication", "decided_by"]
