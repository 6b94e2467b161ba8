"""The glossary, and the two files that browsers and robots ask for by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from studies.presentation.show_page import Context, show_page


@show_page("evidence/pages/glossary.html")
def glossary(request: HttpRequest) -> Context:
    return {}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /login/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this name on pages that do not say which icon is theirs."""
    return redirect(static("favicon.svg"), permanent=True)
