"""Reading the environment: each function gives one kind of value; an invalid one stops the start with a sentence."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from evidence.database_file import DatabaseFile

# So much of the disk is used for kept pages; one takes about 10 kB.
KEPT_BYTES = 256_000_000
# A store that does not answer within this is treated as one that is lost.
SECONDS_FOR_REDIS = 2


def env_text(name: str, *, default: str = "") -> str:
    """The variable's text without surrounding space; the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def env_choice(name: str, *, choices: tuple[str, ...], default: str) -> str:
    value = env_text(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; expected one of: {', '.join(choices)}.")
    return value


def env_flag(name: str, *, default: str) -> bool:
    """True for 1, False for 0. Other values raise an error: an unknown spelling of "no" must not mean "yes"."""
    return env_choice(name, choices=("0", "1"), default=default) == "1"


def env_number(name: str, *, default: int, lowest: int) -> int:
    value = env_text(name, default=str(default))
    if not value.isascii() or not value.isdigit() or int(value) < lowest:
        raise ImproperlyConfigured(f"{name} is {value!r}; expected a whole number, {lowest} or more.")
    return int(value)


def env_list(name: str) -> list[str]:
    """The parts between commas, without empty parts."""
    return [part.strip() for part in env_text(name).split(",") if part.strip()]


def env_url(name: str) -> str:
    value = env_text(name).rstrip("/")
    if value and not value.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"{name} is {value!r}; expected an address that starts with https:// or http://.")
    return value


def env_email(name: str) -> str:
    return _email(name, env_text(name))


def env_emails(name: str) -> list[str]:
    return [_email(name, part) for part in env_list(name)]


def _email(name: str, value: str) -> str:
    local, at, domain = value.partition("@")
    if value and not (local and at and domain):
        raise ImproperlyConfigured(f"{name} is {value!r}; expected an e-mail address such as editor@example.org.")
    return value


def env_contact(name: str) -> str:
    """Where somebody can be reached, as an address that a program opens: an e-mail address becomes mailto:."""
    value = env_text(name)
    if not value or value.startswith(("https://", "mailto:", "tel:")):
        return value
    return f"mailto:{_email(name, value)}"


def env_required(name: str, *, why: str) -> str:
    value = env_text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set in production: {why}.")
    return value


def local_secret_key(path: Path) -> str:
    """The key in that file. A missing file is created first, readable by its owner only.

    It is written to a temporary file and then linked, so that processes that start together use the same key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)  # created with mode 600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(60))
            # Closed by now: Windows links no file that is open.
            with suppress(FileExistsError):
                os.link(temporary, path)
        finally:
            Path(temporary).unlink()
    return path.read_text()


def secret_key(*, production: bool, local: Path) -> str:
    """The key that signs sessions: of the environment, or in development of a file in ``local``."""
    if not production:
        return env_text("SECRET_KEY") or local_secret_key(local / "secret_key")
    key = env_required("SECRET_KEY", why="it signs sessions and password resets")
    if len(key) < 50:
        raise ImproperlyConfigured(f"SECRET_KEY has {len(key)} characters; expected 50 or more, chosen at random.")
    return key


def database(url: str) -> dict[str, Any]:
    """Django's entry for a database address: PostgreSQL, or SQLite as this project runs it.

    SQLite: writers wait for each other up to 20 seconds instead of failing, a transaction takes its lock at the start
    (one that reads first and then writes could not wait), readers never wait (WAL), and a file that is not there is an
    error.
    """
    scheme, separator, _ = url.partition("://")
    if not separator or scheme not in {"postgresql", "postgres", "sqlite"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {scheme!r}; expected postgresql://user:password@host:port/name "
            "or sqlite:////absolute/path."
        )
    entry: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    if scheme == "sqlite":
        entry["OPTIONS"] = {
            "factory": DatabaseFile,
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # By default SQLite keeps 2 MB of a file at hand, and the real evidence has 5: pages would read it anew.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
        }
    else:
        # A server that is switched off sends no refusal: without a limit a page would wait for minutes.
        entry["OPTIONS"] = {"connect_timeout": 5} | entry.get("OPTIONS", {})
    return entry


def databases(url: str, *, replica: str) -> dict[str, dict[str, Any]]:
    """Django's entries for the primary server and, where an address names one, for a replica that follows it."""
    entries = {"default": database(url)}
    if replica:
        entries["replica"] = {**database(replica), "TEST": {"MIRROR": "default"}}
        if any(entry["ENGINE"].endswith("sqlite3") for entry in entries.values()):
            raise ImproperlyConfigured("DATABASE_REPLICA_URL is set; expected PostgreSQL in it and in DATABASE_URL.")
    return entries


def cache_store(url: str, *, local: Path) -> dict[str, Any]:
    """Django's entry for the store of kept pages: Redis where an address names one, or else files of this machine."""
    if not url:
        return {
            "BACKEND": "studies.revisions.kept_files.KeptFiles",
            "LOCATION": str(local / "kept"),
            "TIMEOUT": None,
            "OPTIONS": {"MAX_BYTES": KEPT_BYTES},
        }
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"CACHE_URL is {url!r}; expected redis://host:6379/0 (or rediss://, unix://).")
    # Pages of former releases go after this time, or when Redis needs the room.
    options = {"socket_timeout": SECONDS_FOR_REDIS, "socket_connect_timeout": SECONDS_FOR_REDIS}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "TIMEOUT": 7 * 24 * 60 * 60,
        "OPTIONS": options | {"serializer": "studies.revisions.kept_redis.SignedSerializer"},
    }
