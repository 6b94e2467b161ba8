"""Data queries; and, to look at only, what people judged, extracted and signed off on the curation pages."""

from django.contrib import admin

from studies.admin.record_admin import BlindAdmin, ReadOnlyAdmin, RecordAdmin
from studies.models import (
    BiasAssessment,
    BiasJudgement,
    DataQuery,
    ExtractedValue,
    Extraction,
    QueryReply,
    RetractionList,
    RetractionNotice,
    SignallingAnswer,
    Verification,
)


@admin.register(Verification)
class VerificationAdmin(ReadOnlyAdmin):
    list_display = ["study", "by", "at", "read_as", "withdrawn_at", "withdrawn_because"]
    list_filter = ["read_as", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["study", "by"]
    search_fields = ["study__label", "by__username", "note"]


@admin.register(DataQuery)
class DataQueryAdmin(RecordAdmin):
    list_display = ["study", "problem", "severity", "state", "measure", "field"]
    list_filter = ["severity", "state", "measure", "field"]
    list_select_related = ["study", "measure"]
    search_fields = ["study__label", "problem", "detail"]
    autocomplete_fields = ["study", "arm", "measure"]
    fieldsets = [
        (None, {"fields": ["study", ("severity", "state"), "problem", "detail", "detected_how"]}),
        ("What it concerns", {"fields": ["arm", "measure", ("timepoint_label", "part", "field")]}),
    ]


@admin.register(QueryReply)
class QueryReplyAdmin(ReadOnlyAdmin):
    list_display = ["query", "state", "by", "at"]
    list_filter = ["state"]
    list_select_related = ["query__study", "by"]
    search_fields = ["query__study__label", "text"]


@admin.register(Extraction)
class ExtractionAdmin(BlindAdmin):
    list_display = ["study", "by", "state", "started_at", "finished_at"]
    list_filter = ["state"]
    list_select_related = ["study", "by"]
    search_fields = ["study__label", "by__username"]


@admin.register(ExtractedValue)
class ExtractedValueAdmin(BlindAdmin):
    list_display = ["extraction", "field", "typed", "settlement", "settled_by"]
    list_filter = ["settlement", "field"]
    list_select_related = ["extraction__study", "extraction__by", "settled_by"]
    search_fields = ["extraction__study__label"]


@admin.register(BiasAssessment)
class BiasAssessmentAdmin(BlindAdmin):
    list_display = ["study", "tool", "measure", "weeks", "assessed_by", "finished_at"]
    list_filter = ["tool"]
    list_select_related = ["study", "measure", "assessed_by"]
    search_fields = ["study__label", "assessed_by__username"]


@admin.register(SignallingAnswer)
class SignallingAnswerAdmin(BlindAdmin):
    list_display = ["assessment", "question", "answer"]
    list_select_related = ["assessment__study"]
    search_fields = ["assessment__study__label", "support"]


@admin.register(BiasJudgement)
class BiasJudgementAdmin(BlindAdmin):
    list_display = ["assessment", "domain", "proposed", "judgement"]
    list_select_related = ["assessment__study"]
    search_fields = ["assessment__study__label", "reason"]


@admin.register(RetractionList)
class RetractionListAdmin(ReadOnlyAdmin):
    list_display = ["read_on", "n_notices"]


@admin.register(RetractionNotice)
class RetractionNoticeAdmin(ReadOnlyAdmin):
    list_display = ["publication", "kind", "noticed_on", "withdrawn"]
    list_filter = ["kind", "withdrawn"]
    list_select_related = ["publication"]
    search_fields = ["publication__search_text", "reasons", "notice_doi"]
