"""The addresses of the API."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

# The views register themselves in the order in which they are described.
from evidence.api import change_views, condition_views, detail_views, list_views
from evidence.api.description import openapi
from evidence.api.endpoint import ROOT, endpoint_addresses

VIEWS = (condition_views, list_views, detail_views, change_views)

api_addresses = [
    *endpoint_addresses(),
    path(f"{ROOT}openapi.json", csrf_exempt(require_safe(openapi)), name="api-openapi"),
]
