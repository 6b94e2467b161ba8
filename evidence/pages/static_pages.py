"""The glossary, requests that cannot be read, and the two files that browsers and robots ask for by name."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from studies.presentation.show_page import Context, show_page

# Neither of the two files shows records.
SECONDS_A_BROWSER_KEEPS = 60 * 60


@show_page("evidence/pages/glossary.html", shared=True)
def glossary(request: HttpRequest) -> Context:
    return {}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, with the reason where its sender can do something about it."""
    megabytes = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 1024 / 1024
    sentences: dict[type[Exception], str] = {
        RequestDataTooBig: f"A form takes at most {megabytes:.1f} MB of text. Send a longer text as a file.",
        TooManyFilesSent: f"At most {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files can be sent together.",
        MultiPartParserError: "The name of a file is too long, or the sending was cut off. Nothing was written.",
    }
    sentence = sentences.get(type(exception))
    context = {"title": "What was sent cannot be read", "sentences": [sentence]} if sentence else {}
    return render(request, "400.html", context, status=HTTPStatus.BAD_REQUEST)


@require_safe
@cache_control(public=True, max_age=SECONDS_A_BROWSER_KEEPS)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /login/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=SECONDS_A_BROWSER_KEEPS)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this name on pages that do not say which icon is theirs."""
    return redirect(static("favicon.svg"), permanent=True)
