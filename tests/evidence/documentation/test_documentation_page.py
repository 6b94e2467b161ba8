"""The documents of the project: each is a page, and every link in them leads somewhere."""

import re
from functools import cache
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from evidence.documentation.documentation_files import OVERVIEW, documentation_files, read_file, site_address
from evidence.documentation.markdown_page import heading_anchors, link_targets
from studies.permissions import ADMIN
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import make_user
from tests.shares import A_SHARE, A_TENTH, drawn

ROOT = Path(settings.BASE_DIR)
FOLDERS = (".", "benchmarks", "deploy", "docs", "fixtures", "tests")


def markdown_files() -> list[str]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


@cache
def anchors_of(path: str) -> set[str]:
    return heading_anchors(read_file(path))


def links() -> list[tuple[str, str]]:
    return [(path, unquote(target)) for path in markdown_files() for target in link_targets(read_file(path))]


def test_every_link_to_a_file_and_to_a_heading_leads_there() -> None:
    ours = [(path, target) for path, target in links() if ":" not in target and not target.startswith("/")]
    broken = []
    for path, target in ours:
        name, _, anchor = target.partition("#")
        goal = normpath(Path(path).parent / name) if name else path
        if not (ROOT / goal).exists() or (anchor and anchor not in anchors_of(goal)):
            broken.append((path, target))

    assert len(ours) > 20
    assert broken == []


@pytest.mark.django_db
@A_TENTH
def test_every_link_to_an_address_of_the_site_leads_there(client: Client, share: float) -> None:
    client.force_login(make_user(role=ADMIN))
    broken = []
    for address in drawn(sorted({target for _, target in links() if target.startswith("/")}), share):
        where, _, anchor = address.partition("#")
        response = client.get(where)
        if response.status_code != 200 or (anchor and f'id="{anchor}"' not in response.content.decode()):
            broken.append(address)

    assert broken == []


def test_links_out_are_encrypted() -> None:
    assert [target for _, target in links() if re.match(r"\w+:", target) and not target.startswith("https:")] == []


def test_the_overview_names_every_document() -> None:
    named = {normpath(Path(OVERVIEW).parent / target) for target in link_targets(read_file(OVERVIEW))}

    assert {*documentation_files().values()} - named == set()


@pytest.mark.django_db
@A_SHARE
def test_each_document_is_a_valid_page_with_what_search_engines_show(client: Client, share: float) -> None:
    names = {path: name for name, path in documentation_files().items()}
    asked = {"CONTRIBUTING.md", "docs/operations.md", *drawn(names, share)}
    pages = {path: read(client.get(f"/docs/{names[path]}/")) for path in asked}
    pages[OVERVIEW] = read(client.get("/docs/"))

    assert {path: markup_errors(page) for path, page in pages.items() if markup_errors(page)} == {}
    descriptions = [re.findall(r'name="description"\s+content="([^"]*)"', page.html)[0] for page in pages.values()]
    assert len(set(descriptions)) == len(pages)
    assert all(40 < len(each.strip()) <= 200 for each in descriptions)
    # A link to another document is its page, with the heading.
    assert 'href="/docs/architecture/#where-to-add-what"' in pages["CONTRIBUTING.md"].html
    assert 'href="/docs/changelog/"' in pages["docs/operations.md"].html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing", "README", "..", "LICENSE"])
def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert client.get(f"/docs/{name}/").status_code == 404


def test_file_that_is_no_page_has_no_address() -> None:
    assert site_address("../benchmarks/README.md", source="docs/growth.md") == ""
    assert site_address("static/screenshots/condition.png", source="README.md").endswith("condition.png")
    assert site_address("../README.md#two-commands", source="docs/a.md") == "/docs/readme/#two-commands"
    assert site_address("#here", source="docs/a.md") == "#here"


def test_the_image_holds_every_document() -> None:
    copied = re.findall(r"^COPY (\S+) ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    for path in [*documentation_files().values(), OVERVIEW, "LICENSE", "CITATION.cff"]:
        places = {path, path.partition("/")[0]}
        assert places & {*copied}, path
        assert places & let_in, path
