"""The client address of a request, and the network that it belongs to.

Whoever holds one IPv6 address holds the whole /64 around it, so that network stands for one client.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

# The part of an IPv6 address that a provider gives to one customer (RFC 6177).
IPV6_PREFIX = 64


def read_address(text: str) -> Address | None:
    """The address in a text, with or without port, brackets and zone; None where there is none.

    >>> read_address("1.1.1.1:4444"), read_address("[2001:db8::1]:443")
    (IPv4Address('1.1.1.1'), IPv6Address('2001:db8::1'))
    >>> read_address("::ffff:192.0.2.1"), read_address("unknown")
    (IPv4Address('192.0.2.1'), None)
    """
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def network_of(address: Address) -> str:
    """The network that counts as one client: an IPv4 address itself, the first address of an IPv6 /64.

    >>> network_of(IPv4Address("192.0.2.1")), network_of(IPv6Address("2001:db8:1:2:3::4"))
    ('192.0.2.1', '2001:db8:1:2::')
    """
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, IPV6_PREFIX), strict=False).network_address)


def client_address(request: HttpRequest) -> Address | None:
    """The client address as the outermost trusted proxy saw it (PROXY_COUNT); None where nothing readable is known.

    Each proxy appends the address that it saw to X-Forwarded-For, so entries are trusted from the right; all entries
    further left come from the client. With fewer entries than proxies, or an unreadable one, the address of the
    connection is taken.
    """
    header = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    forwarded = [part for part in header.split(",") if part.strip()]
    is_forwarded = 0 < settings.PROXY_COUNT <= len(forwarded)
    address = read_address(forwarded[-settings.PROXY_COUNT]) if is_forwarded else None
    return address or read_address(str(request.META.get("REMOTE_ADDR", "")))
