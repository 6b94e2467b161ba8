"""People and their roles. Nobody is deleted: what a person vouched for stays theirs; who leaves is made inactive."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # generic to the type checker alone
    """A person's name, role and way in. Rights come from roles; only those above all roles hand out more."""

    list_display = ["username", "first_name", "last_name", "roles", "is_active", "is_staff", "last_login"]
    list_filter = ["groups", "is_active", "is_staff"]
    list_per_page = 50
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Who", {"fields": [("first_name", "last_name"), "email"]}),
        (
            "What they may do",
            {
                "fields": ["groups", "is_active", "is_staff"],
                "description": "A role, and “staff” for these pages. Whoever leaves is made inactive.",
            },
        ),
        (gettext_lazy("Important dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(["above all roles"] if user.is_superuser else names) or "reader"

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not _is_above(request):
            return fieldsets
        return [*fieldsets, ("Above all roles", {"fields": ["is_superuser", "user_permissions"]})]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Those above all roles, and their passwords, are changed by their like alone."""
        if obj is not None and obj.is_superuser and not _is_above(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


def _is_above(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_superuser
