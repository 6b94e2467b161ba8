"""The client address: read safely, and believed only as far as there are proxies."""

import pytest
from django.test import RequestFactory, override_settings

from evidence.accounts.client_address import client_address, network_of, read_address

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        # Without a proxy nothing that a client writes is believed.
        (0, "203.0.113.9", PROXY),
        (0, "2001:db8::9, 203.0.113.9", PROXY),
        (1, "", PROXY),
        (1, " , ,", PROXY),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", PROXY),
        # Ports, brackets, zones, quotes and addresses of IPv4 in IPv6.
        (1, "1.1.1.1:4444", "1.1.1.1"),
        (1, "[2001:db8::1]:4444", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, '"[2001:db8::1]:80"', "2001:db8::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        # What is no address.
        (1, "unknown", PROXY),
        (1, "_hidden", PROXY),
        (1, "1.1.1.1.1", PROXY),
        (1, "999.1.1.1", PROXY),
        (1, "1.1.1.1:4444:5555", PROXY),
        (1, "[", PROXY),
        (1, "[]:80", PROXY),
        (1, ":", PROXY),
        (1, "\u0661.1.1.1", PROXY),
        (1, "x" * 5000, PROXY),
        (1, "' OR 1=1 --", PROXY),
    ],
)
def test_client_address_trusts_as_many_entries_as_there_are_proxies(proxies: int, forwarded: str, expected: str):
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded)

    with override_settings(PROXY_COUNT=proxies):
        assert str(client_address(request)) == expected


@pytest.mark.parametrize("connection", ["", "unix:", "@"])
def test_unknown_connection_has_no_address(connection: str):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=connection)) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_network_is_an_ipv4_address_or_an_ipv6_64(one: str, other: str, same: bool):
    assert (network_of(read_address(one)) == network_of(read_address(other))) is same
