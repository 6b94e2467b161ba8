"""The mark of a number that a second person confirmed: ``{% load confirmed_share %}``."""

from django import template
from django.utils.safestring import SafeString

from studies.presentation.filled_html import filled
from studies.reported.reported_numbers import NumberShare

register = template.Library()
_ALL = SafeString('<span class="confirmed">✓<span class="vh"> confirmed</span></span>')


@register.filter
def confirmed(share: NumberShare) -> SafeString:
    """Whether a second person confirmed the numbers of a row, or how many; nothing where none is confirmed."""
    if not share.confirmed:
        return SafeString()
    return _ALL if share.is_complete else filled('<span class="confirmed">{}</span>', share.text)
