"""Thirty mistakes in clean studies: the checks that see them, and silence about the studies without any."""

from collections.abc import Iterator
from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from studies.checks.run import check_everything
from studies.choices import Severity
from studies.models import OutcomeResult
from studies.synthetic.features import Features, PrintedNumbers
from tests.shared_records import shared_records
from tests.studies.checks.clean import Clean, make_clean
from tests.studies.checks.seeded import MISTAKES, SEEN_BY

pytestmark = pytest.mark.django_db


def test_clean_studies_raise_nothing() -> None:
    make_clean()
    assert check_everything() == []


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


@pytest.mark.parametrize("name", MISTAKES)
class TestMistake:
    def test_it_is_seen_as_what_it_is(self, name: str, clean: Clean) -> None:
        MISTAKES[name](clean)
        found = {each.check: each for each in check_everything()}
        assert SEEN_BY[name] in found
        assert found[SEEN_BY[name]].severity is not Severity.NOTE
        assert found[SEEN_BY[name]].arithmetic

    def test_the_finding_is_gone_when_the_mistake_is(self, name: str, clean: Clean) -> None:
        MISTAKES[name](clean)
        for row in (*clean.results.values(), *clean.contrasts.values(), *clean.arms.values(), clean.trial):
            row.save()
        left = [each for each in check_everything() if each.study in (clean.trial.slug, clean.cohort.slug)]
        assert {each.check for each in left} <= {"published-twice"}


def test_made_up_studies_without_mistakes_raise_little() -> None:
    """Numbers drawn from a model: what the checks doubt in them is a false alarm, but for what is truly missing."""
    call_command("generate_evidence", studies=60, stdout=StringIO())
    # They have no source to name, print a direction that is drawn apart from P, and a few print small spreads.
    true = {"no-place-read", "direction-against-p", "small-spread"}
    found = [each for each in check_everything() if each.severity is not Severity.NOTE]
    loud = [each for each in found if each.check not in true]
    small = {number for number in range(1, 61) if Features(number).printed is PrintedNumbers.SMALL_SPREADS}
    assert {each.study for each in found if each.check == "small-spread"} == {f"synthetic-{n:04d}" for n in small}
    assert OutcomeResult.objects.count() > 1000
    assert len(loud) <= 3
