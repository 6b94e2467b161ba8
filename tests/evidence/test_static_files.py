"""Addresses of style sheets, scripts and pictures."""

import json
from pathlib import Path

import pytest
from django.test import override_settings

from evidence.static_files import NamedByContentStorage


def test_address_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = {"css/site.css": "css/site.0123456789ab.css"}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "hash": "0", "paths": paths}))
    asked: list[str] = []
    names = NamedByContentStorage.stored_name
    monkeypatch.setattr(
        NamedByContentStorage, "stored_name", lambda self, name: asked.append(name) or names(self, name)
    )
    with override_settings(STATIC_ROOT=tmp_path):
        storage = NamedByContentStorage()
    for _ in range(2):
        assert storage.url("css/site.css") == "/static/css/site.0123456789ab.css"
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("css/unknown.css")
    assert asked == ["css/site.css", "css/unknown.css", "css/unknown.css"]
    with override_settings(DEBUG=True):
        assert storage.url("css/site.css") == "/static/css/site.css"
