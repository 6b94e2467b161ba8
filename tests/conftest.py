"""Fixtures for every test: databases as the site runs them, and settings that need no preparation."""

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from io import StringIO
from typing import Any, TypeVar

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connections
from django.http import HttpRequest
from django.test import TransactionTestCase, client, override_settings
from django.test.client import store_rendered_templates
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import is_local_module_file
from pytest_django import DjangoDbBlocker

from evidence.apps import freeze_released
from studies.apps import create_defined_rows, index_tables, version_tables
from tests.harness.database_templates import DatabaseTemplates, database_templates
from tests.studies.dataset.csv_copy import EVIDENCE

# Scripts of the data set, which know nothing of the site and are run by the tests that compare with them.
collect_ignore_glob = ["reference/*"]

# Python looks for unreachable objects less often: they are few, and looking took one part in sixteen of the time.
gc.set_threshold(100_000, 20, 100)

# So many hold every kind of study: two reviews of forty, and a retracted, a doubted and a signed-off one.
SYNTHETIC_STUDIES = 84
# Of a condition one finding is rated twice, one withdrawn, one of earlier data, and two are as they were rated.
RATED_OF_A_CONDITION = 5
T = TypeVar("T")

# No deadline: a busy machine is not an error. The same examples every time: the same commit gives the same result.
# They are few: `run.py test --explore` searches for new examples and prints the seed that repeats them.
hypothesis.settings.register_profile("project", deadline=None, database=None, derandomize=True, max_examples=20)
# Hypothesis fixes the examples by itself where the environment says CI: a search must not.
hypothesis.settings.register_profile(
    "explore", deadline=None, database=None, derandomize=False, max_examples=1_000, print_blob=True
)
hypothesis.settings.load_profile("project")


def is_read_for_constants(path: str) -> bool:
    """Whether examples hold the constants of a module: in a search alone.

    Which modules are loaded differs from part to part, and to read all of them takes each part seconds.
    """
    return not hypothesis.settings.default.derandomize and is_local_module_file(path)


providers.is_local_module_file = is_read_for_constants


@contextmanager
def unblocked(blocker: DjangoDbBlocker, resource: AbstractContextManager[T]) -> Iterator[T]:
    """Tests may not use the database unless they ask for it, but it can be made and removed."""
    with ExitStack() as stack:
        with blocker.unblock():
            value = stack.enter_context(resource)
        yield value
        with blocker.unblock():
            stack.close()


@pytest.fixture(scope="session")
def templates(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DatabaseTemplates]:
    own_folder = tmp_path_factory.mktemp("templates")
    with unblocked(django_db_blocker, database_templates(own_folder)) as templates:
        yield templates


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, templates: DatabaseTemplates
) -> Iterator[None]:
    """Tables as migrations make them. SQLite's are in a file, as the site's: WAL, locks and threads behave as there."""
    # A thread of the live server that outlives its test would otherwise hold the database that is to be dropped.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    with unblocked(django_db_blocker, templates.copy()):
        yield


def store_page(store: dict[str, Any], *arguments: Any, **more: Any) -> None:
    """Of the templates that make a page, keep the page itself: Django's client would copy the contexts of all its
    fragments too, often sixty.
    """
    if not store:
        store_rendered_templates(store, *arguments, **more)


client.store_rendered_templates = store_page


def log_in(self: client.Client, user: Any, backend: str | None = None) -> None:
    """Log a person in by writing their session. Django's way also tells the site of it: 18 statements in place of 4."""
    keys = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
    request = HttpRequest()
    request.session = SessionStore()
    request.session.update(keys)
    request.session.save()
    self._set_login_cookies(request)


client.Client._login = log_in  # noqa: SLF001 - Django offers no public way


TABLES_OF_MODELS = ("django_content_type", "auth_permission")
# What else follows a migration, and so Django's own way of emptying tables.
PUT_BACK = (create_defined_rows, version_tables, index_tables, freeze_released)


def delete_rows(self: TransactionTestCase) -> None:
    """How tables are emptied after a test that commits. It leaves few rows, and PostgreSQL's TRUNCATE makes each of two
    hundred tables anew, with its indexes: three times the work. Rows that say which models there are stay: no test
    changes them, and to make them anew for every app took most of the time.
    """
    for name in self._databases_names(include_mirrors=False):
        connection = connections[name]
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        emptied = [connection.ops.quote_name(table) for table in tables if table not in TABLES_OF_MODELS]
        connection.ops.execute_sql_flush([f"DELETE FROM {table}" for table in emptied])  # noqa: S608 - our tables
        for put_back in PUT_BACK:
            put_back(using=name)


TransactionTestCase._fixture_teardown = delete_rows  # noqa: SLF001 - Django offers no public way


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files by their plain names, so that collectstatic is not needed; fast password hashing."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # Pages are kept only where a test has no transaction around it, and never with those of a site that is served.
    kept = {**settings.CACHES["default"], "LOCATION": str(tmp_path_factory.mktemp("kept"))}
    with override_settings(
        CACHES={"default": kept},
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session")
def real_evidence(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, templates: DatabaseTemplates
) -> Iterator[None]:
    """The real data set, loaded once for all parts; request ``db`` as well.

    It stays until the session ends, so the tests that use it come last: see ``pytest_collection_modifyitems``.
    """
    with unblocked(django_db_blocker, templates.copy("real", load_real_evidence)):
        yield


def load_real_evidence() -> None:
    call_command("load_evidence", str(EVIDENCE), stdout=StringIO())


@pytest.fixture(scope="module")
def synthetic_evidence(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, templates: DatabaseTemplates
) -> Iterator[None]:
    """A small made-up data set with its ratings, made once for all parts; request ``db`` as well."""
    with unblocked(django_db_blocker, templates.copy("synthetic", make_synthetic_evidence)):
        yield


def make_synthetic_evidence() -> None:
    call_command("generate_evidence", studies=SYNTHETIC_STUDIES, seed=1, stdout=StringIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evidence.management.synthetic_ratings.MOST_RATED", RATED_OF_A_CONDITION)
        call_command("generate_ratings", stdout=StringIO())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "real_evidence" in getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """Leave modules and tests, which stay until the end, out of every search for unreachable objects."""
    gc.freeze()
