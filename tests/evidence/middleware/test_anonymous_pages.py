"""Kept pages: who gets one, when it is the same, what a cache in front may do, and that nothing private is kept."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone

from evidence.middleware import anonymous_pages
from evidence.middleware.anonymous_pages import AnonymousPagesMiddleware, is_anonymous
from evidence.middleware.kept_page import accepts_gzip
from evidence.urls import urlpatterns
from studies.models import Study
from studies.permissions import CURATOR
from studies.presentation.show_page import AddressRequest, is_public
from studies.revisions import kept_values
from studies.urls import urlpatterns as studies_patterns
from tests.factories import make_arm, make_study, make_user
from tests.shares import A_TENTH, drawn
from tests.studies.full_site import make_site
from tests.studies.models.test_constraints import make_assessment, make_judgement
from tests.studies.revisions.versions import Rows, set_by_test, store_in
from tests.studies.test_permission_matrix import EXPECTED, OPEN, address_of

# They show no records: files of the site, and addresses that lead on.
NOT_KEPT = {"robots", "favicon", "security-txt", "former-contrast", "former-printed-contrast"}
FORMS = {name for name in EXPECTED if name.startswith("password_")}
PUBLIC = {name for name, group in EXPECTED.items() if group == OPEN} - NOT_KEPT - FORMS
PRIVATE = "private, no-store"


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    with override_settings(CACHES=store_in(str(tmp_path / "kept")), LOCAL_DIR=tmp_path):
        yield tmp_path / "kept"


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    return set_by_test(monkeypatch)


def headers_of(response: Any) -> dict[str, str]:
    """The headers of a page, without the number of its request."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def kept_of(response: Any) -> str | None:
    return getattr(response, "kept", None)


def without_token(content: bytes) -> bytes:
    """A page without the token of its forms, which is another one each time."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=)"\w+"', rb"\1", content)


def test_every_open_address_is_public_and_no_other() -> None:
    public = {each.name for each in urlpatterns + studies_patterns if is_public(getattr(each, "callback", str))}
    assert public == PUBLIC


@pytest.mark.django_db
def test_address_is_looked_up_once_whether_it_leads_to_a_public_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(anonymous_pages, "resolve", lambda path: asked.append(path) or resolve(path))
    for _ in range(2):
        client.get("/studies/that-nobody-else-asks-for/")
    assert asked == ["/studies/that-nobody-else-asks-for/"]


@pytest.mark.django_db
def test_page_is_computed_once_and_again_after_a_change(client: Client, rows: Rows) -> None:
    study = make_study()
    address = study.get_absolute_url()

    cold = client.get(address)
    kept = client.get(address)
    assert (kept_of(cold), kept_of(kept)) == ("cold", "kept")
    assert kept.headers["X-Request-ID"] != cold.headers["X-Request-ID"]
    assert (kept.content, headers_of(kept)) == (cold.content, headers_of(cold))

    Study.objects.update(label="Changed 2020")
    rows.version = 2
    changed = client.get(address)
    assert kept_of(changed) == "cold"
    assert "Changed 2020" in changed.content.decode()
    assert "Changed 2020" not in kept.content.decode()


@pytest.mark.django_db
def test_page_that_was_sent_is_not_read_from_the_store_again(
    client: Client, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [client.get("/glossary/") for _ in ("cold", "kept")]
    monkeypatch.setattr(kept_values, "find_value", None)
    pages.append(client.get("/glossary/"))
    assert [kept_of(page) for page in pages] == ["cold", "kept", "kept"]
    assert pages[2].content == pages[0].content


@pytest.mark.django_db
def test_reader_who_has_the_page_is_told_so_in_a_few_bytes(client: Client, rows: Rows) -> None:
    page = client.get("/glossary/")
    tag = page.headers["ETag"]

    same = client.get("/glossary/", headers={"If-None-Match": f'"other", {tag}'})
    assert (same.status_code, same.content, kept_of(same)) == (304, b"", "304")
    assert same.headers["ETag"] == tag
    for name in ("Cache-Control", "Vary", "X-Accel-Expires"):
        assert same.headers[name] == page.headers[name]

    # Another version with the same text is the same page.
    rows.version = 2
    assert client.get("/glossary/", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/glossary/", headers={"If-None-Match": '"other"'}).content == page.content


@pytest.mark.django_db
def test_page_is_sent_compressed_or_not_whole_and_without_its_body(client: Client, rows: Rows) -> None:
    for _ in ("cold", "kept"):
        plain = client.get("/glossary/", headers={"Range": "bytes=0-10"})
        packed = client.get("/glossary/", headers={"Accept-Encoding": "br, gzip"})
        head = client.head("/glossary/", headers={"Accept-Encoding": "gzip"})
        assert plain.status_code == 200
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert len(plain.content) > 2 * len(packed.content)
        assert packed.headers["Content-Length"] == str(len(packed.content))
        assert (head.content, headers_of(head)) == (b"", headers_of(packed))
        assert packed.headers["Vary"] == "Cookie, Accept-Encoding"
        assert packed.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.django_db
def test_page_that_was_first_asked_for_by_head_is_kept_whole(client: Client, rows: Rows) -> None:
    head = client.head("/glossary/")
    page = client.get("/glossary/")
    assert (kept_of(head), head.content, kept_of(page)) == ("cold", b"", "kept")
    assert head.headers["Content-Length"] == str(len(page.content))
    assert "</html>" in page.content.decode()


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        *[(each, True) for each in ("gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.5", "*", "GZIP", "x-gzip")],
        *[(each, False) for each in ("", "br", "gzip;q=0", "gzip; q=0., br", "gzipped", "identity")],
        *[(each, False) for each in ("gzip;q=1.0.0", "gzip;q=.", "gzip;q=, br")],
    ],
)
def test_reader_says_whether_gzip_is_taken(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


@pytest.mark.django_db
def test_public_page_may_be_stored_by_all_and_is_asked_for_each_time(client: Client, rows: Rows) -> None:
    for version in (1, None):
        rows.version = version
        headers = client.get("/glossary/").headers
        assert headers["Cache-Control"] == "public, no-cache"
        assert headers["Vary"] == "Cookie, Accept-Encoding"
        assert "Set-Cookie" not in headers


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/login/", "/no-such-page/", "/glossary/?colour=red", "/curation/", "/glossary"])
def test_nothing_else_is_kept_or_may_be_stored(client: Client, rows: Rows, store: Path, address: str) -> None:
    for _ in range(2):
        response = client.get(address)
        assert kept_of(response) is None
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
    assert list(store.glob("*")) == []


@pytest.mark.django_db
def test_people_who_are_logged_in_get_a_page_of_their_own_made_of_what_is_kept(client: Client, rows: Rows) -> None:
    person = make_user(role=CURATOR, username="kept-by-nobody")
    assert kept_of(client.get("/flow/")) == "cold"
    client.force_login(person)

    page = client.get("/flow/")
    assert kept_of(page) is None
    assert page.headers["Cache-Control"] == PRIVATE
    assert "ETag" not in page.headers
    assert "kept-by-nobody" in page.content.decode()
    assert "kept-by-nobody" not in Client().get("/flow/").content.decode()


@pytest.mark.django_db
def test_cookies_of_a_reader_without_a_session_leave_no_trace(rows: Rows) -> None:
    reader = Client()
    reader.cookies["csrftoken"] = "a" * 32
    assert kept_of(reader.get("/glossary/")) == "cold"
    assert kept_of(Client().get("/glossary/")) == "kept"


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_reader_with_a_session_or_a_message_is_not_anonymous(cookie: str) -> None:
    request = RequestFactory().get("/")
    assert is_anonymous(request)
    request.COOKIES = {cookie: "anything"}
    assert not is_anonymous(request)
    assert not is_anonymous(RequestFactory().post("/"))


def answer_of(respond: Any) -> HttpResponse:
    """What the middleware makes of the answer of the glossary's view, which is public."""

    def get_response(request: HttpRequest) -> HttpResponse:
        request.resolver_match = get_resolver().resolve("/glossary/")
        return respond(request)

    response = AnonymousPagesMiddleware(get_response)(RequestFactory().get("/glossary/", headers={"Host": "localhost"}))
    assert isinstance(response, HttpResponse | StreamingHttpResponse)
    return response


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("page")
    response.set_cookie("seen", "1")
    return response


@pytest.mark.parametrize(
    "respond",
    [
        with_cookie,
        lambda request: StreamingHttpResponse(iter(["page"])),
        lambda request: HttpResponse("page", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse("page", status=503),
    ],
)
def test_answer_of_a_public_view_with_a_cookie_in_pieces_or_with_a_fault_is_not_kept(respond: Any, rows: Rows) -> None:
    for _ in range(2):
        answer = answer_of(respond)
        assert kept_of(answer) is None
        assert "private" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_page_prints_the_address_it_was_asked_under(client: Client, rows: Rows) -> None:
    with override_settings(ALLOWED_HOSTS=["one.example", "two.example"]):
        for _ in range(2):
            for host in ("one.example", "two.example"):
                page = client.get("/methods/", headers={"Host": host}).content.decode()
                assert f"http://{host}/methods/" in page


@pytest.mark.django_db
def test_page_made_with_other_settings_is_another(client: Client, rows: Rows) -> None:
    client.get("/glossary/")
    with override_settings(CONTACT_EMAIL="editor@example.org"):
        assert "editor@example.org" in client.get("/glossary/").content.decode()


@pytest.mark.django_db
def test_order_of_parameters_changes_the_page_and_not_what_it_is_made_of(
    client: Client, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_study()
    make_arm(study=study)
    address = reverse("condition-findings", args=[study.condition.slug])
    computed: list[str] = []
    monkeypatch.setattr("studies.presentation.show_page.keep", lambda name, build: computed.append(name) or build())
    for query in ("window=short&outcome=pain", "outcome=pain&window=short"):
        client.get(f"{address}?{query}")
    assert len(computed) == 2
    assert len(set(computed)) == 1


def test_shared_page_cannot_know_who_asks() -> None:
    asked = RequestFactory().get("/studies/?page=2")
    asked.COOKIES = {"sessionid": "anything"}
    shown = AddressRequest(asked)
    assert (shown.path, shown.GET.dict()) == ("/studies/", {"page": "2"})
    assert not hasattr(shown, "user")
    assert not hasattr(shown, "session")
    assert shown.COOKIES == {}
    assert not get_messages(shown)


@contextmanager
def reads_beside_a_snapshot(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that read records outside of the one state that a public page is made from."""
    statements: list[str] = []
    is_inside = False

    @contextmanager
    def snapshot() -> Iterator[None]:
        nonlocal is_inside
        was_inside, is_inside = is_inside, True
        try:
            yield
        finally:
            is_inside = was_inside

    def note(execute: Any, statement: str, *rest: Any) -> Any:
        if not is_inside and ('"studies_' in statement or '"evidence_' in statement):
            statements.append(statement)
        return execute(statement, *rest)

    monkeypatch.setattr("studies.presentation.show_page.read_snapshot", snapshot)
    with connection.execute_wrapper(note):
        yield statements


@A_TENTH
@pytest.mark.django_db
def test_every_public_page_is_the_same_kept_and_made_of_kept_objects_in_one_state(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    """For readers to the byte; for a curator, who gets a page made of what is kept, but for the token of its form."""
    rows.version = None
    study = make_site()
    rows.version = 1
    addresses = [address_of(name, study) for name in sorted(PUBLIC)]
    pages = drawn([address for address in addresses if address.endswith("/")], share)
    files = drawn([address for address in addresses if not address.endswith("/")], share)
    curator = Client()
    curator.force_login(make_user(role=CURATOR))

    for address in pages + files:
        answers = [Client().get(address), Client().get(address)]
        assert [kept_of(each) for each in answers] == ["cold", "kept"], address
        assert answers[0].content == answers[1].content, address
    assert len(pages) > 30 * share
    for address in pages:
        page = curator.get(address).content
        rows.version = None
        with reads_beside_a_snapshot(monkeypatch) as statements:
            assert without_token(curator.get(address).content) == without_token(page), address
        assert not statements, address
        rows.version = 1


@pytest.mark.django_db
def test_page_of_a_study_is_not_kept_for_who_assesses_it_without_the_others(
    rows: Rows,
) -> None:
    study, curator = make_study(), make_user(role=CURATOR)
    assessment = make_assessment(study=study, finished_at=timezone.now())
    make_judgement(assessment=assessment, reason="Said of the first domain")
    reader = Client()
    reader.force_login(curator)
    for each in (Client(), reader):
        assert "Said of the first domain" in each.get(study.get_absolute_url()).content.decode()
    make_assessment(study=study, assessed_by=curator)
    assert "Said of the first domain" not in reader.get(study.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_change_by_sql_is_on_the_page_of_the_next_request(client: Client) -> None:
    """With the version of the database, and a page that is kept."""
    study = make_study()
    address = study.get_absolute_url()
    kept = [kept_of(client.get(address)) for _ in range(3)]
    assert kept == ["cold", "kept", "kept"]
    with connection.cursor() as cursor:
        for label in ("First 2001", "Second 2002"):
            cursor.execute("UPDATE studies_study SET label = %s", [label])
            changed = client.get(address)
            assert kept_of(changed) == "cold"
            assert label in changed.content.decode()
