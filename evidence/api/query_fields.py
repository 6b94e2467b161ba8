"""The query parameters of the API: those of the forms of the pages, described for programs and read strictly.

A form says which values it takes, and decides. What a form forgives a person who types (an empty field, a value given
twice, a number with spaces) is an error here, since a program that sends it means something else than it gets.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from studies.presentation.query_parameters import QueryParameterError

JsonSchema = dict[str, Any]
MOST_ROWS = 1_000
USUAL_ROWS = 100
LIMIT, AFTER, FORMAT = "limit", "after", "format"
CSV_FORMAT = "csv"
# A key of a row, an anchor or a slug, and such joined by slashes.
KEY_PATTERN = "^[A-Za-z0-9][-A-Za-z0-9_./]{0,399}$"
SLUG_PATTERN = "^[-a-zA-Z0-9_]{1,200}$"
_WHOLE, _DECIMAL = re.compile(r"-?[0-9]{1,18}"), re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
# More allowed values than these are not listed in a sentence.
_MOST_LISTED = 60


@dataclass(frozen=True, slots=True)
class QueryField:
    """One query parameter: the JSON Schema of one value, what it means, and whether it can be given several times."""

    name: str
    schema: JsonSchema
    description: str
    is_multiple: bool = False

    def as_openapi(self) -> JsonSchema:
        """The parameter as OpenAPI describes it."""
        schema = {"type": "array", "items": self.schema} if self.is_multiple else self.schema
        return {
            "in": "query",
            "name": self.name,
            "required": False,
            "description": self.description,
            "schema": schema,
        }

    def faults(self, values: list[str]) -> list[str]:
        """What is wrong with its values as given, in sentences; its form looks at what is left."""
        if len(values) > 1 and not self.is_multiple:
            return [f"“{self.name}” is given {len(values)} times. Expected once."]
        return [
            f"“{self.name}” is {_quoted(value)}. Expected: {self.expected}." for value in values if not self._is(value)
        ]

    @property
    def expected(self) -> str:
        """What a value can be, in words."""
        if allowed := self.schema.get("enum"):
            return "one of " + ", ".join(allowed) if len(allowed) <= _MOST_LISTED else "a value of the description"
        low, high = self.schema.get("minimum"), self.schema.get("maximum")
        limits = " ".join(
            [*([f"from {low}"] if low is not None else []), *([f"to {high}"] if high is not None else [])]
        )
        words = {"integer": "a whole number", "number": "a number"}.get(self.schema["type"], self.description)
        return f"{words} {limits}".strip().rstrip(".")

    def _is(self, value: str) -> bool:
        if "enum" in self.schema:
            return value in self.schema["enum"]
        if self.schema["type"] in ("integer", "number"):
            return self._is_number(value)
        longest = self.schema.get("maxLength", len(value))
        pattern = self.schema.get("pattern", "")
        return 0 < len(value) <= longest and "\0" not in value and bool(re.search(pattern, value))

    def _is_number(self, value: str) -> bool:
        pattern = _WHOLE if self.schema["type"] == "integer" else _DECIMAL
        if not pattern.fullmatch(value):
            return False
        low, high = self.schema.get("minimum", float("-inf")), self.schema.get("maximum", float("inf"))
        return low <= float(value) <= high and abs(float(value)) != float("inf")


def _quoted(value: str) -> str:
    """A value in a sentence: what cannot be seen as its code, and not longer than a line."""
    seen = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in value[:80])
    return f"“{seen}{'…' if len(value) > 80 else ''}”" if value else "empty"


PAGE_FIELDS = (
    QueryField(
        LIMIT,
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS},
        f"Rows of one page at most. A page also ends before 5 MB. Left out: {USUAL_ROWS}.",
    ),
    QueryField(
        AFTER,
        {"type": "string", "pattern": KEY_PATTERN},
        "The id after which the page begins: take the whole address from “next” of the page before",
    ),
)
FORMAT_FIELD = QueryField(
    FORMAT, {"type": "string", "enum": [CSV_FORMAT]}, "The rows as a table with a header, for programs without JSON"
)
STUDY_FIELD = QueryField(
    "study", {"type": "string", "pattern": SLUG_PATTERN}, "Rows of this study only: its name in addresses"
)


def fields_of(form: Mapping[str, forms.Field], words: Mapping[str, str]) -> tuple[QueryField, ...]:
    """The parameters of a form. ``words`` say what a field means where its label is not enough."""
    return tuple(_field(name, field, words.get(name) or str(field.label or name)) for name, field in form.items())


def _field(name: str, field: forms.Field, words: str) -> QueryField:
    if isinstance(field, forms.BooleanField):
        return QueryField(name, {"type": "string", "enum": ["on"]}, words)
    if isinstance(field, forms.ModelChoiceField):
        return QueryField(name, {"type": "string", "pattern": SLUG_PATTERN}, words)
    if isinstance(field, forms.ChoiceField):
        listed: Iterable[tuple[Any, Any]] = field.widget.choices
        values = [str(value) for value, _ in listed if value != ""]
        # Without choices of its own the form gets them from the records.
        schema: JsonSchema = (
            {"type": "string", "enum": values} if values else {"type": "string", "pattern": SLUG_PATTERN}
        )
        return QueryField(name, schema, words, is_multiple=isinstance(field, forms.MultipleChoiceField))
    if isinstance(field, forms.IntegerField):
        kind = "number" if isinstance(field, forms.FloatField) else "integer"
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        return QueryField(name, {"type": kind, **{key: at for key, at in limits.items() if at is not None}}, words)
    longest = getattr(field, "max_length", None)
    schema = {"type": "string", "minLength": 1, "pattern": r"^[^\x00]+$"}
    return QueryField(name, schema | ({"maxLength": longest} if longest else {}), words)


def check_query(query: QueryDict, known: Iterable[QueryField]) -> None:
    """Raise ``QueryParameterError`` for values that a program cannot mean. Names are checked by the site."""
    faults = [fault for field in known if field.name in query for fault in field.faults(query.getlist(field.name))]
    if faults:
        raise QueryParameterError(faults)


def check_form(form: forms.BaseForm) -> None:
    """Raise ``QueryParameterError`` with the sentences of a form that refuses what it got."""
    if form.is_valid():
        return
    raise QueryParameterError(f"“{name}”: {text}" for name, texts in form.errors.items() for text in texts)


def page_limit(query: QueryDict) -> int:
    """Rows of one page at most, of a query that was checked."""
    return int(query.get(LIMIT, USUAL_ROWS))


def page_start(query: QueryDict) -> str:
    """The id after which the page begins, of a query that was checked; empty for the first page."""
    return query.get(AFTER, "")
