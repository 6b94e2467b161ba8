"""The template tags of metadata: ``{% load metadata_tags %}``. Addresses are those of the request that is answered."""

from collections.abc import Iterable
from html import unescape

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from evidence.data_citation import SITE_TITLE
from evidence.pages.metadata.citation_tags import citation_tags
from evidence.pages.metadata.linked_data import Data, data_block, data_set, web_site, work_data
from evidence.pages.metadata.page_address import absolute_address, canonical_address
from studies.models import Condition, Publication, Study
from studies.presentation.file_download import XLSX
from studies.presentation.filled_html import filled
from studies.presentation.show_page import is_public

register = template.Library()
# The kinds of files with the names of their addresses.
_CONDITION_FILES = (
    ("text/csv", "condition-csv"),
    ("application/json", "condition-json"),
    ("application/zip", "condition-zip"),
)
_WHOLE_FILES = (("application/zip", "data-zip"), (XLSX, "data-xlsx"))
# Made-up studies are not to be found, cited or taken for data by any program.
NOT_TO_BE_FOUND = mark_safe('<meta name="robots" content="noindex">')
SHARED_PICTURE = "opengraph.png"
PICTURE_SIZE = (1200, 630)


@register.simple_tag(takes_context=True)
def page_metadata(context: Context, kind: str) -> SafeString:
    """The canonical address and Open Graph of a public page; nothing for any other.

    ``kind`` is the type of Open Graph. A page with citation tags is an "article": Zotero takes a "website" for a web
    page, whatever else it says.
    """
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    if request is None or match is None or not is_public(match.func):
        return SafeString("")
    if settings.SYNTHETIC:
        return NOT_TO_BE_FOUND
    address = canonical_address(request)
    values = (
        ("og:type", kind),
        ("og:url", address),
        ("og:title", block_text(context, "title")),
        ("og:description", block_text(context, "description")),
        ("og:site_name", SITE_TITLE),
        ("og:locale", "en_GB"),
        ("og:image", absolute_address(request, static(SHARED_PICTURE))),
        ("og:image:width", str(PICTURE_SIZE[0])),
        ("og:image:height", str(PICTURE_SIZE[1])),
        ("og:image:alt", SITE_TITLE),
    )
    properties = _tags('<meta property="{}" content="{}">', (each for each in values if each[1]))
    return filled('<link rel="canonical" href="{}">\n    {}', address, properties)


def block_text(context: Context, name: str) -> str:
    """The words of a block of the page that is rendered, such as its title; "" where the page has no such block."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return " ".join(unescape(strip_tags(block.render(context))).split()) if block else ""


@register.simple_tag
def publication_tags(publication: Publication) -> SafeString:
    """The ``citation_*`` tags of a publication."""
    tags = () if settings.SYNTHETIC else citation_tags(publication)
    return _tags('<meta name="{}" content="{}">', tags)


def _tags(pattern: str, values: Iterable[tuple[str, str]]) -> SafeString:
    return SafeString("\n    ".join(filled(pattern, *each) for each in values))


@register.simple_tag(takes_context=True)
def publication_data(context: Context, publication: Publication, study: Study) -> SafeString:
    """The publication of a study as linked data, on the page of the study."""
    data = work_data(publication, address=canonical_address(context["request"]), name=study.label)
    return _block(data) if data else SafeString("")


@register.simple_tag(takes_context=True)
def condition_data(context: Context, condition: Condition) -> SafeString:
    """What is known of a condition as a set of data, with its downloads."""
    return _block(
        data_set(
            name=f"Ozone for {condition.name.lower()}: published results",
            description=(
                f"What published studies measured of ozone therapy for {condition.name.lower()}: every contrast with "
                "its effect, what is pooled and how certain it is, what is excluded and why. Each number with the "
                "place where it was read. Not the product of a protocol-driven search."
            ),
            address=canonical_address(context["request"]),
            files=_addresses(context, _CONDITION_FILES, condition.slug),
            state=context["data"],
            about=condition.name.lower(),
        )
    )


@register.simple_tag(takes_context=True)
def whole_data_set(context: Context) -> SafeString:
    """Everything that the site publishes as a set of data, on the page of its files."""
    return _block(
        data_set(
            name=f"{SITE_TITLE}, all tables",
            description=(
                "What published studies of ozone therapy for back pain reported: studies, arms, doses, outcomes, "
                "differences, harms, reviews and doubts about numbers, as printed, each with the place where it was "
                "read. Not the product of a protocol-driven search."
            ),
            address=canonical_address(context["request"]),
            files=_addresses(context, _WHOLE_FILES),
            state=context["data"],
        )
    )


@register.simple_tag(takes_context=True)
def site_data(context: Context) -> SafeString:
    """The site with its search, on the first page."""
    request = context["request"]
    home, search = (absolute_address(request, reverse(name)) for name in ("home", "search"))
    return _block(web_site(address=home, search=search))


def _block(data: Data) -> SafeString:
    return SafeString("") if settings.SYNTHETIC else data_block(data)


def _addresses(context: Context, files: Iterable[tuple[str, str]], *arguments: str) -> list[tuple[str, str]]:
    """The kind and the whole address of each file."""
    request = context["request"]
    return [(kind, absolute_address(request, reverse(name, args=arguments))) for kind, name in files]
