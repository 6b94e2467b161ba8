"""A part of a template that is written once."""

from django.template import Context, Template


def test_part_is_written_by_the_first_page_and_the_rest_by_each() -> None:
    template = Template("{% once %}<b>{{ word }}</b>{% endonce %} {{ word }}")
    assert [template.render(Context({"word": word})) for word in ("one", "two")] == ["<b>one</b> one", "<b>one</b> two"]
