"""Settings from the environment: valid values, refused values, and the messages."""

import os
import runpy
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings

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

SettingsReader = Callable[[dict[str, str]], dict[str, Any]]
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k3-Zq" * 12,
    "ALLOWED_HOSTS": "evidence.example.org",
    "DATABASE_URL": "postgresql://reader:word@127.0.0.1:5432/evidence",
}


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> SettingsReader:
    """The names of the settings where only this is in the environment."""

    def read(environment: dict[str, str]) -> dict[str, Any]:
        with monkeypatch.context() as patch:
            patch.setattr(os, "environ", environment)
            return runpy.run_path(str(Path(settings.BASE_DIR) / "evidence" / "settings.py"))

    return read


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
def test_production_does_not_start_with_a_configuration_error(
    settings_with: SettingsReader, changes: dict[str, str], expected: str
):
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_with({**PRODUCTION, **changes})

    assert str(refusal.value).startswith(expected)


def test_production_settings_pass_djangos_deployment_check(settings_with: SettingsReader):
    # Its database is not on this machine, and no check asks it.
    served = {
        name: value
        for name, value in settings_with(PRODUCTION).items()
        if name.isupper() and name != "DATABASES" and value != getattr(settings, name, None)
    }

    with override_settings(**served):
        assert said_by_checks() == []
    with override_settings(**served | {"SECURE_SSL_REDIRECT": False}):
        assert said_by_checks() == ["security.W008"]


def said_by_checks() -> list[str]:
    return [each.id for each in run_checks(include_deployment_checks=True) if not each.is_silenced()]


def test_strict_transport_is_for_other_sites_of_the_domain_only_when_asked(settings_with: SettingsReader):
    """And a list of operators becomes Django's; a contact becomes an address that a program opens."""
    names = ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "ADMINS", "SECURITY_CONTACT")
    asked = {"HSTS_SUBDOMAINS": "1", "ADMINS": "a@example.org", "CONTACT_EMAIL": "b@example.org"}

    plain, changed = settings_with(PRODUCTION), settings_with({**PRODUCTION, **asked})

    assert [plain[name] for name in names] == [False, False, [], ""]
    assert [changed[name] for name in names] == [
        *(True, False, [("a@example.org", "a@example.org")], "mailto:b@example.org"),
    ]


def test_development_needs_no_settings(settings_with: SettingsReader):
    found = settings_with({})

    assert found["DEBUG"]
    assert found["ALLOWED_HOSTS"][0] == "localhost"
    assert len(found["SECRET_KEY"]) == 80


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
