"""Releases that tests can make in little time."""

from collections.abc import Iterator

import pytest

from tests.evidence.releases.small_release import make_doses_of_one_comparison


@pytest.fixture(scope="module")
def one_comparison() -> Iterator[None]:
    """Pages of doses of one comparison."""
    with pytest.MonkeyPatch.context() as patch:
        make_doses_of_one_comparison(patch)
        yield
