"""A part of a template that no context changes: ``{% once %}...{% endonce %}``, in any template."""

from django import template
from django.template.base import NodeList, Parser, Token, VariableNode
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class OnceNode(template.Node):
    """What its first page wrote, on all later ones: addresses and texts that follow from code and settings alone."""

    # No page replaces a block in it, so none looks for one.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.written: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        """Write it, or what was written before; a template that is read again is written again."""
        if self.written is None:
            self.written = self.nodelist.render(context)
        return self.written


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """The part until ``{% endonce %}``. Raises ``TemplateSyntaxError`` where it writes a variable."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(VariableNode):
        raise template.TemplateSyntaxError("A part that is written once writes no variable: the next page has another.")
    return OnceNode(nodelist)
