"""A migration that databases have applied is never edited: each is listed with its SHA-256."""

import hashlib
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LIST = ROOT / "tests" / "migrations.sha256"


def listed() -> dict[str, str]:
    """The SHA-256 of each migration, by its path; the file is what ``sha256sum`` writes and ``sha256sum -c`` checks."""
    lines = (line.split() for line in LIST.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in lines}


def in_the_code() -> dict[str, str]:
    files = sorted(path for app in ("evidence", "studies") for path in (ROOT / app / "migrations").glob("0*.py"))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def complaints(known: dict[str, str], found: dict[str, str]) -> list[str]:
    """What is wrong with the migrations that were found, each in a sentence that says what to do."""
    edited = [
        f"{path} was edited, but databases have applied it as it was. Put it back, and write a new migration."
        for path, digest in known.items()
        if path in found and found[path] != digest
    ]
    gone = [f"{path} is gone, but databases have applied it. Put it back." for path in known if path not in found]
    new = [
        f"{path} is new. List it: sha256sum {path} >> {LIST.relative_to(ROOT)}" for path in found if path not in known
    ]
    return edited + gone + new


def test_no_migration_was_edited():
    assert complaints(listed(), in_the_code()) == []


def test_an_edited_a_lost_and_a_new_migration_are_named():
    kept, edited, lost = list(listed())[:3]
    known = {kept: "a", edited: "b", lost: "c"}

    told = complaints(known, {kept: "a", edited: "B", "studies/migrations/0999_new.py": "d"})

    assert [sentence.split(".py")[0].rsplit("/", 1)[1] for sentence in told] == [
        *(Path(path).stem for path in (edited, lost)),
        "0999_new",
    ]
    assert "write a new migration" in told[0]
    assert "sha256sum studies/migrations/0999_new.py >> tests/migrations.sha256" in told[2]
