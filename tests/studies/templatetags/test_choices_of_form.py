"""Lists of choices in forms are written as Django's own templates write them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

ATTRS = {"id": "id_chosen", "required": True, "hidden": False, "size": 3, "data-what": '"<&>"', "title": None}


@pytest.mark.parametrize("chosen", [None, "a&b", 2])
def test_list_of_choices_is_written_as_django_writes_it(chosen: object) -> None:
    groups = [("More & <more>", [(2, "two"), ("<3>", "three")]), ("Last", [(None, mark_safe("<i>4</i>")), (5, 5)])]
    choices = [("", "any"), ("a&b", "A & B"), *groups]
    for widget in (forms.Select(choices=choices), forms.SelectMultiple(choices=choices), forms.NullBooleanSelect()):
        assert widget.render("chosen", chosen, ATTRS) == widget.render("chosen", chosen, ATTRS, DjangoTemplates())
