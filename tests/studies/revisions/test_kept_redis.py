"""Kept values in Redis: what the site did not write is not read."""

import pickle
from collections.abc import Callable

import pytest
from django.test import override_settings

from evidence.environment import cache_store
from studies.revisions.kept_redis import SignedSerializer
from studies.revisions.kept_values import KeptValue

VALUE = KeptValue(3, {"page": b"\x00" * 1000})
ran: list[str] = []


def run(what: str) -> None:
    ran.append(what)


class Harmful:
    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return run, ("harm",)


@pytest.mark.parametrize("value", [VALUE, None, "", 7, True])
def test_what_is_written_is_read_back(value: object):
    read = SignedSerializer().loads(SignedSerializer().dumps(value))
    assert (read, type(read)) == (value, type(value))


def test_nothing_of_others_is_run_or_read():
    signed = SignedSerializer().dumps(VALUE)
    harmful = pickle.dumps(Harmful())
    changed = [harmful, b"\x00" * 32 + harmful, signed[:32] + harmful, signed[:-1], signed + b".", signed[:32], b""]
    for data in changed:
        with pytest.raises(ValueError, match="not written by this site"):
            SignedSerializer().loads(data)
    other_site = {"SECRET_KEY": "another"}
    with override_settings(**other_site), pytest.raises(ValueError, match="another SECRET_KEY"):
        SignedSerializer().loads(signed)
    assert not ran
    # It would have run.
    pickle.loads(harmful)  # noqa: S301
    assert ran == ["harm"]


def test_the_site_signs_what_it_keeps_in_redis(tmp_path):
    options = cache_store("redis://cache:6379/0", local=tmp_path)["OPTIONS"]
    assert options["serializer"] == "studies.revisions.kept_redis.SignedSerializer"
