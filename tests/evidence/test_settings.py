"""Settings from the environment: valid values, refused values, and the messages."""

import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from evidence.environment import (
    database,
    env_choice,
    env_contact,
    env_email,
    env_emails,
    env_flag,
    env_list,
    env_number,
    env_text,
    env_url,
    local_secret_key,
)

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k3-Zq" * 12,
    "ALLOWED_HOSTS": "evidence.example.org",
    "DATABASE_URL": "postgresql://reader:word@127.0.0.1:5432/evidence",
}


def run_with(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in the project folder with only that environment."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), (" 1 ", True), ("", False)])
def test_flag_is_one_or_zero(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool):
    monkeypatch.setenv("FLAG", value)

    assert env_flag("FLAG", default="0") is expected


@pytest.mark.parametrize(("value", "expected"), [("3", 3), ("", 2)])
def test_number_is_read_or_defaults(monkeypatch: pytest.MonkeyPatch, value: str, expected: int):
    monkeypatch.setenv("NUMBER", value)

    assert env_number("NUMBER", default=2, lowest=1) == expected


def test_list_drops_space_and_empty_parts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LIST", "a.example, b.example,,")

    assert env_list("LIST") == ["a.example", "b.example"]


def test_url_and_email_may_be_empty_and_lose_the_last_slash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SITE", "https://evidence.example.org/")

    assert env_url("SITE") == "https://evidence.example.org"
    assert env_url("UNSET") == ""
    assert env_email("UNSET") == ""


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: env_flag("NAME", default="0"), "maybe", "NAME is 'maybe'; expected one of: 0, 1."),
        (lambda: env_choice("NAME", choices=("a", "b"), default="a"), "c", "NAME is 'c'; expected one of: a, b."),
        (lambda: env_number("NAME", default=1, lowest=1), "0", "NAME is '0'; expected a whole number, 1 or more."),
        (lambda: env_number("NAME", default=1, lowest=0), "-1", "NAME is '-1'; expected a whole number, 0 or more."),
        (lambda: env_number("NAME", default=1, lowest=0), "²", "NAME is '²'; expected a whole number"),
        (lambda: env_url("NAME"), "example.org", "NAME is 'example.org'; expected an address that starts with https"),
        (lambda: env_email("NAME"), "nobody", "NAME is 'nobody'; expected an e-mail address"),
        (lambda: env_emails("NAME"), "a@example.org, nobody", "NAME is 'nobody'; expected an e-mail address"),
        (lambda: env_contact("NAME"), "nobody", "NAME is 'nobody'; expected an e-mail address"),
    ],
)
def test_invalid_value_is_refused_with_the_expected_form(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str, expected: str
):
    monkeypatch.setenv("NAME", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        read()

    assert str(refusal.value).startswith(expected)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ENVIRONMENT": "staging"}, "ENVIRONMENT is 'staging'; expected one of: development, production."),
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set in production"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters; expected 50 or more"),
        ({"ALLOWED_HOSTS": " "}, "ALLOWED_HOSTS must be set in production"),
        ({"DEBUG": "1"}, "DEBUG is 1 in production"),
        ({"WEB_WORKERS": "many"}, "WEB_WORKERS is 'many'; expected a whole number, 1 or more."),
        ({"HSTS_PRELOAD": "1"}, "HSTS_PRELOAD is 1 without HSTS_SUBDOMAINS"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL starts with 'mysql'; expected postgresql://"),
    ],
)
def test_production_does_not_start_with_a_configuration_error(changes: dict[str, str], expected: str):
    started = run_with({**PRODUCTION, **changes}, "-c", "import evidence.settings")

    assert started.returncode != 0
    assert f"ImproperlyConfigured: {expected}" in started.stderr


def test_production_settings_pass_djangos_deployment_check():
    checked = run_with(PRODUCTION, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_strict_transport_is_for_other_sites_of_the_domain_only_when_asked():
    """And a list of operators becomes Django's; a contact becomes an address that a program opens."""
    code = "import evidence.settings as s; print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD, s.ADMINS, \
s.SECURITY_CONTACT)"
    asked = {"HSTS_SUBDOMAINS": "1", "ADMINS": "a@example.org", "CONTACT_EMAIL": "b@example.org"}

    assert run_with(PRODUCTION, "-c", code).stdout == "False False [] \n"
    assert run_with({**PRODUCTION, **asked}, "-c", code).stdout == (
        "True False [('a@example.org', 'a@example.org')] mailto:b@example.org\n"
    )


def test_development_needs_no_settings():
    started = run_with({}, "-c", "import evidence.settings as s; print(s.DEBUG, s.ALLOWED_HOSTS[0], len(s.SECRET_KEY))")

    assert started.stderr == ""
    assert started.stdout.split() == ["True", "localhost", "80"]


def test_secret_key_is_created_once_and_readable_by_its_owner_only(tmp_path: Path):
    path = tmp_path / "local" / "secret_key"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(local_secret_key, [path] * 8))

    assert keys == {path.read_text()}
    assert len(path.read_text()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_unset_text_variable_has_its_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NAME", raising=False)

    assert env_text("NAME", default="x") == "x"


def test_postgresql_address_is_parsed():
    entry = database("postgresql://reader:w%40rd@db.example:5433/evidence")

    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert [entry[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        *("reader", "w@rd", "db.example", 5433, "evidence"),
    ]


def test_sqlite_waits_for_writers_and_locks_at_the_start(tmp_path: Path):
    entry = database(f"sqlite:///{tmp_path / 'x.sqlite3'}")

    assert entry["NAME"] == str(tmp_path / "x.sqlite3")
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert entry["OPTIONS"]["timeout"] == 20


@pytest.mark.parametrize("address", ["evidence.sqlite3", "mysql://localhost/x", "://"])
def test_unknown_database_address_is_refused(address: str):
    with pytest.raises(ImproperlyConfigured, match="expected postgresql://"):
        database(address)


@pytest.mark.django_db
def test_test_database_has_the_settings_of_the_site():
    """On SQLite: a file with WAL, NORMAL and foreign keys. On PostgreSQL: UTF-8."""
    questions = {
        "sqlite": [("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", 1), ("PRAGMA foreign_keys", 1)],
        "postgresql": [("SHOW server_encoding", "UTF8")],
    }
    for question, expected in questions[connection.vendor]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            assert cursor.fetchone() == (expected,)
