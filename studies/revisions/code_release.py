"""What a kept value depends on besides the rows: the code that made it, and the settings that it shows."""

import platform
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

import django
from django.conf import settings

# Everything that has a part in a page. Files of data are rows by the time that a page reads them.
_FOLDERS = ("docs", "evidence", "studies", "templates", "static")
# Documents outside these folders, which are pages too.
_DOCUMENTS = ("*.md", "deploy/*.md", "fixtures/*/*.md")
_SETTINGS = attrgetter("SYNTHETIC", "CONTACT_EMAIL", "SITE_URL", "EVIDENCE_SIGN_OFF_PEOPLE", "STATIC_URL", "STORAGES")
# Which database: two on one machine may have reached the same version.
_DATABASE = ("ENGINE", "NAME", "HOST", "PORT")


def release() -> str:
    """A short text that is another one for other code, packages, settings or database.

    The code is read once: call it at the start, before other files can lie in the place of those that run.
    """
    database = settings.DATABASES["default"]
    return _digest(repr((_SETTINGS(settings), [database.get(name) for name in _DATABASE])))


@cache
def _digest(values: str) -> str:
    return blake2b(f"{_code()} {values}".encode(), digest_size=8).hexdigest()


@cache
def _code() -> str:
    """A digest of the content of every file of the site: equal on all machines that run the same release."""
    digest = blake2b(f"{platform.python_version()} {_packages()}".encode(), digest_size=16)
    root = Path(settings.BASE_DIR)
    code = (each for folder in _FOLDERS for each in _files(root / folder))
    documents = (each for pattern in _DOCUMENTS for each in root.glob(pattern))
    for path in sorted((*code, *documents)):
        digest.update(f"{path.relative_to(root)} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _packages() -> list[str]:
    """Every package that is installed beside Django, with its version."""
    return sorted(path.name for path in Path(django.__file__).parents[1].glob("*.dist-info"))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
