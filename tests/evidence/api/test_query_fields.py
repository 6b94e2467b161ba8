"""Parameters of the API: described as the forms of the pages take them, and read strictly."""

import pytest
from django import forms
from django.http import QueryDict

from evidence.api.condition_views import SELECTION_FIELDS
from evidence.api.list_views import ROW_FIELDS
from evidence.api.query_fields import (
    PAGE_FIELDS,
    QueryField,
    check_form,
    check_query,
    fields_of,
    page_limit,
    page_start,
)
from evidence.filters import SELECTION_PARAMETERS
from studies.filters import StudyFilter
from studies.presentation.query_parameters import QueryParameterError


class Sample(forms.Form):
    colour = forms.MultipleChoiceField(label="Colour", choices=[("red", "Red"), ("blue", "Blue")])
    size = forms.ChoiceField(choices=[("", "any"), ("small", "Small")])
    year = forms.IntegerField(min_value=1800, max_value=2200)
    dose = forms.FloatField(min_value=0)
    q = forms.CharField(label="Words", max_length=5)
    whole = forms.BooleanField()


FIELDS = {field.name: field for field in fields_of(Sample().fields, {"year": "The year"})}


def test_a_form_is_described_by_what_its_fields_take() -> None:
    assert FIELDS["colour"].as_openapi()["schema"] == {
        "type": "array",
        "items": {"type": "string", "enum": ["red", "blue"]},
    }
    assert FIELDS["size"].schema["enum"] == ["small"]
    assert FIELDS["year"].schema == {"type": "integer", "minimum": 1800, "maximum": 2200}
    assert FIELDS["dose"].schema == {"type": "number", "minimum": 0}
    assert FIELDS["whole"].schema["enum"] == ["on"]
    assert (FIELDS["year"].description, FIELDS["q"].description) == ("The year", "Words")


def faults(query: str) -> str:
    try:
        check_query(QueryDict(query), FIELDS.values())
    except QueryParameterError as error:
        return " ".join(error.sentences)
    return ""


@pytest.mark.parametrize(
    "query",
    ["", "colour=red&colour=blue", "size=small&year=1800", "year=2200", "dose=0.5", "dose=1e2", "q=a+b", "whole=on"],
)
def test_values_that_the_form_takes_have_no_fault(query: str) -> None:
    assert faults(query) == ""


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=green", "“colour” is “green”. Expected: one of red, blue."),
        ("size=small&size=small", "“size” is given 2 times. Expected once."),
        ("size=", "“size” is empty. Expected: one of small."),
        ("year=1799", "“year” is “1799”. Expected: a whole number from 1800 to 2200."),
        ("year=2005.0", "“year” is “2005.0”. Expected: a whole number from 1800 to 2200."),
        ("year=%202005", "“year” is “ 2005”. Expected: a whole number from 1800 to 2200."),
        (
            "year=%EF%BC%92%EF%BC%90%EF%BC%90%EF%BC%95",
            "“year” is “２００５”. Expected: a whole number from 1800 to 2200.",
        ),
        ("dose=nan", "“dose” is “nan”. Expected: a number from 0."),
        ("dose=1e999", "“dose” is “1e999”. Expected: a number from 0."),
        ("dose=-1", "“dose” is “-1”. Expected: a number from 0."),
        ("q=abcdef", "“q” is “abcdef”. Expected: Words."),
        ("q=a%00", "“q” is “a\\u0000”. Expected: Words."),
        ("whole=true", "“whole” is “true”. Expected: one of on."),
    ],
)
def test_a_wrong_value_is_a_sentence_that_says_what_is_allowed(query: str, sentence: str) -> None:
    assert faults(query) == sentence


def test_a_long_value_is_not_repeated_whole() -> None:
    assert len(faults(f"size={'x' * 5_000}")) < 200


def test_the_filters_are_those_of_the_pages_and_no_others() -> None:
    assert [field.name for field in SELECTION_FIELDS] == list(SELECTION_PARAMETERS)
    names = [field.name for field in ROW_FIELDS]
    assert names == [*StudyFilter.base_filters, "study", "limit", "after"]


def test_a_page_begins_after_an_id_and_has_a_length() -> None:
    assert (page_limit(QueryDict("")), page_start(QueryDict(""))) == (100, "")
    assert (page_limit(QueryDict("limit=7")), page_start(QueryDict("after=a--b/c"))) == (7, "a--b/c")
    for query in (
        "limit=0",
        "limit=1001",
        "after=",
        "after=a%20b",
        "after=-a",
        "after=%F0%9F%99%82",
        "limit=9&limit=9",
    ):
        with pytest.raises(QueryParameterError):
            check_query(QueryDict(query), PAGE_FIELDS)


def test_what_only_the_form_knows_is_a_sentence_with_the_name() -> None:
    form = Sample({"year": "1700"})
    with pytest.raises(QueryParameterError, match="“year”: Ensure this value is greater than or equal to 1800"):
        check_form(form)


def test_a_list_that_is_too_long_for_a_sentence_is_left_to_the_description() -> None:
    field = QueryField("x", {"type": "string", "enum": [str(number) for number in range(100)]}, "X")
    assert field.faults(["a"]) == ["“x” is “a”. Expected: a value of the description."]
