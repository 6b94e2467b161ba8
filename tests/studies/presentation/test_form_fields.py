"""Lists of choices and typed fields in forms are written as Django's own templates write them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Template
from django.test.signals import template_rendered
from django.utils.safestring import mark_safe

ATTRS = {"id": "id_chosen", "required": True, "hidden": False, "size": 3, "data-what": '"<&>"', "title": None}


@pytest.mark.parametrize("chosen", [None, "a&b", 2])
def test_list_of_choices_is_written_as_django_writes_it(chosen: object) -> None:
    groups = [("More & <more>", [(2, "two"), ("<3>", "three")]), ("Last", [(None, mark_safe("<i>4</i>")), (5, 5)])]
    choices = [("", "any"), ("a&b", "A & B"), *groups]
    for widget in (forms.Select(choices=choices), forms.SelectMultiple(choices=choices), forms.NullBooleanSelect()):
        assert widget.render("chosen", chosen, ATTRS) == widget.render("chosen", chosen, ATTRS, DjangoTemplates())


@pytest.mark.parametrize("value", [None, "", 2.5, 'a "<b>" & c', mark_safe("&amp;")])
def test_typed_field_is_written_as_django_writes_it(value: object) -> None:
    for widget in (forms.TextInput(), forms.NumberInput(), forms.DateInput(), forms.CheckboxInput()):
        assert widget.render("typed", value, ATTRS) == widget.render("typed", value, ATTRS, DjangoTemplates())


def test_typed_field_takes_two_templates_and_not_three() -> None:
    used: list[str | None] = []

    def note(template: Template, **_: object) -> None:
        used.append(template.name)

    template_rendered.connect(note)
    try:
        forms.TextInput().render("typed", "a", ATTRS)
    finally:
        template_rendered.disconnect(note)
    assert used == ["django/forms/widgets/text.html", "django/forms/widgets/input.html"]
