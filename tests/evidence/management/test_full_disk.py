"""Commands on a full disk: a sentence, and nothing half done that a second run would keep."""

import errno
import sqlite3
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import override_settings

import manage
from evidence.management.commands import prepare
from tests.studies.test_disk_full import full_sqlite


@pytest.mark.parametrize("cause", [OSError(errno.ENOSPC, "No space left on device"), full_sqlite()], ids=repr)
def test_a_command_ends_with_a_sentence_that_says_what_to_do(monkeypatch, cause: BaseException) -> None:
    def fail(arguments: list[str]) -> None:
        raise (cause if isinstance(cause, OSError) else OperationalError("full")) from cause

    monkeypatch.setattr(manage, "execute_from_command_line", fail)
    with pytest.raises(SystemExit) as ended:
        manage.main(["manage.py", "load_evidence", "folder"])

    assert str(ended.value).endswith("Make room. Then run it again: manage.py load_evidence folder")


def lost_sqlite() -> OperationalError:
    cause = sqlite3.OperationalError("unable to open database file")
    cause.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ImproperlyConfigured("WEB_WORKERS is 'two'; expected a whole number."), "WEB_WORKERS is 'two'; expected a"),
        (lost_sqlite(), "The database of DATABASE_URL does not answer."),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/local"), "LOCAL_DIR names the folder"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_an_operator_can_mend_is_said_without_a_traceback(monkeypatch, error: Exception, sentence: str) -> None:
    def fail(arguments: list[str]) -> None:
        raise error

    monkeypatch.setattr(manage, "execute_from_command_line", fail)
    with pytest.raises(SystemExit) as ended:
        manage.main(["manage.py", "prepare"])

    assert sentence in str(ended.value)
    assert str(error) in str(ended.value)


def test_other_errors_keep_their_traceback(monkeypatch) -> None:
    def fail(arguments: list[str]) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(manage, "execute_from_command_line", fail)
    with pytest.raises(OperationalError):
        manage.main(["manage.py", "check"])


def test_static_files_that_were_cut_off_are_collected_anew(monkeypatch, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "icon.svg").write_text("<svg>whole</svg>")
    storage = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    places = override_settings(
        STATICFILES_DIRS=[source], STATIC_ROOT=target, STORAGES=storage, STATICFILES_FINDERS=finders
    )
    with places:
        prepare.collect_static_files()
        (source / "icon.svg").write_text("<svg>a second version</svg>")

        def cut_off(*_: object, **__: object) -> None:
            (target / "icon.svg").write_text("<svg>a sec")
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(prepare, "call_command", cut_off)
        with pytest.raises(OSError, match="No space"):
            prepare.collect_static_files()
        monkeypatch.undo()
        prepare.collect_static_files()

    assert (target / "icon.svg").read_text() == "<svg>a second version</svg>"
