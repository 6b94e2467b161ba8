"""Ratings in Django's admin, read only: people rate, review and withdraw on the page of the finding."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from evidence.models import CertaintyAssessment, CertaintyJudgement

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class JudgementInline(TabularInline):
    model = CertaintyJudgement
    fields = ["domain", "suggested", "suggestion", "levels", "reason"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CertaintyAssessment)
class CertaintyAssessmentAdmin(SimpleHistoryAdmin, ModelAdmin):  # type: ignore[misc]  # the library has no types
    list_display = ["title", "condition", "level", "rated_by", "rated_at", "ending"]
    list_filter = ["level", "ending", "condition"]
    list_select_related = ["condition", "rated_by"]
    search_fields = ["title", "anchor"]
    inlines = [JudgementInline]

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        """Refuse to restore an old version, which the library allows to every viewer."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
