"""Source documents, marks, confirmed numbers and requests to authors, to look at only; and criteria for inclusion.

Pages and bytes of documents have no page here, nor has what a person typed and has not saved.
"""

from django.contrib import admin

from studies.admin.record_admin import BlindAdmin, ReadOnlyAdmin, RecordAdmin
from studies.models import (
    AuthorRequest,
    DocumentContent,
    InclusionCriterion,
    NumberConfirmation,
    ReportRetrieval,
    SourceDocument,
    SourceMark,
)


@admin.register(DocumentContent)
class DocumentContentAdmin(ReadOnlyAdmin):
    list_display = ["sha256", "kind", "size", "state", "n_pages", "error"]
    list_filter = ["kind", "state"]


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyAdmin):
    list_display = ["name", "study", "added_by", "added_at"]
    list_select_related = ["study", "added_by"]
    search_fields = ["name", "study__label"]


@admin.register(SourceMark)
class SourceMarkAdmin(BlindAdmin):
    list_display = ["study", "field", "page", "quote", "made_by"]
    list_select_related = ["study", "made_by"]
    search_fields = ["study__label", "quote"]


@admin.register(NumberConfirmation)
class NumberConfirmationAdmin(ReadOnlyAdmin):
    list_display = ["study", "field", "value", "confirmed_by", "confirmed_at"]
    list_select_related = ["study", "confirmed_by"]
    search_fields = ["study__label"]


@admin.register(AuthorRequest)
class AuthorRequestAdmin(ReadOnlyAdmin):
    list_display = ["study", "addressee", "state", "sent_on", "answered_on"]
    list_filter = ["state"]
    list_select_related = ["study"]
    search_fields = ["study__label", "addressee"]


@admin.register(ReportRetrieval)
class ReportRetrievalAdmin(BlindAdmin):
    list_display = ["publication", "state", "stated_by", "stated_at"]
    list_filter = ["state"]
    list_select_related = ["publication", "stated_by"]


@admin.register(InclusionCriterion)
class InclusionCriterionAdmin(RecordAdmin):
    list_display = ["text", "kind", "reason_code", "position"]
    list_filter = ["kind"]
    search_fields = ["text", "words"]
    fieldsets = [(None, {"fields": [("kind", "position"), "text", "words", "reason_code"]})]
