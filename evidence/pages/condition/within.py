"""The pages of one condition and how much each holds: the navigation that they share."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString

from evidence.pages.condition.synthesised_condition import SynthesisedCondition
from evidence.pages.reviews.review_records import count_reviews
from evidence.synthesis.harms import harm_lines
from evidence.synthesis.unused_trials import unused_trials
from studies.models import Condition
from studies.numerics.number_formatting import count
from studies.presentation.filled_html import filled, lines_of
from studies.presentation.page_addresses import page_address

_LINK = '<li><a href="{}"{}>{} {}</a></li>'
_HERE = SafeString(' aria-current="page"')

register = template.Library()


@dataclass(frozen=True, slots=True)
class WithinLink:
    """One page of the condition. ``name`` is that of its address; ``count`` is None where nothing is counted."""

    name: str
    label: str
    href: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Within:
    """A condition, the conditions above it from the top, and its pages in reading order."""

    condition: Condition
    trail: tuple[Condition, ...]
    links: tuple[WithinLink, ...]


def within(of: SynthesisedCondition, *, reviews: int | None = None, single_arms: int | None = None) -> Within:
    """The pages of a condition. A page that has counted reviews or results of single arms passes their number."""
    counts = {
        "condition": None,
        "condition-findings": sum(answer.has_value for answer in of.answers),
        "condition-unused": len(unused_trials(of.judged.counts.isolating, of.answers)),
        "condition-harms": len(harm_lines(of.judged.harms)),
        "condition-reviews": count_reviews(of.read.review_conditions) if reviews is None else reviews,
        "condition-uncontrolled": of.read.single_arms if single_arms is None else single_arms,
        "condition-studies": len({arm.study.id for arm in of.read.arms}),
        "condition-selection": None,
    }
    condition = of.read.condition
    return Within(
        condition=condition,
        trail=of.read.ancestors[::-1],
        links=tuple(
            WithinLink(name, _LABELS[name], page_address(name, condition.slug), count) for name, count in counts.items()
        ),
    )


@register.filter
def page_links(within: Within, here: str) -> SafeString:
    """The links as HTML; that of the page with an address of the name ``here`` says so."""
    return lines_of(_link(link, _HERE if link.name == here else "") for link in within.links)


def _link(link: WithinLink, current: str) -> SafeString:
    number = "" if link.count is None else filled('<span class="many">{}</span>', count(link.count))
    return filled(_LINK, link.href, current, link.label, number)


_LABELS = {
    "condition": "Answer",
    "condition-findings": "All findings",
    "condition-unused": "Trials not used",
    "condition-harms": "Harms",
    "condition-reviews": "Published reviews",
    "condition-uncontrolled": "Without a comparison",
    "condition-studies": "All studies",
    "condition-selection": "Change the question",
}
