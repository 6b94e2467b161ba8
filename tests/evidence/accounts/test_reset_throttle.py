"""The throttle of letters with a link for a password: by address, by network, within an hour."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from evidence.accounts.reset_throttle import LETTERS_OF_A_NETWORK, LETTERS_TO_AN_ADDRESS, may_send_letter

NOW = 1_000_000.0


@pytest.fixture(autouse=True)
def empty_store() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_an_address_gets_some_letters_an_hour_whoever_asks_and_however_it_is_spelled():
    spellings = ("ada@example.org", "ADA@example.org", "ａda@example.org")
    sent = [may_send_letter(spellings[n % 3], f"192.0.2.{n}", now=NOW) for n in range(6)]

    assert sent == [True] * LETTERS_TO_AN_ADDRESS + [False] * 3
    assert may_send_letter("ada@example.org", "192.0.2.1", now=NOW + 3600)


def test_a_network_asks_for_some_letters_an_hour_and_others_are_not_refused():
    sent = [may_send_letter(f"{n}@example.org", "192.0.2.1", now=NOW) for n in range(LETTERS_OF_A_NETWORK + 1)]

    assert sent == [True] * LETTERS_OF_A_NETWORK + [False]
    assert may_send_letter("new@example.org", "192.0.2.2", now=NOW)
    assert may_send_letter("newer@example.org", None, now=NOW)


def test_a_lost_store_refuses_nobody(monkeypatch: pytest.MonkeyPatch):
    def fail(*args: object, **options: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", fail)
    monkeypatch.setattr(cache, "set", fail)

    assert [may_send_letter("ada@example.org", "192.0.2.1", now=NOW) for _ in range(9)] == [True] * 9
