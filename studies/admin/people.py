"""People and their roles. No person is deleted, since sign-offs name them; one who leaves is made inactive."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from studies.page_access import change_rights_alone, has_role, is_superuser, lost_admin_sentence, person
from studies.permissions import ADMIN
from studies.revisions.record_change import ActionRefusedError

admin.site.unregister(User)


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # generic to the type checker alone
    """Django's form; it takes the password of no admin away, who could then neither log in nor ask for a link."""

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.cleaned_data["set_usable_password"] and has_role(self.user, ADMIN):
            self.add_error("usable_password", "An admin keeps a password: take away the role first.")
        return self.cleaned_data


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # generic to the type checker alone
    """A person's name, role and login. Permissions come from roles; only superusers give single ones."""

    list_display = ["username", "first_name", "last_name", "roles", "is_active", "is_staff", "last_login"]
    list_filter = ["groups", "is_active", "is_staff"]
    list_per_page = 50
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Name", {"fields": [("first_name", "last_name"), "email"]}),
        (
            "Permissions",
            {
                "fields": ["groups", "is_active", "is_staff"],
                "description": "A role, and “staff” for these pages. A person who leaves is made inactive.",
            },
        ),
        (gettext_lazy("Important dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    change_password_form = NewPasswordForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(["superuser"] if user.is_superuser else names) or "reader"

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not is_superuser(request.user):
            return fieldsets
        return [*fieldsets, ("Superuser", {"fields": ["is_superuser", "user_permissions"]})]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser, or the password of one."""
        if obj is not None and obj.is_superuser and not is_superuser(request.user):
            return False
        return super().has_change_permission(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form; a change that would leave the person who makes it, or the site, without an admin is taken back."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ActionRefusedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """Save the person, one admin at a time: two who took away each other's rights would leave none."""
        change_rights_alone()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Save the roles; raise ``ActionRefusedError`` where rights are lost that must stay, inside the transaction."""
        super().save_related(request, form, formsets, change)
        if sentence := lost_admin_sentence(person(request)):
            raise ActionRefusedError(sentence)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
