"""The description of the API as OpenAPI 3.1, made of the endpoints, the schemas and the forms of the pages."""

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from evidence.api.data_answers import json_text
from evidence.api.problems import PROBLEM_TYPE
from evidence.api.query_fields import FORMAT, SLUG_PATTERN
from evidence.api.site_api import api
from studies.models import Condition, Study
from studies.presentation.data_licence import DATA_LICENCE
from studies.presentation.show_page import public_page

JsonSchema = dict[str, Any]
PROBLEM: JsonSchema = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "errors", "request"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "All faults in sentences."},
        "errors": {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "A sentence for each."},
        "request": {"type": "string", "description": "The number of the request, for a report."},
    },
}
_ERRORS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
# Names in paths: of what, by the kind of answer.
_IN_PATHS = {("conditions", "slug"): "condition", ("studies", "slug"): "study"}
_NAMES = {"condition": "A condition: an id of /conditions/.", "study": "A study: an id of /studies/."}
_TABLE = {"text/csv": {"schema": {"type": "string", "description": "The same rows, a header first."}}}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_ETAG = {"ETag": {"description": "The version of the data and of the site.", "schema": {"type": "string"}}}


def describe(site: str, conditions: list[str], study: str) -> JsonSchema:
    """The document, for a site at an address, whose conditions (slugs) are these; ``study`` is one of its studies."""
    made = _of_endpoints()
    info = {**made["info"], "license": {"name": DATA_LICENCE.name, "url": DATA_LICENCE.address}}
    names = {"condition": {"type": "string", "enum": conditions}, "study": {"type": "string", "examples": [study]}}
    paths = {where: {"get": _operation(where, path["get"], names)} for where, path in made["paths"].items()}
    components = {"schemas": {**made["components"]["schemas"], "Problem": PROBLEM}, "responses": _problems()}
    return {**made, "info": info, "servers": [{"url": site}], "paths": paths, "components": components}


@cache
def _of_endpoints() -> JsonSchema:
    """What the endpoints say of themselves: always the same, and a quarter of a second to write."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


def _operation(where: str, operation: Mapping[str, Any], names: Mapping[str, JsonSchema]) -> JsonSchema:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    answers["200"] = {**answers["200"], "description": "What was asked for.", "headers": _ETAG}
    if any(each["name"] == FORMAT for each in operation["parameters"]):
        answers["200"]["content"] = {**answers["200"]["content"], **_TABLE}
    answers["304"] = {"description": "Nothing has changed since the answer whose ETag was sent."}
    # The web server refuses it before the site is asked.
    answers["414"] = {"description": "The address is longer than 4,094 letters; in the web server's own words."}
    answers |= {str(int(status)): {"$ref": f"#/components/responses/{status.name}"} for status in _ERRORS}
    parameters = [_with_names(where, each, names) for each in operation["parameters"]]
    return {**operation, "parameters": parameters, "responses": answers}


def _with_names(where: str, parameter: JsonSchema, names: Mapping[str, JsonSchema]) -> JsonSchema:
    """A parameter that names a condition or a study, with the names that there are, or one of them."""
    name = parameter["name"]
    if parameter["in"] == "path":
        name = _IN_PATHS.get((where.split("/")[3], name), name)
    if name not in names:
        return (
            {**parameter, "schema": {**parameter["schema"], "pattern": SLUG_PATTERN}} if name == "anchor" else parameter
        )
    schema = names[name] if "enum" in names[name] else {**names[name], "pattern": SLUG_PATTERN}
    return {**parameter, "schema": schema, "description": _NAMES[name]}


def _problems() -> JsonSchema:
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    waits = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    return {
        status.name: {
            "description": status.phrase,
            "content": content,
            **({"headers": _RETRY} if status in waits else {}),
        }
        for status in _ERRORS
    }


@public_page
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API."""
    slugs = list(Condition.objects.order_by("slug").values_list("slug", flat=True))
    study = Study.objects.visible().order_by("slug").values_list("slug", flat=True).first() or "bonetti-2005"
    site = request.build_absolute_uri(reverse("home")).removesuffix("/")
    return HttpResponse(json_text(describe(site, slugs, study)) + "\n", content_type="application/json")
