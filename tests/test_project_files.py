"""What the files of the root say of the project: one version, one holder, one licence of code and of data."""

import re
import tomllib
from pathlib import Path

from django.conf import settings

from studies.presentation.data_licence import DATA_AUTHOR, DATA_LICENCE

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_citation_file_has_the_version_the_holder_and_the_licence_of_the_project() -> None:
    citation = text_of("CITATION.cff")

    assert re.findall(r"(?m)^version: (\S+)$", citation) == [PROJECT["version"]]
    assert re.findall(r'(?m)^  - name: "(.+)"$', citation) == [PROJECT["authors"][0]["name"]]
    assert re.findall(r"(?m)^license: (\S+)$", citation) == [PROJECT["license"]]
    # The fields that version 1.2.0 of the format requires.
    for field in ("cff-version", "message", "title", "authors"):
        assert re.search(rf"(?m)^{field}:", citation)


def test_licences_name_their_holder_and_their_address() -> None:
    assert PROJECT["license"] == "MIT"
    assert text_of("LICENSE").startswith("MIT License\n")
    assert PROJECT["authors"][0]["name"] == DATA_AUTHOR
    assert f"Copyright (c) 2026 {DATA_AUTHOR}" in text_of("LICENSE")
    assert DATA_LICENCE.address in text_of("LICENSE-DATA.md")
    assert all((ROOT / name).is_file() for name in (*PROJECT["license-files"], PROJECT["readme"]))


def test_hooks_before_a_commit_fetch_nothing() -> None:
    hooks = text_of(".pre-commit-config.yaml")

    assert re.findall(r"(?m)^  - repo: (\S+)$", hooks) == ["local"]
    assert "://" not in hooks
    entries = re.findall(r"(?m)^ +entry: (\S+)", hooks)
    assert len(entries) >= 5
    assert {entry.rpartition("/")[0] for entry in entries} == {".venv/bin"}
    assert re.findall(r"(?m)^ +language: (\S+)$", hooks) == ["system"] * len(entries)


def test_other_ways_to_install_leave_nothing_to_commit() -> None:
    assert {"uv.lock", "*.egg-info/", ".venv/"} <= {*text_of(".gitignore").splitlines()}


def test_days_and_times_are_written_as_every_system_can() -> None:
    """Windows knows no "%-d": ``day_text`` writes a day without it."""
    sources = [path for app in ("evidence", "studies") for path in (ROOT / app).rglob("*.py")]
    assert len(sources) > 500
    assert [path.name for path in sources if re.search(r"%[-#][a-zA-Z]", path.read_text(encoding="utf-8"))] == []
