"""Compresses what is sent and is not kept: pages of people who are logged in, and files sent in pieces."""

import re
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = re.compile(r"text/|image/svg|application/(json|xml|[^;]*[+](json|xml)|x-(bibtex|research-info-systems))")


class CompressionMiddleware(GZipMiddleware):
    """Django's middleware, for texts alone: pictures and PDF files are compressed in themselves."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        compressed: HttpResponseBase = super().process_response(request, response) if is_text(response) else response
        return compressed


def is_text(response: HttpResponseBase) -> bool:
    """Whether the content is of a kind that compression makes shorter."""
    return _TEXT.match(response.headers.get("Content-Type", "")) is not None
