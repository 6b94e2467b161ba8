"""The admin pages: one log-in for the whole site, and a sentence for a person who may not enter."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class StaffAdminSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        """Whether staff asks. Raises ``PermissionDenied`` for a person who is logged in and no staff."""
        is_staff = super().has_permission(request)
        if request.user.is_authenticated and not is_staff:
            raise PermissionDenied("These pages are for staff.")
        return is_staff

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The log-in of the site; staff who are logged in go to the first of the admin pages."""
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return HttpResponseRedirect(index)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or index)
