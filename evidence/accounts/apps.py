"""Django's admin with the site of ``admin_site``."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "evidence.accounts.admin_site.StaffAdminSite"
