"""The frame of every page: header, footer, and the error pages."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from evidence.data_citation import DataCitation
from evidence.pages import site_header
from studies.models import Condition, Study
from studies.revisions.reasons import LOADED, save_with_reason
from tests.factories import make_study, make_user

ERROR_PAGES = ["400.html", "404.html", "403.html", "403_csrf.html", "registration/locked_out.html"]
PERSON = {"user": User(username="ada"), "csrf_token": "token"}


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def frame(**context: object) -> str:
    return text_of(render_to_string("base.html", context, request=None))


@pytest.mark.parametrize(
    ("name", "path", "marked"),
    [
        ("worklist", "/curation/", '<a href="/curation/" aria-current="page">Curation</a>'),
        ("sign-off", "/curation/studies/rossi/sign-off/", '<a href="/curation/" aria-current="true">Curation</a>'),
        ("criteria", "/curation/criteria/", '<a href="/import/" aria-current="true">Import</a>'),
    ],
)
def test_navigation_marks_the_part_of_a_curation_page(name: str, path: str, marked: str) -> None:
    match = SimpleNamespace(url_name=name, func=str)
    request = SimpleNamespace(resolver_match=match, path_info=path, build_absolute_uri=path)
    rights = {"studies": {"change_study": True, "add_publication": True}}
    navigation = frame(request=request, perms=rights, **PERSON)
    assert navigation.count("aria-current") == 1
    assert marked in navigation


def test_header_is_written_once_for_each_page_and_the_rights_of_its_person(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    write = site_header.render_to_string
    monkeypatch.setattr(site_header, "render_to_string", lambda *given: written.append(given[0]) or write(*given))
    may, may_not = ({"studies": {"change_study": is_given, "add_publication": is_given}} for is_given in (True, False))
    site_header.written_header.cache_clear()
    request = SimpleNamespace(
        resolver_match=SimpleNamespace(url_name="safety", func=str), path_info="/safety/", build_absolute_uri=str
    )
    frames = [frame(request=request, perms=rights, **PERSON) for rights in (may, may_not, may, may_not)]
    assert [">Import</a>" in each for each in frames] == [True, False, True, False]
    assert written == ["_header.html"] * 2
    with override_settings(DEBUG=True):
        assert ">Import</a>" in frame(request=request, perms=may, **PERSON)
    assert len(written) == 3


def test_rights_of_a_reader_are_not_asked_for() -> None:
    assert ">Import</a>" not in frame(user=AnonymousUser(), perms=None)


def test_error_page_needs_neither_context_nor_static_files() -> None:
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "evidence.static_files.NamedByContentStorage"},
    }
    with override_settings(STORAGES=storages):
        html = render_to_string("500.html")
    assert html.count("<h1>") == 1
    assert "Something broke on our side" in html


@pytest.mark.parametrize("name", ["base.html", "500.html", *ERROR_PAGES])
def test_no_template_holds_inline_style_or_script(name: str) -> None:
    assert not re.search(r"style=|<style|<script|\son\w+=", render_to_string(name))


def test_every_project_template_is_free_of_inline_style_and_script() -> None:
    folder = settings.BASE_DIR / "templates"
    ours = [path for path in folder.rglob("*.*") if "admin" not in path.parts]
    assert len(ours) > 20
    # A script of a file of ours is allowed; one written into the page is not.
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=")
    faults = [path.name for path in ours if inline.search(path.read_text())]
    assert faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_has_one_heading_and_a_link(name: str) -> None:
    request = RequestFactory().get("/nowhere/")
    html = render_to_string(name, {"user": None}, request=request)
    assert html.count("<h1>") == 1
    assert 'href="/"' in html


@pytest.mark.django_db
def test_unknown_address_shows_the_not_found_page(client: Client) -> None:
    response = client.get("/nowhere/<script>/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_footer_names_the_state_of_the_data() -> None:
    released = DataCitation(3, date(2026, 11, 2), None, None)
    assert "release 3 of 2 November 2026</a>. No search of a database is on record." in frame(data=released)
    changed = DataCitation(None, None, date(2026, 11, 22), None)
    assert "<b>Data of:</b> not released; data version of 22 November 2026." in frame(data=changed)


@pytest.mark.django_db
def test_day_of_a_load_is_no_date_of_the_data(client: Client) -> None:
    study = make_study()
    for model in (Study, Condition):
        model.history.update(history_change_reason=LOADED)
    assert "Data of:</b> not released; the data set as loaded, without a change since." in text_of(
        client.get("/glossary/").content.decode()
    )
    save_with_reason(study, reason="Checked", by=None)
    today = f"{study.history.latest().history_date:%-d %B %Y}"
    html = text_of(client.get("/glossary/").content.decode())
    assert f"Data of:</b> not released; data version of {today}." in html
    assert 'How to cite:</b> <span class="citation">Ozone for back pain: the evidence [web site]. Not released' in html
    assert "http://testserver/glossary/</span>" in html


def test_footer_says_how_to_report_an_error() -> None:
    assert 'href="mailto:editor@example.org"' in frame(contact_email="editor@example.org")
    assert "tell the people who run this site" in frame(contact_email="")


def test_footer_shows_the_disclaimer() -> None:
    html = frame()
    for sentence in (
        "Not the product of a protocol-driven search",
        "Numbers may come from abstracts alone",
        "retracted has not been checked",
        "“not in the text read” does not mean “none”",
        "Not medical advice",
    ):
        assert sentence in html


@pytest.mark.django_db
def test_only_staff_see_the_link_to_the_admin(client: Client) -> None:
    assert "Edit the records" not in client.get("/glossary/").content.decode()
    client.force_login(make_user())
    assert "Edit the records" not in client.get("/glossary/").content.decode()
    client.force_login(make_user(is_staff=True))
    assert "Edit the records" in client.get("/glossary/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "name"), [("/", "Conditions"), ("/studies/", "Studies"), ("/glossary/", "Glossary")]
)
def test_navigation_marks_the_current_page(client: Client, address: str, name: str) -> None:
    html = client.get(address).content.decode()
    assert re.findall(r'aria-current="page">([^<]+)<', html) == [name]


@pytest.mark.django_db
def test_login_names_its_fields_and_explains_a_wrong_password(client: Client) -> None:
    html = client.post("/login/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert 'for="id_username"' in html
    assert 'for="id_password"' in html
    assert 'role="alert"' in html


def test_every_term_of_the_glossary_has_its_own_anchor() -> None:
    html = render_to_string("evidence/pages/glossary.html")
    anchors = re.findall(r'<dt id="([a-z0-9-]+)">', html)
    assert len(anchors) > 50
    assert len(set(anchors)) == len(anchors)
    assert html.count("<dt") == len(anchors)
    links = re.findall(r'href="#([a-z0-9-]+)"', html.split("</nav>", 1)[1])
    assert set(links) <= set(re.findall(r'id="([a-z0-9-]+)"', html))
