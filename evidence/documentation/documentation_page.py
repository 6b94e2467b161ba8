"""The pages under /docs/: the overview, and one for each document."""

from functools import partial

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from django.urls import reverse

from evidence.documentation.documentation_files import OVERVIEW, documentation_files, read_file, site_address
from evidence.documentation.markdown_page import MarkdownPage, read_markdown
from studies.presentation.show_page import Context, show_page


@show_page("evidence/documentation/overview.html", shared=True)
def documentation_overview(request: HttpRequest) -> Context:
    return {"page": document_of(OVERVIEW)}


@show_page("evidence/documentation/documentation_page.html", shared=True)
def documentation_page(request: HttpRequest, name: str) -> Context | None:
    path = documentation_files().get(name)
    return {"page": document_of(path)} if path else None


def document_of(path: str) -> MarkdownPage:
    """The document of that path in the project, with links that lead to pages of the site."""
    return read_markdown(read_file(path), partial(site_address, source=path))


class DocumentPages(Sitemap[str]):
    """The documents, for the sitemap."""

    def items(self) -> list[str]:
        return list(documentation_files())

    def location(self, item: str) -> str:
        return reverse("documentation-page", args=[item])
