"""Ratings in Django's admin, read only: people rate, review and withdraw on the page of the finding."""

from django.contrib import admin

from evidence.models import CertaintyAssessment, CertaintyJudgement
from studies.admin.record_admin import HistoryAdmin, ReadOnly
from studies.admin.typed_bases import TabularInline


class JudgementInline(ReadOnly, TabularInline):
    model = CertaintyJudgement
    fields = ["domain", "suggested", "suggestion", "levels", "reason"]


@admin.register(CertaintyAssessment)
class CertaintyAssessmentAdmin(ReadOnly, HistoryAdmin):
    list_display = ["title", "condition", "level", "rated_by", "rated_at", "ending"]
    list_filter = ["level", "ending", "condition"]
    list_select_related = ["condition", "rated_by"]
    search_fields = ["title", "anchor"]
    inlines = [JudgementInline]
