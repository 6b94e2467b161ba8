"""The glossary, and the files that browsers, robots and other programs ask for by name."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from evidence.pages.metadata.page_address import absolute_address
from studies.presentation.show_page import Context, show_page

# Neither of the two files shows records.
SECONDS_A_BROWSER_KEEPS = 60 * 60


@show_page("evidence/pages/glossary.html", shared=True)
def glossary(request: HttpRequest) -> Context:
    return {}


@require_safe
@cache_control(public=True, max_age=SECONDS_A_BROWSER_KEEPS)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /login/", ""]
    if not settings.SYNTHETIC:
        lines += [f"Sitemap: {absolute_address(request, reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=SECONDS_A_BROWSER_KEEPS)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this name on pages that do not say which icon is theirs."""
    return redirect(static("favicon.svg"), permanent=True)


# RFC 9116 wants less than a year.
MONTHS_TO_EXPIRY = 6


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a security fault (RFC 9116); not found where no contact is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404("No contact is set.")
    expires = datetime.combine(security_txt_expiry(timezone.now().date()), time(), UTC)
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}"]
    if settings.SITE_URL:
        lines.append(f"Canonical: {settings.SITE_URL}{request.path}")
    return HttpResponse("\n".join([*lines, "Preferred-Languages: en", ""]), content_type="text/plain; charset=utf-8")


def security_txt_expiry(today: date) -> date:
    """The first day of a month about half a year ahead: the file is the same for a month, and never out of date.

    >>> security_txt_expiry(date(2026, 11, 29)), security_txt_expiry(date(2027, 6, 1))
    (datetime.date(2027, 5, 1), datetime.date(2027, 12, 1))
    """
    months = today.year * 12 + today.month - 1 + MONTHS_TO_EXPIRY
    return date(months // 12, months % 12 + 1, 1)
