"""Numbers in templates: what is missing stays empty, everything else goes through the one module of texts."""

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|ratio }}", 0.671, "0.67"),
        ("{{ value|difference }}", -5.46, "−5.5"),
        ("{{ value|number:2 }}", -5.456, "−5.46"),
        ("{{ value|p_value }}", 0.0001, "&lt; 0.001"),
        ("{{ value|count }}", 1200, "1,200"),
        ("{{ value|percent }}", 0.151, "15%"),
        ("{{ value|per_thousand }}", 0.225, "225 per 1,000"),
        ("{{ value|people }}", 1, "1 person"),
        ("{{ value|trials }}", 2, "two trials"),
        ("{{ value|weeks }}", 13.035, "3 months"),
    ],
)
def test_filters_format_like_the_module_and_return_empty_text_for_none(source: str, value: float, text: str) -> None:
    template = Template("{% load numbers %}" + source)
    assert template.render(Context({"value": value})) == text
    assert template.render(Context({"value": None})) == ""


def test_zero_is_written() -> None:
    assert Template("{% load numbers %}{{ value|count }}").render(Context({"value": 0})) == "0"
