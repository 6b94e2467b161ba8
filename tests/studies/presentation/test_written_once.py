"""A part of a template that is written once."""

import pytest
from django import template
from django.template import Context, Template, TemplateSyntaxError
from django.template.engine import Engine

from studies.presentation import written_once


def test_part_is_written_by_the_first_page_and_the_rest_by_each() -> None:
    library, written = template.Library(), []
    library.simple_tag(lambda: written.append("one") or f"<{len(written)}>", name="counted")
    engine = Engine(libraries={}, builtins=[])
    engine.template_builtins = [*engine.template_builtins, written_once.register, library]
    made = Template("{% once %}{% counted %}{% endonce %} {{ word }}", engine=engine)

    pages = [made.render(Context({"word": word})) for word in ("one", "two")]

    assert pages == ["&lt;1&gt; one", "&lt;1&gt; two"]
    assert len(written) == 1


@pytest.mark.parametrize("part", ["{{ word }}", "{% if True %}{{ word }}{% endif %}"])
def test_part_with_a_variable_is_refused(part: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="writes no variable"):
        Template(f"{{% once %}}{part}{{% endonce %}}")
