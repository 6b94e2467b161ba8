"""The mail server from one address in the environment. Settings use it, so it reads no settings."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_CONSOLE, _NONE, _SMTP = (f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "smtp"))
# The usual port of each way to encrypt.
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """How mail is sent. ``host`` is empty where it goes nowhere, or to the console in development."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def read_email_url(url: str, *, production: bool) -> MailServer:
    """The server of an address such as smtp+starttls://user:password@mail.example.org:587; '' is none.

    Raises ``ImproperlyConfigured``, with the address in it but not the password.

    >>> server = read_email_url("smtps://a%40b:c@mail.example.org", production=True)
    >>> server.host, server.port, server.user, server.tls
    ('mail.example.org', 465, 'a@b', True)
    """
    if not url:
        return MailServer(_NONE if production else _CONSOLE)
    scheme, _, rest = url.partition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if scheme not in _PORTS or not host:
        raise ImproperlyConfigured(
            f"EMAIL_URL is {scheme}://…{rest.rpartition('@')[2]}; expected smtp, smtp+starttls or smtps, such as "
            "smtp+starttls://user:password@mail.example.org:587."
        )
    return MailServer(
        backend=_SMTP,
        host=host,
        port=port or _PORTS[scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=scheme == "smtp+starttls",
        tls=scheme == "smtps",
    )
