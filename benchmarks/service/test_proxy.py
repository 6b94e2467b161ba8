"""What the proxy does with requests and answers, in front of a small web server that records what it is asked."""

import json
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.harness.ports import free_port
from benchmarks.harness.slow_connections import half_sent_connections
from benchmarks.service.proxy import Proxy, running_proxy
from benchmarks.service.recorded_web import RecordedWeb
from benchmarks.service.requests import ask, ask_over_tls
from benchmarks.service.test_files import make_certificate

# Connections that have sent a part of a request and no more.
HALF_SENT = 500
# Requests that one network may send at once before it has to wait (burst of deploy/nginx).
BURST = 200


@pytest.fixture(autouse=True)
def nothing_recorded(web: RecordedWeb) -> None:
    web.requests.clear()
    web.statuses.clear()
    web.version = 1


def ask_until_kept(proxy: Proxy, web: RecordedWeb, path: str) -> None:
    """The proxy sends an answer before it has stored it: the next one may come too early to find it."""
    for _ in range(50):
        ask(proxy.port, path)
        if web.statuses[-1] == 304:
            break
    web.statuses.clear()


def test_a_kept_page_is_asked_for_by_etag_each_time(proxy: Proxy, web: RecordedWeb):
    ask_until_kept(proxy, web, "/kept/asked")

    answers = [ask(proxy.port, "/kept/asked") for _ in range(3)]

    assert web.statuses == [304, 304, 304]
    assert len({answer.body for answer in answers}) == 1
    assert web.requests[-1][2]["If-None-Match"] == '"1"'
    # The mark is between the site and the proxy.
    assert "X-Accel-Expires" not in answers[0].headers


def test_a_change_is_shown_by_the_very_next_answer(proxy: Proxy, web: RecordedWeb):
    shown = []
    for version in range(1, 30):
        web.version = version
        shown.append(ask(proxy.port, "/kept/changed").body.split()[1])

    assert shown == [str(version).encode() for version in range(1, 30)]


@pytest.mark.parametrize("etag", ['"1"', 'W/"1"', '"0", "1"'])
def test_a_reader_who_has_the_page_gets_no_body(proxy: Proxy, web: RecordedWeb, etag: str):
    ask(proxy.port, "/kept/had")

    answer = ask(proxy.port, "/kept/had", If_None_Match=etag)

    assert (answer.status, answer.body) == (304, b"")
    web.version = 2
    assert ask(proxy.port, "/kept/had", If_None_Match=etag).status == 200


def test_one_variant_is_kept_and_unpacked_for_who_cannot(proxy: Proxy, web: RecordedWeb):
    ask_until_kept(proxy, web, "/kept/packed")
    packed = [ask(proxy.port, "/kept/packed", Accept_Encoding=names) for names in ("gzip", "br, gzip", "gzip, deflate")]
    plain = ask(proxy.port, "/kept/packed")

    assert [answer.headers["Content-Encoding"] for answer in packed] == ["gzip"] * 3
    assert plain.headers["Content-Encoding"] is None
    assert plain.body.startswith(b"version 1 <p>")
    assert len(packed[0].body) < len(plain.body) / 50
    assert web.statuses == [304, 304, 304, 304]


def test_what_the_site_does_not_pack_the_proxy_packs(proxy: Proxy):
    answer = ask(proxy.port, "/unmarked/packed", Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_head_request_gets_what_a_get_request_would(proxy: Proxy, web: RecordedWeb):
    ask_until_kept(proxy, web, "/kept/head")

    answer = ask(proxy.port, "/kept/head", method="HEAD", Accept_Encoding="gzip")

    assert (answer.status, answer.body, answer.headers["ETag"]) == (200, b"", '"1"')
    assert web.statuses == [304]


@pytest.mark.parametrize("cookie", ["sessionid=a", "csrftoken=a", "messages=a", "theme=dark; sessionid=a"])
def test_a_person_with_a_session_goes_past_what_is_kept(proxy: Proxy, web: RecordedWeb, cookie: str):
    page, other = f"/kept/{cookie[:5]}", f"/kept/other-{cookie[:5]}"
    ask_until_kept(proxy, web, page)

    ask(proxy.port, page, Cookie=cookie)

    assert web.statuses == [200]
    assert web.requests[-1][2]["Cookie"] == cookie
    assert "If-None-Match" not in web.requests[-1][2]
    # Nor was the answer to that person kept for others.
    ask(proxy.port, other, Cookie=cookie)
    ask(proxy.port, other)
    assert web.statuses == [200] * 3


def test_another_cookie_changes_nothing(proxy: Proxy, web: RecordedWeb):
    ask_until_kept(proxy, web, "/kept/analytics")
    ask(proxy.port, "/kept/analytics", Cookie="_ga=GA1.2.3")

    assert web.statuses == [304]


@pytest.mark.parametrize("path", ["/unmarked", "/cookie", "/busy"])
def test_what_the_site_does_not_mark_is_never_kept(proxy: Proxy, web: RecordedWeb, path: str):
    ask(proxy.port, path)
    ask(proxy.port, path)

    assert [request[1] for request in web.requests] == [path, path]
    assert all("If-None-Match" not in headers for _, _, headers in web.requests)


def test_files_named_by_their_content_are_kept_without_asking(proxy: Proxy, web: RecordedWeb):
    ask(proxy.port, "/static/site.0123.css")
    ask(proxy.port, "/static/site.0123.css")

    assert len(web.requests) == 1


def test_two_hosts_and_two_schemes_are_kept_apart(proxy: Proxy, web: RecordedWeb):
    for headers in ({"Host": "one"}, {"Host": "two"}, {"Host": "one", "X_Forwarded_Proto": "https"}):
        ask(proxy.port, "/kept/hosts", **headers)

    assert web.statuses == [200, 200, 200]


def test_the_site_hears_one_address_and_one_scheme(proxy: Proxy):
    headers = {"X_Forwarded_For": "198.51.100.66, 192.0.2.7", "X_Forwarded_Proto": "https", "X_Request_ID": "mine"}

    heard = json.loads(ask(proxy.port, "/headers", **headers).body)

    # This machine stands for a proxy in front, which added the last address; the rest is what the client said.
    assert heard["X-Forwarded-For"] == "192.0.2.7"
    assert heard["X-Forwarded-Proto"] == "https"
    assert heard["X-Request-ID"] != "mine"
    logged = [line["client"] for line in proxy.lines() if line["request_id"] == heard["X-Request-ID"]]
    assert logged == ["192.0.2.7"]


def test_the_log_holds_no_link_that_lets_in_and_no_parameter(proxy: Proxy):
    for path in ("/password/new/MQ/abc-9f3/", "/password/new/MQ/abc-9f3/?next=1", "/search/?q=my+illness", "/a/"):
        ask(proxy.port, path)

    logged = [line["address"] for line in proxy.lines()][-4:]
    assert logged == ["/password/new/***", "/password/new/***", "/search/", "/a/"]


def test_of_a_stranger_nothing_is_believed(web: RecordedWeb):
    with running_proxy(web.address, front="192.0.2.0/24") as proxy:
        heard = json.loads(ask(proxy.port, "/headers", X_Forwarded_For="192.0.2.7", X_Forwarded_Proto="https").body)

    assert (heard["X-Forwarded-For"], heard["X-Forwarded-Proto"]) == ("127.0.0.1", "http")


def test_figures_are_not_published(proxy: Proxy, web: RecordedWeb):
    assert ask(proxy.port, "/metrics").status == 404
    assert web.requests == []


def test_an_error_page_of_the_site_is_passed_on(proxy: Proxy):
    answer = ask(proxy.port, "/busy")

    assert (answer.status, answer.body, answer.headers["Retry-After"]) == (503, b"the site's own page", "7")


def test_a_site_that_breaks_off_is_said_in_a_sentence(proxy: Proxy):
    answer = ask(proxy.port, "/lost")

    assert (answer.status, answer.headers["Retry-After"]) == (502, "30")
    assert b"Load the page again in half a minute." in answer.body
    assert f"<code>{proxy.lines()[-1]['request_id']}</code>".encode() in answer.body
    assert answer.headers["Cache-Control"] == "no-store"
    # The internal folder of these pages has no address.
    assert ask(proxy.port, "/proxy-errors/502.html").status == 404


def test_an_upload_is_read_whole_before_the_site_hears_of_it(proxy: Proxy, web: RecordedWeb):
    head = b"POST /upload HTTP/1.1\r\nHost: site\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as connection:
        connection.sendall(head + b"x" * 60_000)
        time.sleep(0.3)
        heard_before = len(web.requests)
        connection.sendall(b"x" * 40_000)
        answer = connection.recv(4096)

    assert heard_before == 0
    assert answer.startswith(b"HTTP/1.1 200")
    assert [request[0] for request in web.requests] == ["POST"]


def test_a_body_beyond_the_limit_is_refused_with_a_sentence(proxy: Proxy, web: RecordedWeb):
    answer = ask(proxy.port, "/upload", method="POST", body=b"", Content_Length=str(65 * 2**20))

    assert answer.status == 413
    assert b"at most 60 MB" in answer.body
    assert web.requests == []


def test_a_network_that_asks_too_fast_waits_and_others_do_not(proxy: Proxy):
    statuses = [ask(proxy.port, "/kept/fast", X_Forwarded_For="2001:db8::5").status for _ in range(BURST + 150)]
    # One client can use every address of its IPv6 network. Some are let through: one more every 20 milliseconds.
    neighbours = [ask(proxy.port, "/kept/fast", X_Forwarded_For=f"2001:db8::ffff:{number}") for number in range(50)]

    assert statuses[:BURST] == [200] * BURST
    assert 429 in statuses
    neighbour = next(answer for answer in neighbours if answer.status == 429)
    assert neighbour.headers["Retry-After"] == "30"
    assert b"Wait half a minute" in neighbour.body
    assert ask(proxy.port, "/kept/fast", X_Forwarded_For="2001:db8:0:1::5").status == 200
    assert ask(proxy.port, "/static/site.css", X_Forwarded_For="2001:db8::5").status == 200


def test_half_sent_requests_keep_nobody_waiting_and_are_closed(proxy: Proxy, web: RecordedWeb):
    with half_sent_connections(proxy.port, HALF_SENT) as slow:
        started = time.monotonic()
        answer = ask(proxy.port, "/kept/beside")
        seconds = time.monotonic() - started
        still_open = slow.count_open()
        closed_after = slow.seconds_until_all_closed(20)

    assert answer.status == 200
    assert seconds < 1
    assert still_open == HALF_SENT
    # client_header_timeout, counted for the whole header.
    assert closed_after < 15
    assert [request[1] for request in web.requests] == ["/kept/beside"]


def test_tls_ends_in_the_proxy(web: RecordedWeb, tmp_path: Path):
    port = free_port()
    tmp_path.chmod(0o755)
    make_certificate(tmp_path, port)
    with ExitStack() as stack:
        stack.enter_context(running_proxy(web.address, tls=tmp_path))
        answer = ask_over_tls(port, "/headers", tmp_path / "fullchain.pem")

    assert json.loads(answer.body)["X-Forwarded-Proto"] == "https"
