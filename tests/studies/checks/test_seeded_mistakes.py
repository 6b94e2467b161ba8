"""Thirty mistakes in clean studies: the checks that see them, and silence about the studies without any."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from studies.checks.run import check_everything
from studies.choices import Severity
from tests.shared_records import shared_records
from tests.studies.checks.clean import Clean, make_clean
from tests.studies.checks.seeded import MISTAKES, SEEN_BY

pytestmark = pytest.mark.django_db


def test_there_are_thirty_mistakes_each_with_the_check_that_names_it() -> None:
    assert len(MISTAKES) == 30
    assert SEEN_BY.keys() == MISTAKES.keys()


@pytest.fixture(scope="class")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clean]:
    """Clean studies, made once: each test makes its mistake in a copy."""
    with shared_records(django_db_blocker, make_clean) as made:
        yield made


@pytest.fixture
def clean(made: Clean) -> Clean:
    return deepcopy(made)


class TestMistake:
    def test_without_one_nothing_is_seen(self, made: Clean) -> None:
        assert check_everything() == []

    # What a check says follows from rows, which the tests of the real data read on both databases.
    @pytest.mark.one_database
    @pytest.mark.parametrize("name", MISTAKES)
    def test_it_is_seen_as_what_it_is(self, name: str, clean: Clean) -> None:
        MISTAKES[name](clean)
        found = {each.check: each for each in check_everything()}
        assert SEEN_BY[name] in found
        assert found[SEEN_BY[name]].severity is not Severity.NOTE
        assert found[SEEN_BY[name]].arithmetic
